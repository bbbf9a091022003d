"""The slides of a meeting as a PowerPoint file: shapes and charts that can be edited, every slide with its day, code and page, and in
its notes what to read out and where its figures come from."""

import io
import re
from datetime import date
from itertools import groupby

import numpy as np
import pandas as pd
from pptx import Presentation
from pptx.enum.chart import XL_MARKER_STYLE

from data.words import Words, words
from pages.parts import gauges, lights, maps, overview_cards, task_cards, wording
from pages.parts.paper import Paper
from pages.parts.slide_shapes import (
    BOTTOM,
    HEADING,
    LEFT,
    PALETTE,
    RIGHT,
    TOP,
    Canvas,
    Cell,
    Run,
    Series,
    Shapes,
    height_of,
    light_bars,
    pages_of,
    time_chart,
    widened,
)

# What the slides are drawn from. `goal_status` is asked without a department or light, the marks without a filter.
SLIDES_QUESTIONS = (
    "plan_issued", "rhythm", "city", "headline_goal", "goal_status", "headline_figure", "goal_path", "lights_by_action", "cluster_mark",
    "enterprise_mark", "outline", "map_source", "duty", "owed", "allocation_status", "note_latest", "due_ahead", "closing_balance", "successor")
BEHIND = ("red", "missed")
NUMBERED = 6  # figures that all carry their numbers on a chart; of more the last does
ROOM = 0.2  # left below a table: letters may be higher where a reader lacks the fonts
MARK, LABEL = 1.8, 2.8  # size of the map's marks and of its names, in the units of the still map
SOURCE = ("publisher", "source_title", "source_kind", "url", "published_on", "published_text")


def presentation(answers: dict[str, pd.DataFrame], facts: Paper, lang: str) -> bytes:
    """The slides as the content of a .pptx file. `answers` are those of SLIDES_QUESTIONS by name, `facts` what every slide carries."""
    deck = _Deck(answers, facts, lang)
    _title(deck)
    _overview(deck)
    _gauges(deck)
    for goal in wording.records(answers["headline_goal"]):
        _goal(deck, goal)
    _behind(deck)
    _undecided(deck)
    _actions(deck)
    _departments(deck)
    _allocations(deck)
    _problems(deck)
    _ahead(deck)
    _sources(deck)
    return deck.file()


class _Deck:
    """The presentation on its way: its slides and the sources that they named."""

    def __init__(self, answers: dict[str, pd.DataFrame], facts: Paper, lang: str):
        self.answers, self.facts, self.lang, self.w = answers, facts, lang, words(lang)
        self.pptx, self.canvases, self.sources = Presentation(), [], {}
        widened(self.pptx)
        self.layout = self.pptx.slide_layouts.get_by_name("Title Only")
        self.plan = wording.records(answers["plan_issued"])[0]
        self.status = [row for row in wording.records(answers["goal_status"]) if row["own"]]

    def slide(self, heading: str, said: str, rows: list[dict] = (), more: str = "") -> Canvas:
        """A new slide with its heading; its notes hold what to read out (`said`), the sources (the plan, those of `rows`) and what `more` there is to know."""
        canvas = Canvas(self.pptx.slides.add_slide(self.layout), self.lang)
        canvas.heading(heading)
        named = dict.fromkeys(self.source(row) for row in (self.plan, *rows) if row["publisher"])
        canvas.notes([self.w("slides.read_out", text=said), self.w("slides.sources_are", n=len(named)), *(f"· {text}" for text in named), more])
        self.canvases.append(canvas)
        return canvas

    def source(self, row: dict) -> str:
        """The source of a row in words, kept for the last slide."""
        self.sources[row["publisher"], row["source_title"]] = {name: row[name] for name in SOURCE}
        return self.w("slides.source", source=wording.cited(self.w, row), title=row["source_title"])

    def tables(self, heading: str, said: str, head: list[str], rows: list[list[Cell]], widths: list[float], sources: list[dict] = (),
               lead: bool = True) -> None:
        """A table over as many slides as it takes; `lead`: the sentence that sums it up stands above it."""
        over = height_of([[Run(said)]], RIGHT - LEFT) if lead else 0
        top = TOP + (over + 0.15 if lead else 0)
        pages = pages_of(head, rows, widths, BOTTOM - ROOM - top)
        for n, page in enumerate(pages, 1):
            shown = heading if len(pages) == 1 else self.w("slides.part", title=heading, n=n, of=len(pages))
            canvas = self.slide(shown, said, sources)
            if lead:
                canvas.text("sentence", LEFT, TOP, RIGHT - LEFT, over, [[Run(said)]])
            canvas.table(shown, LEFT, top, widths, head, page)

    def file(self) -> bytes:
        """The finished file."""
        w, facts, of = self.w, self.facts, len(self.canvases)
        for n, canvas in enumerate(self.canvases, 1):
            foot = w("slides.foot", day=w.date(facts.as_of), code=facts.printed_code(w))
            canvas.text("foot", LEFT, 7.02, 7, 0.26, [[Run(foot, 12, PALETTE.muted)]])
            canvas.text("page", RIGHT - 1.5, 7.02, 1.5, 0.26, [[Run(w("slides.page", n=n, of=of), 12, PALETTE.muted)]], align="r")
            if facts.sample:
                canvas.text("sample", 8, 6.99, 3, 0.3, [[Run(w("sample.mark"), 14, PALETTE.lights["red"], True)]], align="ctr")
                canvas.behind("watermark", w("sample.mark"), w("sample.banner"))
            canvas.put()
        about = self.pptx.core_properties
        about.title, about.subject, about.author = _name(self), facts.printed_code(w), ""
        about.language, about.created = {"zh": "zh-CN", "en": "en-GB"}[self.lang], facts.issued_at
        about.modified, about.last_modified_by = facts.issued_at, ""
        held = io.BytesIO()
        self.pptx.save(held)
        return held.getvalue()


def _kind(deck: _Deck) -> str:
    row = next(row for row in wording.records(deck.answers["rhythm"]) if row["rhythm_id"] == deck.facts.kind)
    return deck.w.pick(row, "name")


def _city(deck: _Deck) -> str | None:
    return next((deck.w.pick(row, "name") for row in wording.records(deck.answers["city"]) if row["city_id"] == deck.facts.city), None)


def _name(deck: _Deck) -> str:
    return deck.w("slides.name", plan=deck.w.pick(deck.plan, "title"), kind=_kind(deck))


# The whole plan ------------------------------------------------------------------------------------------------------

def _title(deck: _Deck) -> None:
    w, plan = deck.w, deck.plan
    day, city = w.date(deck.facts.as_of), _city(deck)
    said = w("slides.opening", plan=w.pick(plan, "title"), kind=_kind(deck), day=day)
    canvas = deck.slide(w.pick(plan, "title"), said)
    canvas.shape("rule", LEFT, 3.05, 1.6, 0.08, fill=PALETTE.accent)
    title = canvas.slide.shapes.title
    title.top = round(1.55 * 914400)
    title.height = round(1.3 * 914400)
    meeting = w("slides.meeting", kind=_kind(deck)) if city is None else w("slides.meeting_city", kind=_kind(deck), city=city)
    lines = [[Run(meeting, 32, bold=True, fonts=HEADING)], [Run(w("slides.as_of", day=day), 24)],
             [Run(w("slides.issued", issuer=w.pick(plan, "issuer"), day=w.date(plan["issued_on"])), 18, PALETTE.muted)],
             [Run(w("slides.made", time=w.time(deck.facts.issued_at), code=deck.facts.printed_code(w)), 18, PALETTE.muted)]]
    canvas.text("meeting", LEFT, 3.4, RIGHT - LEFT, 3, lines, gap=10)


def _overview(deck: _Deck) -> None:
    w, lang, answers = deck.w, deck.lang, deck.answers
    clusters, goals = answers["cluster_mark"], wording.records(answers["headline_goal"])
    said, alt = overview_cards.takeaway(answers["headline_goal"], lang), maps.map_alt(clusters, lang)
    origins = wording.records(answers["map_source"])
    publishers = w("list.join").join(dict.fromkeys(row["publisher"] for row in origins))
    more = w("slides.map_sources", n=len(origins), publishers=publishers, boundaries=maps.map_statement(lang))
    canvas = deck.slide(w("slides.overview"), wording.sentences(w, said, alt), goals, more)
    width = _province(canvas, deck, TOP - 0.1, BOTTOM - 0.52, alt)
    canvas.text("internal", LEFT, BOTTOM - 0.47, width, 0.62, [[Run(maps.map_statement(lang), 12, PALETTE.muted)]])
    x, room = LEFT + width + 0.35, RIGHT - LEFT - width - 0.35
    canvas.text("takeaway", x, TOP, room, 2.3, [[Run(said)]])
    _map_key(canvas, deck, x, TOP + 2.36, room)


def _province(canvas: Canvas, deck: _Deck, top: float, bottom: float, alt: str) -> float:
    """The map of the province between two heights, at the left; returns its width."""
    layer = deck.answers["outline"].groupby("layer").get_group
    frame = maps.frame_around(layer("outline"), 1000)
    scale = (bottom - top) / frame.height
    held = Shapes(deck.lang, canvas._numbers)

    def place(lon, lat) -> np.ndarray:
        return frame.project(lon, lat) * scale + (LEFT, top)

    for name, fill, line, points in (("counties", PALETTE.soft, PALETTE.line, 0.5), ("cities", None, PALETTE.muted, 0.75),
                                     ("outline", None, PALETTE.muted, 1.75)):
        for row in wording.records(layer(name)):
            held.freeform(deck.w.pick(row, "name"), [place(*part).tolist() for part in _parts(row["svg_path"])], fill=fill, line=line,
                          points=points)
    clusters = deck.answers["cluster_mark"]
    marks = maps.fan_out(clusters, "cluster_id")
    labels = maps.cluster_labels(deck.w, marks, maps.EXAMPLES, None, LABEL)
    maps.settle(labels, marks, frame.project, MARK)
    for row, (x, y) in zip(wording.records(marks), place(marks.x, marks.y).tolist(), strict=True):
        radius = maps.RADII[row["money_class"]] * MARK * scale
        fill, line = (PALETTE.background, row["colour"]) if row["stale"] else (row["colour"], PALETTE.background)
        held.shape(deck.w.pick(row, "name"), x - radius, y - radius, 2 * radius, 2 * radius, geometry="ellipse", fill=fill, line=line,
                   points=1.5 if row["stale"] else 0.5)
    stars = maps.fan_around(deck.answers["enterprise_mark"], clusters).query("named_leader")
    for row, (x, y) in zip(wording.records(stars), place(stars.x, stars.y).tolist(), strict=True):
        held.shape(deck.w.pick(row, "name") or row["name_zh"], x - 0.065, y - 0.065, 0.13, 0.13, geometry="star5", fill=PALETTE.milestones["leader"],
                   line=PALETTE.background, points=0.5)
    for label in labels:
        x, y = place([label.lon], [label.lat])[0] + np.array(label.by) * scale
        width = gauges.text_width(label.text, 14) / 72 * gauges.BOLDER
        held.shape(label.text, max(x - width / 2, LEFT), y - 0.13, width, 0.26, fill=PALETTE.background, alpha=80,
                   paragraphs=[[Run(label.text, 14, bold=True)]], align="ctr", anchor="ctr", one_line=True)
    canvas.group("map", held, LEFT, top, 1000 * scale, bottom - top, alt)
    return 1000 * scale


def _parts(svg_path: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """The parts of an outline in degrees (longitudes, latitudes)."""
    parts = (np.array(re.findall(r"-?\d*\.?\d+", part), float).reshape(-1, 2).cumsum(axis=0) for part in svg_path.split("M")[1:])
    return [(part[:, 0], part[:, 1]) for part in parts]


def _map_key(canvas: Canvas, deck: _Deck, x: float, y: float, room: float) -> None:
    """What the colours, sizes and stars of the map mean."""
    w, clusters = deck.w, deck.answers["cluster_mark"]
    counts = clusters.group_id.value_counts()
    groups = sorted(wording.records(clusters.drop_duplicates("group_id")), key=lambda row: (-counts[row["group_id"]], row["group_id"]))
    for pair in (groups[n:n + 2] for n in range(0, len(groups), 2)):
        texts = [[Run(w.pick(row, "group"), 14)] for row in pair]
        high = max(height_of([text], room / 2 - 0.35) for text in texts)
        for n, (row, text) in enumerate(zip(pair, texts, strict=True)):
            canvas.shape("key", x + n * room / 2, y + 0.04, 0.18, 0.18, geometry="ellipse", fill=row["colour"])
            canvas.text("key text", x + n * room / 2 + 0.26, y, room / 2 - 0.35, high, [text])
        y += high + 0.04
    y += 0.06
    canvas.text("key text", x, y, room, 0.28, [[Run(w("map.size"), 14, PALETTE.muted)]])
    for n, radius in enumerate(maps.RADII):
        size, left, top = radius * 0.018, x + (n % 3) * room / 3, y + 0.3 + n // 3 * 0.29
        canvas.shape("key", left + 0.13 - size / 2, top + 0.14 - size / 2, size, size, geometry="ellipse", fill=PALETTE.muted)
        canvas.text("key text", left + 0.36, top, room / 3 - 0.4, 0.3, [[Run(w(f"map.class_{n}"), 14)]])
    y += 0.94
    canvas.shape("key", x + 0.04, y + 0.05, 0.2, 0.2, geometry="star5", fill=PALETTE.milestones["leader"])
    canvas.text("key text", x + 0.36, y, room / 2 - 0.4, 0.3, [[Run(w("enterprise.leader"), 14)]])
    canvas.shape("key", x + room / 2 + 0.04, y + 0.06, 0.16, 0.16, geometry="ellipse", fill=PALETTE.background, line=PALETTE.muted, points=1.5)
    canvas.text("key text", x + room / 2 + 0.3, y, room / 2 - 0.35, 0.3, [[Run(w("map.stale"), 14)]])


def _gauges(deck: _Deck) -> None:
    w, goals = deck.w, wording.records(deck.answers["headline_goal"])
    said = overview_cards.takeaway(deck.answers["headline_goal"], deck.lang)
    canvas = deck.slide(w("goals.headline"), said, goals)
    width = (RIGHT - LEFT) / len(goals)
    for n, goal in enumerate(goals):
        held = Shapes(deck.lang, canvas._numbers)
        x = LEFT + n * width
        _gauge(held, deck, goal, x, width - 0.25)
        canvas.group(w.pick(goal, "name"), held, x, TOP, width - 0.25, BOTTOM - TOP, gauges.gauge_alt(goal, deck.lang))


def _gauge(held: Shapes, deck: _Deck, row: dict, x: float, width: float) -> None:
    """A goal as a gauge: its name, arc with target and what is expected by now, number, light, both marks in words."""
    w, lang, goal = deck.w, deck.lang, lights.facts(row)
    axis, unit = gauges.goal_axis(goal), w.pick(goal, "unit")
    sign = "%" if unit.startswith("%") else ""
    value, _, qualifier = lights.shown_figure(goal)
    held.text("name", x, TOP, width, 0.72, [[Run(w.pick(goal, "name"), bold=True, fonts=HEADING)]], align="ctr", anchor="b")
    middle, base, radius, thick = x + width / 2, 4.0, 1.18, 0.2

    def at(value: float, distance: float) -> tuple[float, float]:
        angle = np.pi * (1 - axis.share(value))
        return middle + distance * np.cos(angle), base - distance * np.sin(angle)

    held.arc("track", middle, base, radius, thick, 0, 1, fill=PALETTE.track if value is not None else None,
             line=None if value is not None else PALETTE.lights["grey"], dash="" if value is not None else "dash")
    if value is not None:
        held.arc("value", middle, base, radius, thick, 0, max(axis.share(value), 0.004), fill=PALETTE.lights[goal["light"]])
    if goal["upper"] is not None:
        held.arc("target range", middle, base, radius + 0.1, 0.07, axis.share(goal["lower"]), axis.share(goal["upper"]), fill=PALETTE.text)
    held.line("target", at(goal["lower"], radius - thick - 0.05), at(goal["lower"], radius + 0.1), PALETTE.text, 3)
    if goal["expected_as_of"] is not None:
        _caret(held, at(goal["expected_as_of"], radius + 0.02), np.pi * (1 - axis.share(goal["expected_as_of"])))
    for end, side in ((0, -1), (axis.end, 1)):
        held.text("axis", middle + side * (radius - thick / 2) - 0.5, base + 0.06, 1, 0.26,
                  [[Run(w.number(end) + sign, 14, PALETTE.muted)]], align="ctr")
    inside = 2 * (radius - thick) - 0.2
    if value is None:
        held.text("number", middle - inside / 2, base - 0.75, inside, 0.72, [[Run(w("gauge.no_figure"), 18, bold=True)]], align="ctr", anchor="b")
    else:
        number = gauges.SIGNS.get(qualifier, "") + w.number(value) + sign
        size = min(28, int(28 * inside / (gauges.text_width(number, 28) / 72 * 1.35)))  # fonts differ from office to office
        held.shape("number", middle - inside / 2, base - 0.88, inside, 0.52, paragraphs=[[Run(number, size, bold=True)]], align="ctr", anchor="b",
                   one_line=True)
        held.text("day", middle - inside / 2, base - 0.33, inside, 0.3, [[Run(lights.shown_day(goal, lang), 14, PALETTE.muted)]], align="ctr")
    word = lights.light_word(goal["light"], lang)
    left = max(middle - (gauges.text_width(word, 20) / 72 * gauges.BOLDER + 0.38) / 2, x)
    held.light(goal["light"], left + 0.14, 4.62, 0.13)
    held.shape("light", left + 0.38, 4.42, x + width - left - 0.38, 0.4, paragraphs=[[Run(word, 20, bold=True)]], anchor="ctr", one_line=True)
    y = 4.95
    for kind, words_of in (("target", gauges.target_line), ("expected", gauges.expected_line)):
        line = words_of(goal, lang)
        if line is None:
            continue
        if height_of([[Run(line)]], width - 0.24) > 0.65:  # rather no unit than a third line
            line = words_of(gauges.unitless(goal), lang)
        if kind == "target":
            held.line("key", (x + 0.08, y + 0.02), (x + 0.08, y + 0.26), PALETTE.text, 3)
        elif goal["expected_as_of"] is not None:
            _caret(held, (x + 0.08, y + 0.06), np.pi / 2, up=True)
        held.text(kind, x + 0.24, y, width - 0.24, 0.64, [[Run(line)]])
        y += 0.66
    if row["earlier_light"]:
        held.text("earlier", x + 0.24, y, width - 0.24, 0.6, [[Run(lights.earlier_verdict(row, lang), 18, PALETTE.muted)]])


def _caret(held: Shapes, tip: tuple[float, float], angle: float, up: bool = False) -> None:
    """The mark of what is expected by now: an open arrow, its tip on the ring (or upwards in a key)."""
    x, y = tip
    out = np.array([np.cos(angle), -np.sin(angle)]) * (-1 if up else 1)
    across = np.array([-out[1], out[0]])
    held.freeform("expected", [[tuple(np.array([x, y]) + out * 0.15 + across * 0.1), (x, y), tuple(np.array([x, y]) + out * 0.15 - across * 0.1)]],
                  line=PALETTE.text, points=2, closed=False)


# One goal ------------------------------------------------------------------------------------------------------------

def _goal(deck: _Deck, goal: dict) -> None:
    """A headline goal: its figures over time beside its schedule, and why it has its light."""
    w, lang, key = deck.w, deck.lang, goal["indicator_id"]
    rows = [row for row in wording.records(deck.answers["headline_figure"]) if row["indicator_id"] == key]
    knots = [row for row in wording.records(deck.answers["goal_path"]) if row["indicator_id"] == key]
    reason, trend = lights.reason_sentence(goal, lang), lights.trend_sentence(goal, lang)
    canvas = deck.slide(w.pick(goal, "name"), wording.sentences(w, reason, trend or ""), rows, "" if rows else _owed(deck, goal))
    unit = w.pick(goal, "unit")
    left, width = LEFT, 7.7
    if not unit.startswith("%"):
        canvas.text("unit", left, TOP - 0.08, width, 0.28, [[Run(w("chart.unit", unit=unit), 14, PALETTE.muted)]])
    series = _series(deck, goal, rows, knots)
    years = [*(one.year for part in series for one in part.values), deck.facts.as_of.year, deck.plan["starts_on"].year]
    alt = wording.sentences(w, w("slides.chart_alt", name=w.pick(goal, "name")), reason)
    time_chart(canvas, series, _number_format(unit, series), _number_format(unit, []), (min(years), max(years)),
               w("slides.year_tick"), (left, TOP + 0.2, width, BOTTOM - TOP - 0.2), w.pick(goal, "name"), alt)
    x, room = left + width + 0.35, RIGHT - left - width - 0.35
    canvas.light(goal["light"], x + 0.17, TOP + 0.25, 0.16)
    canvas.text("light", x + 0.48, TOP, room - 0.48, 0.5, [[Run(lights.light_word(goal["light"], lang), 24, bold=True)]], anchor="ctr")
    paragraphs = [[Run(text, 18, colour)] for text, colour in (
        (reason, PALETTE.text), (trend, PALETTE.text), (gauges.expected_line(lights.facts(goal), lang), PALETTE.text),
        (_owed(deck, goal) if not rows else w("slides.latest_source", source=wording.cited(w, rows[-1])), PALETTE.muted)) if text]
    canvas.text("why", x, TOP + 0.7, room, BOTTOM - TOP - 0.7, paragraphs, gap=9)


def _owed(deck: _Deck, goal: dict) -> str:
    """Who owes the figure, and the nearest evidence in another scope."""
    w, owner = deck.w, deck.w.pick(goal, "owner")
    near = wording.nearest(w, goal) if w.pick(goal, "context") else ""
    return w("sentence.join").join(text for text in (w("gauge_card.owed", owner=owner) if owner else "", near) if text)


def _series(deck: _Deck, goal: dict, rows: list[dict], knots: list[dict]) -> list[Series]:
    """Figures, those of other sources, schedule and targets over time, in the order of their key."""
    w, series = deck.w, []
    preferred = [row for row in rows if row["preferred"]]
    held = {row["period_end"].date(): row["value"] for row in preferred}
    numbered = preferred if len(held) <= NUMBERED else preferred[-1:]
    signs = {row["period_end"].date(): f'"{gauges.SIGNS[row["qualifier"]]}"' if row["qualifier"] in gauges.SIGNS else "" for row in numbered}
    if held:
        series.append(Series(w("chart.figure"), held, PALETTE.accent, True, XL_MARKER_STYLE.CIRCLE, "", "t", signs))
    others = [row for row in rows if not row["preferred"]]
    while others:  # several sources may speak of one day
        some = {row["period_end"].date(): row["value"] for row in reversed(others)}
        others = [row for row in others if some.get(row["period_end"].date()) != row["value"]]
        series.append(Series(w("chart.other"), some, PALETTE.muted, False, XL_MARKER_STYLE.X))
    if len(knots) > 1:
        series.append(Series(w("chart.path"), {row["day"].date(): row["value"] for row in knots}, PALETTE.muted, True, None, "dash"))
    aims = [row for row in knots if row["knot"] == "target"]
    series.append(Series(w("chart.target"), {row["day"].date(): row["value"] for row in aims}, PALETTE.text, False, XL_MARKER_STYLE.DIAMOND, "", "b",
                         {row["day"].date(): "" for row in aims}))
    upper = {row["day"].date(): row["upper"] for row in aims if row["upper"] is not None}
    if upper:
        series.append(Series(w("slides.upper"), upper, PALETTE.text, False, XL_MARKER_STYLE.DASH, "", "t", dict.fromkeys(upper, "")))
    return series


def _number_format(unit: str, series: list[Series]) -> str:
    """How the numbers of a chart are written: as fine as its finest."""
    values = [value for one in series for value in one.values.values()]
    digits = next(digits for digits in (0, 1, 2) if digits == 2 or all(round(value, digits) == value for value in values))
    return "#,##0" + ("." + "0" * digits if digits else "") + ('"%"' if unit.startswith("%") else "")


# Lists ---------------------------------------------------------------------------------------------------------------

def _behind(deck: _Deck) -> None:
    """The goals in the red, then those a little behind."""
    w = deck.w
    for kind, wanted in (("red", BEHIND), ("yellow", ("yellow",))):
        rows = [row for row in deck.status if row["light"] in wanted]
        if not rows:
            continue
        said = w(f"slides.said_{kind}", n=len(rows), goals=len({row["indicator_id"] for row in rows}))
        head = [w("slides.goal"), w("goals.target"), w("goals.actual"), w("goals.expected"), w("goals.light"), w("slides.owner")]
        deck.tables(w(f"slides.{kind}"), said, head, [_judged(deck, row) for row in rows], [2.75, 2.7, 2.2, 1.35, 1.55, 1.58], rows)


def _judged(deck: _Deck, row: dict) -> list[Cell]:
    w, lang = deck.w, deck.lang
    return [Cell(w.pick(row, "name")), Cell(gauges.target_line(lights.facts(row), lang)), Cell(_figure(deck, row)),
            Cell(_expected(w, row)), Cell(lights.light_word(row["light"], lang), row["light"]), Cell(w.pick(row, "owner") or w("figure.dash"))]


def _expected(w: Words, row: dict) -> str:
    """What the schedule asks for by the day, without a unit; a dash where nothing can be expected."""
    value, unit = row["expected_as_of"], row["unit_en"]
    return w("figure.dash") if value is None else w.number(lights.expected_value(value, unit)) + ("%" if unit.startswith("%") else "")


def _figure(deck: _Deck, row: dict) -> str:
    """The figure that a light speaks of, with its day."""
    w, (value, _, qualifier) = deck.w, lights.shown_figure(row)
    text = wording.figure(w, value, w.pick(row, "unit"), qualifier)
    return text if value is None else w("slides.figure_on", figure=text, day=lights.shown_day(row, deck.lang))


def _undecided(deck: _Deck) -> None:
    """The goals that cannot be judged, with the dates or years without a figure."""
    w, body = deck.w, []
    rows = [row for row in deck.status if row["light"] == "grey"]
    for _, some in groupby(rows, key=lambda row: row["indicator_id"]):
        some = list(some)
        aims = w("returns.join").join(w("returns.year", year=row["year"]) if row["year"] is not None else
                                      w("goals.undated") if row["due_on"] is None else _day(w, row["due_on"]) for row in some)
        body.append([Cell(w.pick(some[-1], "name")), Cell(aims), Cell(_figure(deck, some[-1])), Cell(w.pick(some[-1], "owner") or w("figure.dash"))])
    red = any(row["light"] in BEHIND for row in deck.status)
    if body:
        said = w("slides.said_grey" if red else "slides.said_grey_only", n=len(rows), goals=len(body))
        deck.tables(w("slides.grey"), said, [w("slides.goal"), w("slides.undecided"), w("returns.last"), w("slides.owner")], body,
                    [3.1, 4.5, 2.4, 2.13], rows)


def _day(w: Words, day: date) -> str:
    """The day of a target; the last of a year is told by the year."""
    return w("returns.year", year=day.year) if (day.month, day.day) == (12, 31) else w.date(day)


def _actions(deck: _Deck) -> None:
    """The actions as counts of their targets by light."""
    w, counts = deck.w, deck.answers["lights_by_action"]
    actions = wording.records(counts.drop_duplicates("action_id"))
    names = [w("slides.action", id=row["action_id"], name=w.pick(row, "name")) for row in actions]
    total = {light: int(counts[counts.light == light].goals.sum()) for light in lights.LIGHTS}
    said = w("slides.said_actions", counts=w("list.join").join(f"{w(f'light.{light}')} {n}" for light, n in total.items() if n))
    of_actions = [row for row in deck.status if row["measure_id"]]
    canvas = deck.slide(w("slides.actions"), said, of_actions)
    canvas.text("sentence", LEFT, TOP, RIGHT - LEFT, 0.7, [[Run(said)]])
    _bars(deck, canvas, counts, "action_id", [row["action_id"] for row in actions], names, TOP + 0.75, said)


def _bars(deck: _Deck, canvas: Canvas, counts: pd.DataFrame, key: str, ids: list, names: list[str], top: float, said: str) -> None:
    """Counts by light as a chart: rows of `counts` with the column `key`, `light` and `goals`."""
    held = counts.dropna(subset="light").set_index([key, "light"]).goals.to_dict()
    shown = {light: [held.get((one, light)) for one in ids] for light in lights.LIGHTS if any((one, light) in held for one in ids)}
    series = {light: f"{lights.ICONS[light]} {lights.light_word(light, deck.lang)}" for light in shown}
    light_bars(canvas, names, shown, series, (LEFT, top, RIGHT - LEFT, BOTTOM - top), canvas.slide.shapes.title.text_frame.text, said)


def _departments(deck: _Deck) -> None:
    """What each department or city owes."""
    w, duties, body = deck.w, deck.answers["duty"], []
    for row in wording.records(deck.answers["owed"]):
        if row["reporter_id"] and deck.facts.city in (None, row["reporter_id"]):
            oldest = w("due.days", n=int(row["late_days"])) if row["late_days"] else w("figure.dash")
            body.append([Cell(w.pick(row, "name")), *(Cell(w.number(row[count]), number=True) for count in ("goals", "missing", "late")),
                         Cell(oldest, number=True)])
    said = task_cards.overdue_sentence(duties, deck.lang)
    if not body:
        canvas = deck.slide(w("slides.owed"), said)
        canvas.text("sentence", LEFT, TOP, RIGHT - LEFT, 1, [[Run(said, 20)]])
        return
    head = [w("slides.reporter"), w("slides.owed_goals"), w("slides.owed_figures"), w("slides.owed_late"), w("slides.owed_oldest")]
    deck.tables(w("slides.owed"), said, head, body, [4.13, 2, 2, 2, 2])


def _allocations(deck: _Deck) -> None:
    """The breakdown of tasks: by city as counts by light, then what is behind. Nothing where nothing was broken down."""
    w, lang, rows = deck.w, deck.lang, deck.answers["allocation_status"]
    if rows.empty:
        return
    said = task_cards.behind_sentence(rows, lang)
    cities = rows[rows.scope_kind.astype(str) == "city"]
    if len(cities):
        counts = cities.groupby(["scope_id", "light"], sort=False).size().rename("goals").reset_index()
        order = [row for row in wording.records(deck.answers["city"]) if row["city_id"] in set(cities.scope_id)]
        canvas = deck.slide(w("slides.cities"), said, wording.records(cities))
        canvas.text("sentence", LEFT, TOP, RIGHT - LEFT, 0.7, [[Run(said)]])
        _bars(deck, canvas, counts, "scope_id", [row["city_id"] for row in order], [w.pick(row, "name") for row in order], TOP + 0.7, said)
    behind = wording.records(rows[rows.light.isin(BEHIND)])
    if behind:
        body = [[Cell(w.pick(row, "scope")), *_judged(deck, row)[:-1]] for row in behind]
        head = [w("allocation.scope"), w("slides.goal"), w("goals.target"), w("goals.actual"), w("goals.expected"), w("goals.light")]
        deck.tables(w("slides.allocations"), said, head, body, [1.7, 2.75, 2.7, 2.2, 1.3, 1.48], behind, lead=False)


def _problems(deck: _Deck) -> None:
    """Problems and next steps as they were reported; nothing where none were."""
    w, dash = deck.w, deck.w("figure.dash")
    if rows := task_cards.open_notes(deck.answers["note_latest"]):
        body = [[Cell(w.pick(row, "name")), Cell(row["problem"] or dash), Cell(row["next_step"] or dash), Cell(w.date(row["due_on"])),
                 Cell(w.date(row["period_end"]))] for row in rows]
        head = [w("slides.goal"), w("goals.note_problem"), w("goals.note_step"), w("goals.note_due"), w("slides.reported_on")]
        deck.tables(w("slides.problems"), w("slides.said_problems", n=len(rows)), head, body, [2.6, 3.3, 3.05, 1.59, 1.59], rows, lead=False)


def _ahead(deck: _Deck) -> None:
    """What is due next; after the plan's end how it closed."""
    w, lang, due, balance = deck.w, deck.lang, deck.answers["due_ahead"], deck.answers["closing_balance"]
    ended_on = deck.answers["plan_issued"].ends_on.iloc[0].date() if len(balance) else None
    said = task_cards.due_sentence(due, lang, ended_on)
    if ended_on or due.empty:
        closing = overview_cards.closing_sentence(balance, deck.answers["successor"], lang) if ended_on else ""
        sentences = [closing or said, w("slides.owed_sentence", text=task_cards.overdue_sentence(deck.answers["duty"], lang))]
        if not task_cards.open_notes(deck.answers["note_latest"]):
            sentences.append(w("slides.no_problems"))
        canvas = deck.slide(w("slides.ahead"), wording.sentences(w, *sentences), deck.status)
        canvas.text("sentences", LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, [[Run(text, 20)] for text in sentences], gap=14)
        return
    body = []
    for (_, kind), some in due.groupby(["day", "kind"], sort=False):
        items = wording.records(some)
        goals = w("list.join").join(w.pick(row, "name") if kind == "report" else
                                    w("slides.due_goal", name=w.pick(row, "name"), target=wording.target(w, row)) for row in items)
        body.append([Cell(w.date(items[0]["day"])), Cell(w("due.days", n=items[0]["days_left"])), Cell(w(f"due.{kind}", n=len(items))), Cell(goals)])
    deck.tables(w("slides.ahead"), said, [w("goals.due"), w("due.left"), w("due.what"), w("slides.goal")], body, [1.9, 1.2, 2.2, 6.83])


def _sources(deck: _Deck) -> None:
    """Where the figures of the slides come from."""
    w, dash = deck.w, deck.w("figure.dash")
    rows = sorted(deck.sources.values(), key=lambda row: (row["source_kind"], row["publisher"], row["source_title"]))
    body = [[Cell(row["publisher"]), Cell(row["source_title"]), Cell(w(f"source.{row['source_kind']}")),
             Cell(w.date(row["published_on"]) if row["published_on"] else row["published_text"] or dash)] for row in rows]
    said = w("slides.said_sources", n=len(rows), map=len(deck.answers["map_source"]))
    head = [w("slides.publisher"), w("slides.source_title"), w("slides.source_kind"), w("slides.published")]
    deck.tables(w("slides.sources"), said, head, body, [3.3, 5.83, 1.4, 1.6])
