"""The charts that Plotly draws: the figures of a goal over time against its schedule, and milestones of enterprises.

Both return a finished figure in the reader's language and theme, with nothing to fetch from outside; show them with
`config(lang)` and, in Streamlit, `theme=None`. Texts that come from data are escaped: Plotly reads texts as HTML.
"""

from datetime import date, timedelta
from functools import partial
from html import escape as escape_html

import pandas as pd
import plotly.graph_objects as go
from babel.dates import format_date

from data.words import LOCALES, Words, words
from pages.parts import wording
from pages.parts.forecast import SHARE, Forecast
from pages.parts.gauges import BOLDER, target_line, text_width, unitless, wrapped
from pages.parts.kept import kept
from pages.parts.lights import facts
from pages.parts.palette import FONTS, PALETTES, Palette

escape = partial(escape_html, quote=False)  # Plotly reads a few entities only, the quotation mark is not among them

SERIES_HEIGHT = 360
QUALIFIERS = {"exact": "circle", "at_least": "triangle-up", "about": "circle-open"}

# Kinds of milestones in the order of their key: family of colour and symbol. The symbol alone tells them apart.
MILESTONES = {
    "leader": ("leader", "star"),
    "leader_adjusted": ("leader", "star-open"),
    "listed": ("listing", "diamond"),
    "tutoring": ("listing", "triangle-right"),
    "share_reform": ("listing", "triangle-left"),
    "pool": ("listing", "square"),
    "little_giant": ("ladder", "triangle-up"),
    "srdi": ("ladder", "circle"),
    "single_champion": ("ladder", "pentagon"),
    "single_champion_product": ("ladder", "hexagon"),
    "hightech": ("technology", "cross"),
    "innovation_platform": ("technology", "square-x"),
    "standard": ("technology", "bowtie"),
    "green_factory": ("green", "hourglass"),
    "documented": ("documented", "circle-open"),
}
NAME_WIDTH, NAME_SIZE, PRODUCT_SIZE = 232, 13, 12  # the column of names in a leader plot, and its letters
HEADER, LINE = 30, 17  # heights in a leader plot: a group's header, one line of a name or product
KEY_WIDTH, KEY_LINE = 560, 29  # of the lines of the key, as on a tablet; on a wider screen it takes fewer
MARK_SHARE = 0.02  # about how wide a mark is, as a share of the years shown
UNDATED_FROM = 0.89  # where the column of undated milestones begins, as a share of the width


def config(lang: str) -> dict:
    """What `st.plotly_chart(config=…)` takes: one button (the chart as an image, made in the browser), labelled in the
    reader's language; no logo, nothing sent to a cloud."""
    locale, download = {"zh": "zh-CN", "en": "en-GB"}[lang], words(lang)("chart.download")
    dictionary = {"Download plot as a PNG": download, "Download plot": download}
    return {
        "displaylogo": False, "showSendToCloud": False, "scrollZoom": False, "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2}, "locale": locale,
        "locales": {locale: {"format": {}, "dictionary": dictionary}},
    }


# What both charts share ----------------------------------------------------------------------------------------------

def _figure(traces: list[dict], shapes: list[dict], notes: list[dict], palette: Palette, **layout) -> go.Figure:
    """A figure in our style: quiet axes, no zoom by dragging, a key that only explains."""
    axis = {"gridcolor": palette.line, "linecolor": palette.line, "zeroline": False, "fixedrange": True, "ticks": "",
            "tickfont": {"size": 12}}
    clear, font = "rgba(0,0,0,0)", {"family": FONTS, "size": 13, "color": palette.text}
    figure = go.Figure([go.Scatter(trace) for trace in traces], go.Layout(
        template="none", paper_bgcolor=clear, plot_bgcolor=clear, dragmode=False, hovermode="closest", font=font,
        hoverlabel={"bgcolor": palette.soft, "bordercolor": palette.line, "align": "left", "font": font},
        modebar={"bgcolor": clear, "color": palette.muted, "activecolor": palette.accent},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "font": {"size": 12}, "bgcolor": clear,
                "itemclick": False, "itemdoubleclick": False},
        shapes=shapes, annotations=notes, **{name: axis for name in ("xaxis", "yaxis", "xaxis2") if name in layout}))
    return figure.update_layout(layout)


def _note(text: str, colour: str, size: int = 12, **place) -> dict:
    """An annotation of plain text."""
    return {"text": escape(text), "showarrow": False, "font": {"size": size, "color": colour}, **place}


def _area(start, end, colour: str, **how) -> dict:
    """A shape that shades from the bottom to the top of the plot, under everything else."""
    return {"type": "rect", "x0": start, "x1": end, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
            "line": {"width": 0}, "fillcolor": colour, **how}


def _hover(*parts: str | None) -> str:
    """The text of a hover: lines, escaped and broken, the first one bold."""
    first, *rest = (part for part in parts if part)
    lines = [line for part in rest for line in wrapped(part, 13, 320, 4)]
    return "<br>".join([f"<b>{escape(first)}</b>", *map(escape, lines)])


def _bold_numbers(colour: str, palette: Palette) -> dict:
    """Letters for numbers beside marks, with a halo that keeps them legible where a line runs under them."""
    return {"size": 12, "color": colour, "shadow": ", ".join([f"0 0 3px {palette.background}"] * 3)}


def _day(value) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _source(w: Words, row: dict) -> str | None:
    """Who published a row, and when."""
    if not isinstance(row["publisher"], str):
        return None
    on = _day(row["published_on"])
    return w("chart.source", publisher=row["publisher"]) + (w("source.join") + w.date(on) if on else "")


# A goal over time ----------------------------------------------------------------------------------------------------

@kept
def goal_series(observations: pd.DataFrame, path: pd.DataFrame, targets: pd.DataFrame, lang: str, theme: str, *,
                as_of: date, plan: tuple[date, date], ahead: Forecast | None = None, ahead_text: str = "") -> go.Figure:
    """The figures of a goal in its own scope over time, its schedule, its targets (ranges as bands), and the as-of day.

    `observations` as in queries/goal_figure.sql, `path` as in queries/goal_path.sql, `targets` as in
    queries/goal_status.sql, all of one goal in one scope. An "at least" figure points up, an "about" one is hollow; one
    that another source's figure was preferred to is a small cross off the line. `plan` is the plan's first and last day:
    the time between is shaded. A forecast `ahead` is a broken line within a band; `ahead_text` says it in words.
    """
    w, palette = words(lang), PALETTES[theme]
    course = ahead.course if ahead else ()
    goals = [facts(row) for row in targets.to_dict("records")]
    rows, knots, unit = observations.to_dict("records"), path.to_dict("records"), w.pick(goals[0], "unit")
    percent = "%" if unit.startswith("%") else ""

    days = [as_of, *(_day(row["period_end"]) for row in rows), *(_day(knot["day"]) for knot in knots)]
    days += [*plan, *(goal["due_on"] for goal in goals if goal["due_on"])]
    days += [date(goal["year"], 1, 1) for goal in goals if goal["year"]]
    start, end = min(days), max(days)
    margin = timedelta(days=max(round((end - start).days * 0.07), 20))
    span = ((start - margin).isoformat(), (end + margin).isoformat())
    top = max([row["value"] for row in rows] + [goal["upper"] or goal["lower"] for goal in goals] + [upper for *_, upper in course]) * 1.18

    today = as_of.isoformat()
    shapes = [{"type": "line", "x0": today, "x1": today, "yref": "paper", "y0": 0, "y1": 1,
               "line": {"color": palette.muted, "width": 1, "dash": "dot"}}]
    notes = [_note(w("chart.as_of", day=w.date(as_of)), palette.muted, x=today, yref="paper", y=1, yanchor="bottom",
                   yshift=6, xanchor="right" if as_of > start + (end - start) * 0.7 else "left")]
    shapes.append(_area(*(day.isoformat() for day in plan), palette.soft))
    notes.append(_note(w("chart.plan_period"), palette.muted, x=plan[0].isoformat(), xanchor="left", yref="paper", y=1,
                       yanchor="top"))
    if not percent:
        notes.append(_note(w("chart.unit", unit=unit), palette.muted, xref="paper", x=0, xanchor="left", xshift=-52,
                           yref="paper", y=1, yanchor="bottom", yshift=8))
    if not rows:
        notes.append(_note(w("gauge.no_figure"), palette.muted, 17, xref="paper", x=0.5, yref="paper", y=0.5,
                           bgcolor=palette.soft, borderpad=6))
    right = max(text_width(wording.target(w, unitless(goal)), 12) * BOLDER for goal in goals) + 16  # the last target's number stands there
    return _figure(
        [*_forecast_traces(course, ahead_text, w, palette), *_path_traces(knots, w, unit, palette), *_target_traces(goals, w, span, palette),
         *_figure_traces(rows, w, unit, palette, joined=goals[0]["year"] is None)],
        shapes, notes, palette, height=SERIES_HEIGHT, margin={"l": 56, "r": max(52, right), "t": 34, "b": 70},
        legend={"y": -0.12, "yanchor": "top"},
        xaxis={"type": "date", "range": list(span), "dtick": "M12", "tick0": "2000-01-01", "ticks": "outside",
               "tickformat": w("chart.tick"), "ticklabelmode": "period", "tickcolor": palette.line},
        yaxis={"range": [0, top], "nticks": 6, "tickformat": ",~f", "ticksuffix": percent})


def _path_traces(knots: list[dict], w: Words, unit: str, palette: Palette) -> list[dict]:
    """The schedule as straight lines through its knots; a single knot is no line."""
    if len(knots) < 2:
        return []
    hovers = [_hover(w("chart.baseline" if knot["knot"] == "baseline" else "chart.on_path",
                       day=w.date(_day(knot["day"])), figure=wording.figure(w, knot["value"], unit))) for knot in knots]
    return [{"x": [_day(knot["day"]).isoformat() for knot in knots], "y": [knot["value"] for knot in knots],
             "mode": "lines", "line": {"color": palette.muted, "width": 1.5, "dash": "dash"}, "name": w("chart.path"),
             "hovertext": hovers, "hoverinfo": "text"}]


def _forecast_traces(course: tuple, text: str, w: Words, palette: Palette) -> list[dict]:
    """A forecast from the last figure to the deadline: the band of its interval, hatched, and a broken line with its name on it."""
    if not course:
        return []
    days = [day.isoformat() for day, *_ in course]
    band = {"x": days + days[::-1], "y": [lower for _, _, lower, _ in course] + [upper for *_, upper in reversed(course)],
            "mode": "lines", "fill": "toself", "fillcolor": "rgba(0,0,0,0)", "hoverinfo": "skip",
            "fillpattern": {"shape": "/", "fgcolor": palette.accent, "fgopacity": 0.5, "size": 6, "solidity": 0.2},
            "line": {"color": palette.accent, "width": 0.7, "dash": "dot"}, "name": w("chart.forecast_band", share=SHARE)}
    hover = _hover(w("chart.forecast"), text)
    line = {"x": days, "y": [value for _, value, *_ in course], "mode": "lines+text", "textposition": "top left",
            "text": [f"<b>{escape(w('chart.forecast'))}</b>" if step == len(course) - 3 else "" for step in range(len(course))],
            "textfont": _bold_numbers(palette.accent, palette), "hovertext": hover, "hoverinfo": "text", "name": w("chart.forecast"),
            "line": {"color": palette.accent, "width": 2, "dash": "dashdot"}}
    return [band, line]


def _target_traces(goals: list[dict], w: Words, span: tuple[str, str], palette: Palette) -> list[dict]:
    """Targets with their number (the unit stands once, above the axis): short bars; a range also as an upright band; a
    yearly quota as a line over its year; a target without a date as a line over the whole `span`."""
    traces = []
    for goal in goals:
        lower, due, year, target = goal["lower"], goal["due_on"], goal["year"], wording.target(w, goal)
        shared = {"hoverinfo": "text", "text": [f"<b>{escape(wording.target(w, unitless(goal)))}</b>", ""],
                  "textfont": _bold_numbers(palette.text, palette), "name": w("chart.target"),
                  "legendgroup": "target", "showlegend": goal is goals[0]}
        line = {"y": [lower, lower], "mode": "lines+text", "line": {"color": palette.text, "width": 2},
                "textposition": "top right"}
        if year is not None:
            hover = _hover(w("chart.quota_year", year=year, figure=target))
            traces.append(shared | line | {"x": [f"{year}-01-01", f"{year}-12-31"], "hovertext": hover})
        elif due is None:
            hover = _hover(w("chart.target_undated", figure=target))
            traces.append(shared | line | {"x": list(span), "hovertext": hover})
        else:
            hover = _hover(w("chart.target_due", day=w.date(due), figure=target))
            if goal["upper"] is not None:
                traces.append(shared | {
                    "x": [due.isoformat()] * 2, "y": [lower, goal["upper"]], "mode": "lines", "opacity": 0.55,
                    "line": {"color": palette.accent, "width": 9}, "name": w("chart.target_range"),
                    "legendgroup": "range", "hovertext": hover})
            traces.append(shared | {
                "x": [due.isoformat()], "y": [lower], "mode": "markers+text", "textposition": "bottom right",
                "text": shared["text"][:1], "cliponaxis": False, "hovertext": hover,
                "marker": {"symbol": "line-ew", "size": 20, "line": {"width": 3, "color": palette.text}}})
    return traces


def _figure_traces(rows: list[dict], w: Words, unit: str, palette: Palette, joined: bool) -> list[dict]:
    """The figures: a mark for each, by its qualifier, and a line through the preferred ones where they are `joined`
    (those of different years of a quota are not)."""
    held = [row for row in rows if row["preferred"]]
    traces = []
    if joined:
        traces.append({"x": [_day(row["period_end"]).isoformat() for row in held], "y": [row["value"] for row in held],
                       "mode": "lines", "line": {"color": palette.accent, "width": 2}, "hoverinfo": "skip",
                       "showlegend": False, "name": "line"})
    kinds = [(kind, symbol, 11, palette.accent, [row for row in held if row["qualifier"] == kind])
             for kind, symbol in QUALIFIERS.items()]
    kinds.append(("other", "x-thin", 8, palette.muted, [row for row in rows if not row["preferred"]]))
    labelled = {id(row) for row in (held if len(held) <= 6 else held[-1:])}
    sign = "%" if unit.startswith("%") else ""
    for kind, symbol, size, colour, some in kinds:
        if some:
            traces.append({
                "x": [_day(row["period_end"]).isoformat() for row in some], "y": [row["value"] for row in some],
                "mode": "markers+text", "name": w("chart.figure" if kind == "exact" else f"chart.{kind}"),
                "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
                "text": [f"<b>{w.number(row['value'])}{sign}</b>" if id(row) in labelled else "" for row in some],
                "textposition": "top left", "textfont": _bold_numbers(palette.accent, palette), "cliponaxis": False,
                "hovertext": [_figure_hover(row, w, unit) for row in some], "hoverinfo": "text"})
    return traces


def _figure_hover(row: dict, w: Words, unit: str) -> str:
    """All that is known of a figure, for its hover."""
    basis, period = w.pick(row, "basis"), wording.day(w, _day(row["period_end"]), row["period_precision"])
    return _hover(wording.figure(w, row["value"], unit, row["qualifier"]), period,
                  w("chart.basis", basis=basis) if basis else None, w.pick(row, "note"), _source(w, row))


@kept
def series_takeaway(observations: pd.DataFrame, targets: pd.DataFrame, lang: str) -> str:
    """What the chart of a goal says, in one sentence: how many figures, the latest, the targets."""
    w = words(lang)
    goals = [facts(row) for row in targets.to_dict("records")]
    name, unit = w.pick(goals[0], "name"), w.pick(goals[0], "unit")
    marks = w("chart.and").join(target_line(goal, lang) for goal in goals)
    if observations.empty:
        return w("chart.series_takeaway_empty", name=name, targets=marks)
    latest = observations.sort_values(["period_end", "preferred"]).iloc[-1]
    return w("chart.series_takeaway", n=len(observations), name=name, on=wording.day(w, _day(latest.period_end), latest.period_precision), targets=marks,
             figure=wording.figure(w, latest.value, unit, latest.qualifier))


# The milestones of enterprises ---------------------------------------------------------------------------------------

@kept
def leader_plot(milestones: pd.DataFrame, lang: str, theme: str, plan: tuple[date, date]) -> go.Figure:
    """The milestones of enterprises over the years, one row each, named leaders first; the time of the plan, from its first
    to its last day, shaded.

    `milestones` as in queries/cluster_milestone.sql, at least one. Filled marks are milestones, by kind; a hollow one
    says only that a source speaks of the enterprise. A milestone known by its year alone stands in the middle of that
    year; one without a date stands in a column of its own at the right. A line leads to the day a milestone ended. The
    figure grows with its rows.
    """
    w, palette = words(lang), PALETTES[theme]
    enterprises = _enterprises(milestones)
    height, notes, rules = _names(enterprises, w, palette)
    days = [_day(day) for column in ("reached_on", "ended_on") for day in milestones[column].dropna()]
    start, end = date(min([plan[0], *days]).year, 1, 1), date(max([plan[1], *days]).year, 12, 31)
    marks = [mark for enterprise in enterprises for mark in _placed(enterprise, apart=(end - start) * MARK_SHARE)]
    slots = [mark["slot"] for mark in marks if mark["at"] is None]

    key_width = sum(text_width(w(f"chart.milestone.{kind}"), 12) + 48 for kind in {mark["kind"] for mark in marks})
    key = KEY_LINE * (1 + int(key_width // KEY_WIDTH))
    years = end.year - start.year + 1
    shapes = [_area(*(day.isoformat() for day in plan), palette.accent, opacity=0.09)]
    notes.append(_note(w("chart.plan_period"), palette.muted, x=plan[0].isoformat(), xanchor="left",
                       y=HEADER / 2 + 3, yanchor="middle"))
    layout = {
        "height": int(height) + key + 40, "margin": {"l": NAME_WIDTH + 12, "r": 12, "t": key + 28, "b": 12},
        "legend": {"y": 1, "yref": "container", "yanchor": "top", "xref": "container"},
        "xaxis": {"type": "date", "range": [start.isoformat(), end.isoformat()], "side": "top",
                  "domain": [0, UNDATED_FROM - 0.01 if slots else 1], "tickformat": w("chart.tick"),
                  "tick0": "2000-01-01", "dtick": "M12" if years <= 12 else "M24" if years <= 24 else "M60",
                  "ticklabelmode": "period" if years <= 12 else "instant"},
        "yaxis": {"range": [height, 0], "showgrid": False, "showticklabels": False},
    }
    if slots:
        last = max(*slots, 2)
        shapes.append(_area(UNDATED_FROM, 1, palette.soft, xref="paper"))
        layout["xaxis2"] = {"domain": [UNDATED_FROM, 1], "range": [-0.7, last + 0.7], "anchor": "y", "side": "top",
                            "showgrid": False, "tickvals": [last / 2], "ticktext": [escape(w("chart.undated"))]}
    traces = _span_traces(marks, palette)
    for kind, (family, symbol) in MILESTONES.items():
        some = [mark for mark in marks if mark["kind"] == kind]
        traces += _mark_traces(some, w(f"chart.milestone.{kind}"), symbol, palette.milestones[family], w, palette)
    return _figure(traces, shapes + rules, notes, palette, **layout)


def _enterprises(milestones: pd.DataFrame) -> list[dict]:
    """The enterprises, named leaders first, then by their first milestone; each with its milestones as rows."""
    out = []
    for _, rows in milestones.groupby("enterprise_id", sort=False):
        row = rows.iloc[0].to_dict()
        first = min((_day(day) for day in rows.reached_on.dropna()), default=date.max)
        out.append({"row": row, "named": bool(row["named_leader"]), "first": first,
                    "milestones": rows.to_dict("records")})
    return sorted(out, key=lambda enterprise: (not enterprise["named"], enterprise["first"]))


def _names(enterprises: list[dict], w: Words, palette: Palette) -> tuple[float, list[dict], list[dict]]:
    """The column of names and products, in groups, left of the plot: its height, its labels and the rules between rows.
    Gives every enterprise its height `y`."""
    place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -NAME_WIDTH - 6, "yanchor": "middle"}
    y, group, notes, rules = 0.0, None, [], []
    for enterprise in enterprises:
        if enterprise["named"] != group:
            group = enterprise["named"]
            count = sum(other["named"] == group for other in enterprises)
            header = w("chart.named_leaders" if group else "chart.lead_enterprises", n=count)
            notes.append(_note(header, palette.muted, y=y + HEADER / 2 + 3, **place))
            y += HEADER
        rules.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
                      "line": {"color": palette.line, "width": 1}})
        name = ("★ " if group else "") + w.pick(enterprise["row"], "name")
        lines = [_note(line, palette.text, NAME_SIZE) for line in wrapped(name, NAME_SIZE * BOLDER, NAME_WIDTH, 2)]
        for line in lines:
            line["text"] = f"<b>{line['text']}</b>"
        product = w.pick(enterprise["row"], "product") or ""
        lines += [_note(line, palette.muted, PRODUCT_SIZE) for line in wrapped(product, PRODUCT_SIZE, NAME_WIDTH, 1)]
        height = max(len(lines) * LINE + 10, 34)
        enterprise["y"] = y + height / 2
        notes += [line | place | {"y": enterprise["y"] + LINE * (n - (len(lines) - 1) / 2)}
                  for n, line in enumerate(lines)]
        y += height
    return y, notes, rules


def _placed(enterprise: dict, apart: timedelta) -> list[dict]:
    """The milestones of an enterprise with their place: day `at` (None: undated, then `slot`) and height `y`. Those
    less than `apart` from each other are set up and down."""
    marks, slot, taken = [], 0, []
    for row in sorted(enterprise["milestones"], key=lambda row: _day(row["reached_on"]) or date.max):
        at = _day(row["reached_on"])
        if at and row["date_precision"] == "year":
            at = date(at.year, 7, 1)
        mark = row | {"at": at, "slot": slot, "y": enterprise["y"]}
        if at is None:
            slot += 1
        else:
            near = sum(abs(at - other) < apart for other in taken)
            mark["y"] += (0, -8, 8, -16, 16)[min(near, 4)]
            taken.append(at)
        marks.append(mark)
    return marks


def _span_traces(marks: list[dict], palette: Palette) -> list[dict]:
    """A thin line from every milestone that ended to the day it did."""
    x, y = [], []
    for mark in marks:
        ended = _day(mark["ended_on"])
        if mark["at"] and ended:
            x += [mark["at"].isoformat(), ended.isoformat(), None]
            y += [mark["y"], mark["y"], None]
    line = {"width": 1.5, "color": palette.muted}
    return [{"x": x, "y": y, "mode": "lines+markers", "line": line, "showlegend": False, "name": "span",
             "hoverinfo": "skip", "marker": {"symbol": "line-ns", "size": 8, "line": line}}] if x else []


def _mark_traces(marks: list[dict], name: str, symbol: str, colour: str, w: Words, palette: Palette) -> list[dict]:
    """The marks of one kind: dated ones over the years, undated ones in their column, one entry in the key for both."""
    dated, undated = [mark for mark in marks if mark["at"]], [mark for mark in marks if not mark["at"]]
    hollow = symbol.endswith("open")
    return [{"x": x, "y": [mark["y"] for mark in some], "xaxis": axis, "mode": "markers", "name": name,
             "legendgroup": name, "showlegend": some is dated or not dated, "hoverinfo": "text",
             "hovertext": [_milestone_hover(mark, w) for mark in some],
             "marker": {"symbol": symbol, "size": 13 if symbol.startswith("star") else 11, "color": colour,
                        "line": {"width": 2 if hollow else 1, "color": colour if hollow else palette.background}}}
            for some, axis, x in ((dated, "x", [mark["at"].isoformat() for mark in dated]),
                                  (undated, "x2", [mark["slot"] for mark in undated])) if some]


def _milestone_hover(mark: dict, w: Words) -> str:
    """All that is known of a milestone, for its hover."""
    ended = _day(mark["ended_on"])
    return _hover(w.pick(mark, "name"), w("source.join").join([w(f"chart.milestone.{mark['kind']}"), when(mark, w)]),
                  w("chart.ended", day=w.date(ended)) if ended else None, w.pick(mark, "detail"),
                  w.pick(mark, "product"), _source(w, mark))


def when(milestone: dict, w: Words) -> str:
    """The date of a milestone, as exact as it is known: 2022年, Jun 2024, 31 Dec 2025, undated."""
    day, precision = _day(milestone["reached_on"]), milestone["date_precision"]
    if day is None:
        return w("chart.undated")
    if precision == "day":
        return w.date(day)
    if precision == "half":
        precision = "first_half" if day.month <= 6 else "second_half"
    return format_date(day, w(f"chart.when.{precision}"), locale=LOCALES[w.lang])


@kept
def leader_takeaway(milestones: pd.DataFrame, lang: str) -> str:
    """What a leader plot says: how many enterprises and named leaders, how many milestones with and without a date, and
    the latest of them."""
    w = words(lang)
    each, known = milestones.drop_duplicates("enterprise_id"), int(milestones.enterprises.iloc[0])
    cut = w("chart.leader_takeaway_cut", all=known, n=len(each)) if known > len(each) else ""
    real = milestones[milestones.kind != "documented"]
    if real.empty:
        return cut + w("chart.leader_takeaway_documented", n=len(each))
    dated = real[real.reached_on.notna()]
    text = cut + w("chart.leader_takeaway", n=len(each), named=int(each.named_leader.sum()), milestones=len(dated),
             undated=len(real) - len(dated))
    if dated.empty:
        return text
    latest = dated.sort_values("reached_on").iloc[-1].to_dict()
    what = w("source.join").join([w.pick(latest, "name"), w(f"chart.milestone.{latest['kind']}"), when(latest, w)])
    return w("chart.leader_takeaway_latest", text=text, what=what)
