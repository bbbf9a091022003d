"""Bullets and quota cells as SVG: the slim forms of a goal for lists. A bullet shows what a gauge shows, on the same axis and with
the same marks; quota cells show the years of a yearly quota side by side.
"""

from collections.abc import Iterable

from data.words import words
from pages.parts import wording
from pages.parts.gauges import (
    BOLDER,
    KEY_SIZE,
    KEY_TEXT,
    SIGNS,
    caret,
    expected_key,
    expected_line,
    gauge_alt,
    goal_axis,
    svg_picture,
    svg_text,
    target_key,
    target_line,
    text_width,
    unitless,
    wrapped,
)
from pages.parts.lights import ICONS, facts, light_mark, light_word, shown_figure
from pages.parts.palette import PALETTES

WIDTH = 400  # of a bullet in its own units; it scales to any width
BAR_LEFT, BAR_WIDTH, BAR_HEIGHT = 2, 388, 10  # what is left at the right takes the arrowhead of a figure past the end
CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 126, 62, 6


def goal_bullet(row, lang: str, theme: str, *, width: int = 400, named: bool = False) -> str:
    """The bullet of a goal as SVG: light and figure, the bar with target (a range as a band) and what is expected by now, the key.

    Without a figure the bar is hollow and dashed. `named` draws the goal's name on top, in one line.
    """
    goal, w, palette = facts(row), words(lang), PALETTES[theme]
    axis, colour = goal_axis(goal), palette.lights[goal["light"]]
    value, day, qualifier = shown_figure(goal)
    parts, y = [], 0
    if named:
        (name,) = wrapped(w.pick(goal, "name"), 14, WIDTH - 6, 1)
        parts.append(svg_text(BAR_LEFT, 15, name, 14, palette.text, anchor="start", bold=True, fit=WIDTH - 4))
        y = 22
    parts += [light_mark(goal["light"], theme, BAR_LEFT + 6, y + 10, 6),
              svg_text(BAR_LEFT + 18, y + 15, light_word(goal["light"], lang), 13, palette.text, anchor="start")]
    right = BAR_LEFT + BAR_WIDTH
    if value is None:
        parts.append(svg_text(right, y + 15, w("gauge.no_figure"), 13, palette.muted, anchor="end", name="number"))
    else:
        on = w.date(day)
        figure = SIGNS.get(qualifier, "") + wording.figure(w, value, w.pick(goal, "unit"))
        if text_width(figure, 14) > 180:  # rather no unit than letters too small to read
            figure = SIGNS.get(qualifier, "") + w.number(value)
        parts += [svg_text(right, y + 15, on, 12, palette.muted, anchor="end"),
                  svg_text(right - text_width(on, 12) - 9, y + 15, figure, 14, palette.text, anchor="end", bold=True, fit=160,
                           name="number")]
    top = y + 26
    bottom = top + BAR_HEIGHT

    def at(share_of: float) -> float:
        return BAR_LEFT + BAR_WIDTH * axis.share(share_of)

    if value is None:
        parts.append(f'<path class="track empty" d="M{BAR_LEFT} {top}h{BAR_WIDTH}v{BAR_HEIGHT}h-{BAR_WIDTH}z" fill="none" '
                     f'stroke="{palette.lights["grey"]}" stroke-width="1.2" stroke-dasharray="4 3"/>')
    else:
        parts += [f'<path class="track" d="M{BAR_LEFT} {top}h{BAR_WIDTH}v{BAR_HEIGHT}h-{BAR_WIDTH}z" fill="{palette.track}"/>',
                  # a figure of nought is a figure: it shows a sliver
                  f'<rect class="value" x="{BAR_LEFT}" y="{top}" width="{max(at(value) - BAR_LEFT, 1.5):.3f}" '
                  f'height="{BAR_HEIGHT}" fill="{colour}"/>']
        if value > axis.end:
            parts.append(f'<path class="overflow" d="M{right + 1} {top - 2}v{BAR_HEIGHT + 4}l8-{BAR_HEIGHT / 2 + 2:g}z" '
                         f'fill="{colour}"/>')
    if goal["upper"] is not None:
        x0, x1 = at(goal["lower"]), at(goal["upper"])
        parts.append(f'<rect class="band" x="{x0:.3f}" y="{top - 5}" width="{x1 - x0:.3f}" height="4" fill="{palette.accent}"/>')
        parts.append(f'<path class="target-upper" d="M{x1:.3f} {top - 5}V{bottom}" stroke="{palette.text}" stroke-width="1.5"/>')
    parts.append(f'<path class="target" d="M{at(goal["lower"]):.3f} {top - 5}V{bottom + 1}" stroke="{palette.text}" '
                 'stroke-width="3"/>')
    if goal["expected_as_of"] is not None:
        parts.append(caret(at(goal["expected_as_of"]), bottom + 3, 0, palette, "expected"))
    key_y = bottom + 28
    room = WIDTH - 2 * BAR_LEFT - 3 * KEY_TEXT
    expected = expected_line(unitless(goal), lang)
    if expected:
        expected_width = text_width(expected, KEY_SIZE)
        room -= expected_width
        parts.append(expected_key(expected, right - expected_width - KEY_TEXT, key_y, expected_width, palette))
    target = target_line(goal, lang)
    if text_width(target, KEY_SIZE) > room * 1.15:  # rather no unit than letters too small to read
        target = target_line(unitless(goal), lang)
    parts.append(target_key(target, BAR_LEFT, key_y, room, palette))
    return svg_picture(WIDTH, key_y + 6, width, lang, parts)


def bullet_alt(row, lang: str) -> str:
    """What the bullet of a row shows, in words."""
    return gauge_alt(row, lang)


def quota_cells(rows: Iterable, lang: str, theme: str, *, years: Iterable[int] | None = None) -> str:
    """The years of one yearly quota as a row of cells: year, light, and figure over quota; a year without a figure is hollow.

    `rows` are the rows of one indicator, one per year; `years` adds the years of the plan that have not come yet.
    """
    w, palette = words(lang), PALETTES[theme]
    goals = {goal["year"]: goal for goal in map(facts, rows)}
    parts = []
    columns = sorted(goals.keys() | set(years or ()))
    for n, year in enumerate(columns):
        x = n * (CELL_WIDTH + CELL_GAP) + 0.75
        if year not in goals:
            parts.append(_frame(x, year, "later", f'fill="none" stroke="{palette.line}" stroke-dasharray="2 3"'))
            parts += [svg_text(x + 9, 17, str(year), 12, palette.muted, anchor="start"),
                      svg_text(x + 9, 36, w("gauge.not_yet"), 13, palette.muted, anchor="start")]
            continue
        goal = goals[year]
        colour, word = palette.lights[goal["light"]], light_word(goal["light"], lang)
        value, _, qualifier = shown_figure(goal)
        look = (f'fill="none" stroke="{colour}" stroke-dasharray="4 3"' if value is None else
                f'fill="{colour}" fill-opacity="0.1" stroke="{colour}"')
        parts.append(_frame(x, year, goal["light"], look))
        number = SIGNS.get(qualifier, "") + w.number(value)
        number_width = min(text_width(number, 16) * BOLDER, 62)
        parts += [svg_text(x + 9, 17, str(year), 12, palette.muted, anchor="start"),
                  svg_text(x + 9, 36, number, 16, palette.text, anchor="start", bold=True, fit=62, name="number"),
                  svg_text(x + 14 + number_width, 36, f"/ {w.number(goal['lower'])}", 12, palette.muted, anchor="start",
                           fit=CELL_WIDTH - number_width - 20, name="quota"),
                  light_mark(goal["light"], theme, x + 14.5, 51, 5),
                  svg_text(x + 24, 55, word, 12, palette.text, anchor="start", fit=CELL_WIDTH - 30)]
    return svg_picture(len(columns) * (CELL_WIDTH + CELL_GAP) - CELL_GAP + 1.5, CELL_HEIGHT + 1.5,
                       len(columns) * (CELL_WIDTH + CELL_GAP), lang, parts)


def _frame(x: float, year: int, light: str, look: str) -> str:
    return (f'<rect class="cell year-{year} light-{light}" x="{x:g}" y="0.75" width="{CELL_WIDTH}" height="{CELL_HEIGHT}" rx="5" '
            f'stroke-width="1.2" {look}/>')


def quota_alt(rows: Iterable, lang: str) -> str:
    """What the cells of a yearly quota show, in words."""
    w, cells, name = words(lang), [], ""
    for goal in sorted(map(facts, rows), key=lambda goal: goal["year"]):
        unit, name = w.pick(goal, "unit"), w.pick(goal, "name")
        value, _, qualifier = shown_figure(goal)
        cells.append(w("gauge.quota_cell", year=goal["year"], icon=ICONS[goal["light"]], light=light_word(goal["light"], lang),
                       figure=w("gauge.no_figure") if value is None else wording.figure(w, value, unit, qualifier),
                       quota=wording.figure(w, goal["lower"], unit)))
    return w("gauge.quota_alt", name=name, cells=w("gauge.and").join(cells))
