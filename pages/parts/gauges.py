"""The gauge of a goal as SVG, and what every SVG of the product shares: text that fits, axes, key lines, data URIs.

A gauge's axis belongs to its goal: it runs from 0 past the highest target of any date (`axis_target`), so that it
stays the same whichever target or day is looked at. A figure past its end fills the arc and adds an arrowhead; the
number says the rest.
"""

from bisect import bisect
from functools import cache
from html import escape
from itertools import accumulate
from math import ceil, cos, floor, log10, pi, sin
from typing import NamedTuple
from urllib.parse import quote

from data.words import words
from pages.parts import wording
from pages.parts.lights import ICONS, expected_value, facts, light_mark, light_word, shown_day, shown_figure
from pages.parts.palette import FONTS, PALETTES, Palette

WIDTH = 280  # of the drawing in its own units; it scales to any width
RADIUS, THICKNESS = 95, 15  # outer edge and thickness of the ring
INNER, MIDDLE = RADIUS - THICKNESS, RADIUS - THICKNESS / 2
CENTRE_X = WIDTH / 2
LABEL_GAP = 12  # from the ring to the numbers around it
INSIDE, BASE = 98, 140  # how wide the number inside may be, clear of the marks, and the line under it
SIGNS = {"at_least": "≥", "about": "≈"}
KEY_SIZE, KEY_TEXT = 12.5, 14  # letters of the key, and where they begin after the mark
BAND = 5  # thickness of the band of a range, just outside the ring

WIDE = "≥≈—…“”"  # as wide as a Chinese character in the fonts for Chinese
NARROWEST = 0.31  # of a sign, as a share of the size of the letters
UNIT_SIZE = 13  # letters of a unit beside its number
BOLDER = 1.06  # how much wider bold letters are

# What a URI may hold unescaped: all but the characters that end it, nest it or begin markup.
URI_SAFE = " !$'()*+,-./:;=?@_~"


class Axis(NamedTuple):
    """An axis from 0 to `end`, with a tick at every `step`."""

    end: float
    step: float

    def share(self, value: float) -> float:
        """Where a value lies on the axis: 0 at its start, 1 at its end and for all beyond."""
        return min(max(value / self.end, 0), 1)


def goal_axis(goal: dict) -> Axis:
    """The axis of a goal: at most six steps of 1, 2 or 5 to at least 110 % of its highest target; percentages stop at
    100."""
    need = goal["axis_target"] * 1.1
    if goal["unit_en"].startswith("%") and goal["axis_target"] <= 100:
        need = min(need, 100)
    rough = need / 6
    power = 10 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * (1 - 1e-9))
    return Axis(round(ceil(need / step - 1e-9) * step, 9), step)


# Text in SVG ---------------------------------------------------------------------------------------------------------

def text_width(text: str, size: float) -> float:
    """The width of a text in the fonts of the product, close enough to fit and to keep labels apart."""
    return size * sum(map(_sign_width, text))


@cache
def _sign_width(c: str) -> float:
    return (1.0 if c > "⺀" or c in WIDE else NARROWEST if c in " .,:;'|!()iljtfIr" else 0.88 if c in "mwMW%" else
            0.66 if c.isupper() else 0.57)


def wrapped(text: str, size: float, width: float, lines: int) -> list[str]:
    """A text in some lines of a width at most; the last may end in "…". Chinese breaks anywhere, others at spaces."""
    out, rest = [], text
    while rest and len(out) < lines:
        wide = [_sign_width(c) for c in rest[:int(width / size / NARROWEST) + 2]]
        cut = max(bisect(list(accumulate(wide)), width / size), 1)
        if cut < len(rest):
            if len(out) == lines - 1:
                out.append(rest[:max(cut - 1, 1)].rstrip() + "…")
                return out
            space = rest.rfind(" ", 0, cut + 1)
            if space > 0 and rest[cut - 1] < "⺀" and rest[cut] < "⺀":
                cut = space
            elif rest[cut] in "”）〉》，；、。%":  # never begins a line
                cut -= 1
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return out


def svg_text(x: float, y: float, text: str, size: float, colour: str, *, anchor: str = "middle", bold: bool = False,
             fit: float | None = None, name: str = "", before: str = "", after: str = "") -> str:
    """SVG: one line of text; smaller where it would be wider than `fit`. `before` and `after` are set small around it:
    the sign and the unit of a number."""
    if fit is not None:
        width = text_width(text, size) * (BOLDER if bold else 1)
        width += text_width(before, size * 0.75) + text_width(after, UNIT_SIZE)
        size = min(size, size * fit / max(width, 1))
    close = fit is not None and not before and not after and width > 0.85 * fit  # a reader's font may be wider than reckoned
    held = f' textLength="{min(width, fit):.1f}" lengthAdjust="spacingAndGlyphs"' if close else ""
    if before:
        before = f'<tspan font-size="{size * 0.65:.3g}" font-weight="400">{escape(before)}</tspan> '
    if after:
        after = f'<tspan font-size="{UNIT_SIZE}" font-weight="400" dx="2">{escape(after)}</tspan>'
    extra = (' font-weight="600"' if bold else "") + (f' class="{name}"' if name else "") + held
    return (f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.3g}" fill="{colour}" text-anchor="{anchor}"{extra}>'
            f"{before}{escape(text)}{after}</text>")


def svg_stroke(path: str, colour: str, width: float, name: str = "", dash: str = "") -> str:
    """SVG: a line along a path."""
    extra = (f' class="{name}"' if name else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{extra}/>'


def svg_picture(width: float, height: float, shown_width: float, lang: str, parts: list[str]) -> str:
    """The whole SVG: drawn in a box of width × height, shown `shown_width` pixels wide where the page allows it."""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{shown_width:g}" '
            f'height="{shown_width * height / width:.4g}" font-family="{FONTS}" '
            f'xml:lang="{"zh-CN" if lang == "zh" else "en"}">{"".join(parts)}</svg>')


def data_uri(svg: str) -> str:
    """An SVG as a data URI for `src="…"`, compact: no double quote, `&`, `<` or `#` is in it."""
    if "'" not in svg:  # text is escaped, so this is the rule: single quotes need no encoding
        svg = svg.replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe=URI_SAFE)


# The marks of a goal, the same in gauges and bullets -----------------------------------------------------------------

def target_line(goal: dict, lang: str) -> str:
    """The target in words: "2025年目标 30至50家", "Target by end of 2025: 30 to 50 companies"."""
    w, due = words(lang), goal["due_on"]
    target = wording.target(w, goal)
    if goal["year"] is not None:
        return w("gauge.quota", year=goal["year"], target=target)
    if due is None:
        return w("gauge.target_undated", target=target)
    if (due.month, due.day) == (12, 31):
        return w("gauge.target_by_year", year=due.year, target=target)
    return w("gauge.target_by_day", day=w.date(due), target=target)


def expected_line(goal: dict, lang: str) -> str | None:
    """What the plan expects by now, in words; None where it can expect nothing by a day."""
    w = words(lang)
    if goal["expected_as_of"] is not None:
        value = expected_value(goal["expected_as_of"], goal["unit_en"])
        return w("gauge.expected", figure=wording.figure(w, value, w.pick(goal, "unit")))
    # the first year of a quota is only part of a year: it has no schedule either
    return w("gauge.no_schedule") if goal["due_on"] is not None and goal["year"] is None else None


def figure_line(goal: dict, lang: str) -> str:
    """The figure and its day in words, or that there is none."""
    w = words(lang)
    value, _, qualifier = shown_figure(goal)
    if value is None:
        return w("gauge.no_figure")
    return w("gauge.figure", figure=wording.figure(w, value, w.pick(goal, "unit"), qualifier), on=shown_day(goal, lang))


def unitless(goal: dict) -> dict:
    """The goal without its unit, for where a long one would make letters too small to read; percent signs stay."""
    return goal | {name: "%" if goal[name].startswith("%") else "" for name in ("unit_zh", "unit_en")}


def gauge_alt(row, lang: str) -> str:
    """What the gauge of a row shows, in words."""
    goal, w = facts(row), words(lang)
    marks = [target_line(goal, lang), expected_line(goal, lang)]
    return w("gauge.alt", name=w.pick(goal, "name"), icon=ICONS[goal["light"]], light=light_word(goal["light"], lang),
             figure=figure_line(goal, lang), marks=w("gauge.and").join(filter(None, marks)))


def key_lines(goal: dict, lang: str, palette: Palette, y: float, fit: float) -> list[str]:
    """SVG: the key under a gauge, centred: the target's mark and words, then those of the schedule."""
    parts = []
    for words_of, draw in ((target_line, target_key), (expected_line, expected_key)):
        line = words_of(goal, lang)
        if line and text_width(line, KEY_SIZE) > fit * 1.15:  # rather no unit than letters too small to read
            line = words_of(unitless(goal), lang)
        if line:
            parts.append(draw(line, CENTRE_X - (min(text_width(line, KEY_SIZE), fit) + KEY_TEXT) / 2, y, fit, palette))
        y += 18
    return parts


def target_key(line: str, x: float, y: float, fit: float, palette: Palette) -> str:
    """SVG: the mark of a target and its words, from x on, the words at most `fit` wide."""
    return (svg_stroke(f"M{x + 4:.2f} {y - 10:.2f}v11", palette.text, 3)
            + svg_text(x + KEY_TEXT, y, line, KEY_SIZE, palette.text, anchor="start", fit=fit))


def expected_key(line: str, x: float, y: float, fit: float, palette: Palette) -> str:
    """SVG: the mark of what is expected by now and its words, from x on, the words at most `fit` wide."""
    return (caret(x + 4, y - 7, 0, palette)
            + svg_text(x + KEY_TEXT, y, line, KEY_SIZE, palette.muted, anchor="start", fit=fit))


def caret(x: float, y: float, turn: float, palette: Palette, name: str = "key") -> str:
    """SVG: the mark of what is expected by now: an open arrow, its tip at (x, y), turned by degrees from upright."""
    return (f'<g class="{name}" transform="translate({x:.2f} {y:.2f}) rotate({turn:.2f})">'
            + svg_stroke("M-4.5 7 0 0 4.5 7", palette.text, 2) + "</g>")


# The gauge -----------------------------------------------------------------------------------------------------------

def goal_gauge(row, lang: str, theme: str, *, width: int = 300, named: bool = False) -> str:
    """The gauge of a goal as SVG, `width` pixels wide: value, target (a range as a band), and what is expected by now.

    The value's arc has the colour of its light, whose icon and word stand in the middle. Without a figure the ring is
    hollow and dashed and the words say so. `named` draws the goal's name on top. All gauges, named or not, are equally
    high.
    """
    goal, w, palette = facts(row), words(lang), PALETTES[theme]
    axis, light = goal_axis(goal), palette.lights[goal["light"]]
    value, _, _ = shown_figure(goal)
    lower, upper, expected = goal["lower"], goal["upper"], goal["expected_as_of"]
    parts, top = [], 0
    if named:
        lines, top = wrapped(w.pick(goal, "name"), 14.5, WIDTH - 8, 2), 40
        parts += [svg_text(CENTRE_X, (24 if len(lines) == 1 else 15) + 18 * n, line, 14.5, palette.text, bold=True,
                           fit=WIDTH - 4) for n, line in enumerate(lines)]
    ring = _Ring(top + 22 + RADIUS)
    if value is None:
        parts.append(svg_stroke(ring.outline(), palette.lights["grey"], 1.3, "track empty", "4 3"))
    else:
        parts.append(svg_stroke(ring.arc(0, 1, MIDDLE), palette.track, THICKNESS, "track"))
    parts += [svg_stroke(ring.spoke(axis.share(n * axis.step), INNER - 3.5, INNER), palette.muted, 1)
              for n in range(round(axis.end / axis.step) + 1)]
    if value is not None:
        # a figure of nought is a figure: it shows a sliver
        parts.append(svg_stroke(ring.arc(0, max(axis.share(value), 0.004), MIDDLE), light, THICKNESS, "value"))
        if value > axis.end:
            parts.append(f'<path class="overflow" d="{ring.arrowhead()}" fill="{light}"/>')
    if upper is not None:
        band = ring.arc(axis.share(lower), axis.share(upper), RADIUS + 2 + BAND / 2)
        parts.append(svg_stroke(band, palette.accent, BAND, "band"))
        parts.append(svg_stroke(ring.spoke(axis.share(upper), INNER, RADIUS + 8), palette.text, 1.5, "target-upper"))
    parts.append(svg_stroke(ring.spoke(axis.share(lower), INNER, RADIUS + 8), palette.text, 3, "target"))
    if expected is not None:
        x, y = ring.at(axis.share(expected), INNER - 5)
        parts.append(caret(x, y, 180 * axis.share(expected) - 90, palette, "expected"))
    parts += _labels(goal, lang, palette, axis, ring)
    parts += _middle(goal, lang, palette, theme, ring.y)
    parts += key_lines(goal, lang, palette, ring.y + 45, WIDTH - 24)
    return svg_picture(WIDTH, ring.y + 70, width, lang, parts)


class _Ring:
    """The half ring of a gauge, its centre at height `y`, as paths. Places on it are shares of the axis, 0 at its left
    end."""

    def __init__(self, y: float):
        self.y = y

    def at(self, share: float, radius: float) -> tuple[float, float]:
        angle = pi * (1 - share)
        return CENTRE_X + radius * cos(angle), self.y - radius * sin(angle)

    def arc(self, start: float, end: float, radius: float) -> str:
        (x0, y0), (x1, y1) = self.at(start, radius), self.at(end, radius)
        return f"M{x0:.3f} {y0:.3f}A{radius:g} {radius:g} 0 0 1 {x1:.3f} {y1:.3f}"

    def spoke(self, share: float, inner: float, outer: float) -> str:
        (x0, y0), (x1, y1) = self.at(share, inner), self.at(share, outer)
        return f"M{x0:.3f} {y0:.3f}L{x1:.3f} {y1:.3f}"

    def outline(self) -> str:
        back = f"A{INNER:g} {INNER:g} 0 0 0 {CENTRE_X - INNER:g} {self.y:g}"
        return f"{self.arc(0, 1, RADIUS)}H{CENTRE_X + INNER:g}{back}Z"

    def arrowhead(self) -> str:
        return f"M{CENTRE_X + MIDDLE - 10.5:g} {self.y + 1:g}h21l-10.5 9z"


def _labels(goal: dict, lang: str, palette: Palette, axis: Axis, ring: _Ring) -> list[str]:
    """The numbers around the ring, the more important first; one that would touch another is left to the key."""
    w = words(lang)
    unit = w.pick(goal, "unit")
    sign = "%" if unit.startswith("%") else ""
    lower, upper, expected = w.number(goal["lower"]), goal["upper"], goal["expected_as_of"]
    target = lower if upper is None else w("gauge.range_short", lower=lower, upper=w.number(upper))
    wanted = [(axis.share((goal["lower"] + (upper or goal["lower"])) / 2), target + sign, 13, palette.text, True,
               "target-number")]
    if expected is not None and expected != goal["lower"]:
        wanted.append((axis.share(expected), w.number(expected_value(expected, unit)) + sign, 12, palette.muted, False,
                       "expected-number"))
    spots = []
    for share, text, size, colour, bold, name in wanted:
        x, y = ring.at(share, RADIUS + LABEL_GAP + (BAND if upper is not None and name == "target-number" else 0))
        width = text_width(text, size) * (BOLDER if bold else 1)
        # beside the ring at its sides, above it on top: the label's box touches the circle, not its middle
        left = x - width / 2 + cos(pi * (1 - share)) * width / 2
        left = min(max(left, 2), WIDTH - 2 - width)
        spots.append((left, y + 4 * (1 - sin(pi * share)), width, text, size, colour, bold, name))
    past = (shown_figure(goal)[0] or 0) > axis.end  # an arrowhead needs room above the number of the end
    for x, y, text in ((CENTRE_X - MIDDLE, ring.y + 15, w.number(0)),
                       (CENTRE_X + MIDDLE, ring.y + (24 if past else 15), w.number(axis.end))):
        width = text_width(text + sign, 12)
        spots.append((x - width / 2, y, width, text + sign, 12, palette.muted, False, "axis-number"))
    drawn, parts = [], []
    for left, y, width, text, size, colour, bold, name in spots:
        box = (left - 3, y - size * 0.8 - 1, left + width + 3, y + 2)
        if all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in drawn):
            drawn.append(box)
            parts.append(svg_text(left + width / 2, y, text, size, colour, bold=bold, name=name))
    return parts


def _middle(goal: dict, lang: str, palette: Palette, theme: str, y: float) -> list[str]:
    """What stands inside the ring: number, unit and day, or that there is no figure; under it the light."""
    w = words(lang)
    word, between = light_word(goal["light"], lang), 2 * INNER - 24  # between the ends' numbers
    width = min(text_width(word, 14) * BOLDER, between - 20)
    left = CENTRE_X - (width + 19) / 2
    parts = [light_mark(goal["light"], theme, left + 6.5, y + 15, 6.5),
             svg_text(left + 19, y + 20, word, 14, palette.text, anchor="start", bold=True, fit=between - 20)]
    value, _, qualifier = shown_figure(goal)
    if value is None:
        lines = wrapped(w("gauge.no_figure"), 16, INSIDE + 10, 2)
        first = y - 18 - 17 * (len(lines) - 1)
        return parts + [svg_text(CENTRE_X, first + 19 * n, line, 16, palette.text, bold=True, name="number")
                        for n, line in enumerate(lines)]
    unit = w.pick(goal, "unit")
    number = w.number(value) + ("%" if unit.startswith("%") else "")
    unit = unit.removeprefix("%").strip()
    short = len(unit) <= 2
    below = shown_day(goal, lang)
    if not short and text_width(f"{unit} · {below}", 11) < BASE:  # else the unit is in the key only
        below = f"{unit} · {below}"
    return [*parts, svg_text(CENTRE_X, y - 24, number, 34, palette.text, bold=True, fit=INSIDE, name="number",
                             before=SIGNS.get(qualifier, ""), after=unit if short else ""),
            svg_text(CENTRE_X, y - 6, below, 12, palette.muted, fit=BASE)]
