"""Bullets and quota cells as SVG: the slim forms of a goal for lists. A bullet shows what a gauge shows, on the same
axis and with the same marks; quota cells show the years of a yearly quota side by side.
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
    svg_stroke,
    svg_text,
    target_key,
    target_line,
    text_width,
    unitless,
    wrapped,
)
from pages.parts.lights import ICONS, facts, light_mark, light_word, shown_day, shown_figure
from pages.parts.palette import PALETTES, Palette

WIDTH = 400  # of a bullet in its own units; it scales to any width
LEFT, BAR_WIDTH, BAR_HEIGHT = 2, 388, 10  # what is left at the right takes the arrowhead of a figure past the end
RIGHT = LEFT + BAR_WIDTH
CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 126, 62, 6


def goal_bullet(row, lang: str, theme: str, *, width: int = 400, named: bool = False) -> str:
    """The bullet of a goal as SVG, `width` pixels wide: light and figure; the bar with value, target (a range as a
    band) and what is expected by now; the key.

    Without a figure the bar is hollow and dashed. `named` draws the goal's name on top, in one line.
    """
    goal, w, palette = facts(row), words(lang), PALETTES[theme]
    parts, y = [], 0
    if named:
        (name,) = wrapped(w.pick(goal, "name"), 14, WIDTH - 6, 1)
        parts.append(svg_text(LEFT, 15, name, 14, palette.text, anchor="start", bold=True, fit=WIDTH - 4))
        y = 22
    parts += [light_mark(goal["light"], theme, LEFT + 6, y + 10, 6),
              svg_text(LEFT + 18, y + 15, light_word(goal["light"], lang), 13, palette.text, anchor="start"),
              *_figure(goal, lang, palette, y + 15), *_bar(goal, palette, y + 26), *_key(goal, lang, palette, y + 64)]
    return svg_picture(WIDTH, y + 70, width, lang, parts)


def _figure(goal: dict, lang: str, palette: Palette, y: float) -> list[str]:
    """The figure and its day at the right end, or that there is none."""
    w = words(lang)
    value, _, qualifier = shown_figure(goal)
    if value is None:
        return [svg_text(RIGHT, y, w("gauge.no_figure"), 13, palette.muted, anchor="end", name="number")]
    figure, on = wording.figure(w, value, w.pick(goal, "unit")), shown_day(goal, lang)
    if text_width(figure, 14) > 180:  # rather no unit than letters too small to read
        figure = w.number(value)
    return [svg_text(RIGHT, y, on, 12, palette.muted, anchor="end"),
            svg_text(RIGHT - text_width(on, 12) - 9, y, SIGNS.get(qualifier, "") + figure, 14, palette.text,
                     anchor="end", bold=True, fit=160, name="number")]


def _bar(goal: dict, palette: Palette, top: float) -> list[str]:
    """The bar with its marks; a range is a band along its upper edge, the mark of the schedule stands under it."""
    axis, colour, bottom = goal_axis(goal), palette.lights[goal["light"]], top + BAR_HEIGHT
    value, _, _ = shown_figure(goal)
    track = f"M{LEFT} {top}h{BAR_WIDTH}v{BAR_HEIGHT}h-{BAR_WIDTH}z"
    parts = []

    def at(number: float) -> float:
        return LEFT + BAR_WIDTH * axis.share(number)

    if value is None:
        parts.append(svg_stroke(track, palette.lights["grey"], 1.2, "track empty", "4 3"))
    else:
        length = max(at(value) - LEFT, 1.5)  # a figure of nought is a figure: it shows a sliver
        parts += [f'<path class="track" d="{track}" fill="{palette.track}"/>',
                  f'<rect class="value" x="{LEFT}" y="{top}" width="{length:.3f}" height="{BAR_HEIGHT}" '
                  f'fill="{colour}"/>']
        if value > axis.end:
            head = f"M{RIGHT + 1} {top - 2}v{BAR_HEIGHT + 4}l8-{BAR_HEIGHT / 2 + 2:g}z"
            parts.append(f'<path class="overflow" d="{head}" fill="{colour}"/>')
    lower = at(goal["lower"])
    if goal["upper"] is not None:
        upper = at(goal["upper"])
        parts += [f'<rect class="band" x="{lower:.3f}" y="{top - 5}" width="{upper - lower:.3f}" height="4" '
                  f'fill="{palette.accent}"/>',
                  svg_stroke(f"M{upper:.3f} {top - 5}V{bottom}", palette.text, 1.5, "target-upper")]
    parts.append(svg_stroke(f"M{lower:.3f} {top - 5}V{bottom + 1}", palette.text, 3, "target"))
    if goal["expected_as_of"] is not None:
        parts.append(caret(at(goal["expected_as_of"]), bottom + 3, 0, palette, "expected"))
    return parts


def _key(goal: dict, lang: str, palette: Palette, y: float) -> list[str]:
    """The key under a bullet: the target's words from the left, those of the schedule at the right."""
    parts, room = [], WIDTH - 2 * LEFT - 3 * KEY_TEXT
    expected, target = expected_line(unitless(goal), lang), target_line(goal, lang)
    if expected:
        width = text_width(expected, KEY_SIZE)
        room -= width
        parts.append(expected_key(expected, RIGHT - width - KEY_TEXT, y, width, palette))
    if text_width(target, KEY_SIZE) > room * 1.15:  # rather no unit than letters too small to read
        target = target_line(unitless(goal), lang)
    return [target_key(target, LEFT, y, room, palette), *parts]


def bullet_alt(row, lang: str) -> str:
    """What the bullet of a row shows, in words: the same as a gauge."""
    return gauge_alt(row, lang)


def quota_cells(rows: Iterable, lang: str, theme: str, *, years: Iterable[int] = ()) -> str:
    """The years of one yearly quota as a row of cells: year, figure over quota, light; hollow without a figure.

    `rows` are the rows of one indicator, one per year; `years` adds years of the plan that have not come yet.
    """
    palette, goals = PALETTES[theme], {goal["year"]: goal for goal in map(facts, rows)}
    columns = sorted(goals.keys() | set(years))
    parts = []
    for n, year in enumerate(columns):
        x = n * (CELL_WIDTH + CELL_GAP) + 0.75
        parts.append(svg_text(x + 9, 17, str(year), 12, palette.muted, anchor="start"))
        parts += _cell(x, goals[year], lang, theme) if year in goals else _later(x, year, lang, palette)
    width = len(columns) * (CELL_WIDTH + CELL_GAP) - CELL_GAP + 1.5
    return svg_picture(width, CELL_HEIGHT + 1.5, width, lang, parts)


def _cell(x: float, goal: dict, lang: str, theme: str) -> list[str]:
    w, palette = words(lang), PALETTES[theme]
    colour, word = palette.lights[goal["light"]], light_word(goal["light"], lang)
    value, _, qualifier = shown_figure(goal)
    number, quota = SIGNS.get(qualifier, "") + w.number(value), w.number(goal["lower"])
    number_width = min(text_width(number, 16) * BOLDER, 62)
    look = 'fill="none" stroke-dasharray="4 3"' if value is None else f'fill="{colour}" fill-opacity="0.1"'
    return [_frame(x, goal["year"], f"light-{goal['light']}", colour, look),
            svg_text(x + 9, 36, number, 16, palette.text, anchor="start", bold=True, fit=62, name="number"),
            svg_text(x + 14 + number_width, 36, f"/ {quota}", 12, palette.muted, anchor="start",
                     fit=CELL_WIDTH - number_width - 20, name="quota"),
            light_mark(goal["light"], theme, x + 14.5, 51, 5),
            svg_text(x + 24, 55, word, 12, palette.text, anchor="start", fit=CELL_WIDTH - 30)]


def _later(x: float, year: int, lang: str, palette: Palette) -> list[str]:
    return [_frame(x, year, "later", palette.line, 'fill="none" stroke-dasharray="2 3"'),
            svg_text(x + 9, 36, words(lang)("gauge.not_yet"), 13, palette.muted, anchor="start")]


def _frame(x: float, year: int, name: str, colour: str, look: str) -> str:
    return (f'<rect class="cell year-{year} {name}" x="{x:g}" y="0.75" width="{CELL_WIDTH}" height="{CELL_HEIGHT}" '
            f'rx="5" stroke="{colour}" stroke-width="1.2" {look}/>')


def quota_alt(rows: Iterable, lang: str) -> str:
    """What the cells of a yearly quota show, in words."""
    w, goals = words(lang), sorted(map(facts, rows), key=lambda goal: goal["year"])
    unit, cells = w.pick(goals[0], "unit"), []
    for goal in goals:
        value, _, qualifier = shown_figure(goal)
        figure = w("gauge.no_figure") if value is None else wording.figure(w, value, unit, qualifier)
        cells.append(w("gauge.quota_cell", year=goal["year"], icon=ICONS[goal["light"]], figure=figure,
                       light=light_word(goal["light"], lang), quota=wording.figure(w, goal["lower"], unit)))
    return w("gauge.quota_alt", name=w.pick(goals[0], "name"), cells=w("gauge.and").join(cells))
