"""The charts that Plotly draws: the figures of a goal over time against its schedule, and the milestones of enterprises.

Both return a finished figure in the reader's language and theme, with nothing to fetch from outside; show them with
`config(lang)` and, in Streamlit, `theme=None`. Every text that comes from data is escaped: Plotly reads its texts as HTML.
"""

from datetime import date, timedelta
from functools import partial
from html import escape as escape_html

import pandas as pd
import plotly.graph_objects as go
from babel.dates import format_date

from data.words import LOCALES, Words, words
from pages.parts import wording
from pages.parts.gauges import BOLDER, target_line, text_width, unitless, wrapped
from pages.parts.lights import expected_value, facts
from pages.parts.palette import FONTS, PALETTES, Palette

escape = partial(escape_html, quote=False)  # Plotly reads a few entities only, the quotation mark is not among them

SERIES_HEIGHT = 360
QUALIFIERS = {"exact": "circle", "at_least": "triangle-up", "about": "circle-open"}

# Kinds of milestones in the order of their key: family of colour and symbol. Within a family the symbol tells them apart.
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
    """What `st.plotly_chart(config=…)` takes: one button (the chart as an image, made in the browser), labelled in the reader's
    language; no logo, nothing sent to a cloud."""
    locale = {"zh": "zh-CN", "en": "en-GB"}[lang]
    download = {"Download plot as a PNG": words(lang)("chart.download"), "Download plot": words(lang)("chart.download")}
    return {
        "displaylogo": False, "showSendToCloud": False, "scrollZoom": False, "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2}, "locale": locale,
        "locales": {locale: {"dictionary": download, "format": {}}},
    }


def _figure(palette: Palette) -> go.Figure:
    """An empty figure in our style: quiet axes, no zoom by dragging, the key above the plot."""
    axis = {"gridcolor": palette.line, "linecolor": palette.line, "zeroline": False, "fixedrange": True, "tickfont_size": 12,
            "ticks": ""}
    return go.Figure(layout=go.Layout(
        template="none", paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False,
        hovermode="closest", font={"family": FONTS, "size": 13, "color": palette.text},
        hoverlabel={"bgcolor": palette.soft, "bordercolor": palette.line, "align": "left",
                    "font": {"family": FONTS, "size": 13, "color": palette.text}},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "font_size": 12, "bgcolor": "rgba(0,0,0,0)",
                "itemclick": False, "itemdoubleclick": False},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": palette.muted, "activecolor": palette.accent},
        xaxis=axis, yaxis=axis,
    ))


def _lines(*parts: str | None) -> str:
    """The lines of a hover, escaped and broken, the first one bold."""
    first, *rest = (part for part in parts if part)
    lines = [line for part in rest for line in wrapped(part, 13, 320, 4)]
    return "<br>".join([f"<b>{escape(first)}</b>", *map(escape, lines)])


def _halo(palette: Palette) -> str:
    """A halo that keeps a number legible where a line runs under it."""
    return ", ".join([f"0 0 3px {palette.background}"] * 3)


def _text(value) -> str | None:
    return value if isinstance(value, str) and value else None


def _day(value) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _source(w: Words, row: dict) -> str | None:
    """Who published a row, and when."""
    if not _text(row["publisher"]):
        return None
    on = _day(row["published_on"])
    return w("chart.source", publisher=row["publisher"]) + (w("source.join") + w.date(on) if on else "")


# A goal over time ----------------------------------------------------------------------------------------------------

def goal_series(observations: pd.DataFrame, path: pd.DataFrame, targets: pd.DataFrame, lang: str, theme: str, *, as_of: date,
                plan_start: date | None = None, plan_end: date | None = None) -> go.Figure:
    """The figures of a goal in its own scope over time, its schedule, its targets (ranges as bands), and the as-of day.

    `observations` as in queries/goal_figure.sql, `path` as in queries/goal_path.sql, `targets` as in queries/goal_status.sql, all
    of one goal in one scope. An "at least" figure points up, an "about" one is hollow; one that another source's figure was
    preferred to is a small cross off the line. The years of the plan are shaded where they are given.
    """
    w, palette = words(lang), PALETTES[theme]
    goals = [facts(row) for row in targets.to_dict("records")]
    unit = w.pick(goals[0], "unit")
    percent = "%" if unit.startswith("%") else ""
    rows = observations.to_dict("records")
    days = [_day(row["period_end"]) for row in rows] + [_day(day) for day in path["day"]] + [as_of]
    days += [day for day in (plan_start, plan_end, *(goal["due_on"] for goal in goals)) if day]
    days += [date(goal["year"], 1, 1) for goal in goals if goal["year"]]
    start, end = min(days), max(days)
    margin = timedelta(days=max(round((end - start).days * 0.05), 20))
    first, last = (start - margin).isoformat(), (end + margin).isoformat()
    top = max([row["value"] for row in rows] + [goal["upper"] or goal["lower"] for goal in goals]) * 1.18

    figure = _figure(palette)
    figure.update_layout(
        height=SERIES_HEIGHT,         margin={"l": 56, "r": 52, "t": 34, "b": 70}, legend={"y": -0.12, "yanchor": "top"},
        xaxis={"type": "date", "range": [first, last], "dtick": "M12", "tick0": "2000-01-01",
               "tickformat": w("chart.tick"), "ticklabelmode": "period", "ticks": "outside", "tickcolor": palette.line},
        yaxis={"range": [0, top], "nticks": 6, "tickformat": ",~f", "ticksuffix": percent},
    )
    if plan_start and plan_end:
        figure.add_vrect(x0=plan_start.isoformat(), x1=plan_end.isoformat(), fillcolor=palette.soft, line_width=0, layer="below")
        figure.add_annotation(x=plan_start.isoformat(), y=1, yref="paper", text=escape(w("chart.plan_period")), showarrow=False,
                              xanchor="left", yanchor="top", font={"size": 12, "color": palette.muted})
    if not percent:
        figure.add_annotation(x=0, y=1, xref="paper", yref="paper", text=escape(w("chart.unit", unit=unit)), showarrow=False,
                              xanchor="left", yanchor="bottom", xshift=-52, yshift=8, font={"size": 12, "color": palette.muted})
    figure.add_shape(type="line", x0=as_of.isoformat(), x1=as_of.isoformat(), y0=0, y1=1, yref="paper",
                     line={"color": palette.muted, "width": 1, "dash": "dot"})
    figure.add_annotation(x=as_of.isoformat(), y=1, yref="paper", text=escape(w("chart.as_of", day=w.date(as_of))),
                          showarrow=False, yanchor="bottom", xanchor="right" if as_of > start + (end - start) / 2 else "left",
                          yshift=6, font={"size": 12, "color": palette.muted})
    _add_path(figure, path, w, unit, palette)
    _add_targets(figure, goals, w, unit, palette, first, last)
    _add_figures(figure, rows, w, unit, palette, joined=goals[0]["year"] is None)
    if not rows:
        figure.add_annotation(x=0.5, y=0.5, xref="paper", yref="paper", text=escape(w("gauge.no_figure")), showarrow=False,
                              bgcolor=palette.soft, borderpad=6, font={"size": 17, "color": palette.muted})
    return figure


def _add_path(figure: go.Figure, path: pd.DataFrame, w: Words, unit: str, palette: Palette) -> None:
    """The schedule as straight lines through its knots; a single knot is no line."""
    if len(path) < 2:
        return
    knots = path.to_dict("records")
    hover = [_lines(w("chart.baseline" if knot["knot"] == "baseline" else "chart.on_path", day=w.date(_day(knot["day"])),
                      figure=wording.figure(w, expected_value(knot["value"], unit), unit))) for knot in knots]
    figure.add_scatter(x=[_day(knot["day"]).isoformat() for knot in knots], y=[knot["value"] for knot in knots], mode="lines",
                       line={"color": palette.muted, "width": 1.5, "dash": "dash"}, name=w("chart.path"), hovertext=hover,
                       hoverinfo="text")


def _add_targets(figure: go.Figure, goals: list[dict], w: Words, unit: str, palette: Palette, first: str, last: str) -> None:
    """Targets as short bars with their number; a range as an upright band; a yearly quota as a line over its year; a target
    without a date as a line all along."""
    points, hover = [], []
    for goal in goals:
        lower, upper, due = goal["lower"], goal["upper"], goal["due_on"]
        number = wording.target(w, unitless(goal))  # the unit stands once, above the axis
        if goal["year"] is not None:
            spans, text = (f"{goal['year']}-01-01", f"{goal['year']}-12-31"), w("chart.quota_year", year=goal["year"],
                                                                                figure=wording.target(w, goal))
        elif due is None:
            spans, text = (first, last), w("chart.target_undated", figure=wording.target(w, goal))
        else:
            spans, text = None, w("chart.target_due", day=w.date(due), figure=wording.target(w, goal))
        if spans:
            figure.add_scatter(x=list(spans), y=[lower, lower], mode="lines+text", line={"color": palette.text, "width": 2},
                               name=w("chart.target"), legendgroup="target", showlegend=goal is goals[0],
                               hovertext=_lines(text), hoverinfo="text", text=[f"<b>{escape(number)}</b>", ""],
                               textposition="top right", textfont={"size": 12, "color": palette.text, "shadow": _halo(palette)})
            continue
        points.append((due.isoformat(), lower, number))
        hover.append(_lines(text))
        if upper is not None:
            figure.add_scatter(x=[due.isoformat()] * 2, y=[lower, upper], mode="lines", line={"color": palette.accent, "width": 9},
                               opacity=0.55, name=w("chart.target_range"), legendgroup="range", showlegend=goal is goals[0],
                               hovertext=_lines(text), hoverinfo="text")
    if points:
        x, y, labels = zip(*points, strict=True)
        figure.add_scatter(x=list(x), y=list(y), mode="markers+text", name=w("chart.target"), hovertext=hover, hoverinfo="text",
                           text=[f"<b>{escape(label)}</b>" for label in labels], textposition="bottom right",
                           textfont={"size": 12, "color": palette.text, "shadow": _halo(palette)}, cliponaxis=False,
                           marker={"symbol": "line-ew", "size": 20, "line": {"width": 3, "color": palette.text}})


def _add_figures(figure: go.Figure, rows: list[dict], w: Words, unit: str, palette: Palette, joined: bool) -> None:
    """The figures: a mark for each, by its qualifier, and a line through the preferred ones (not across the years of a quota)."""
    held = [row for row in rows if row["preferred"]]
    if joined:
        figure.add_scatter(x=[_day(row["period_end"]).isoformat() for row in held], y=[row["value"] for row in held], mode="lines",
                           line={"color": palette.accent, "width": 2}, hoverinfo="skip", showlegend=False, name="line")
    kinds = [(qualifier, symbol, [row for row in held if row["qualifier"] == qualifier])
             for qualifier, symbol in QUALIFIERS.items()]
    kinds.append(("other", "x-thin", [row for row in rows if not row["preferred"]]))
    for kind, symbol, some in kinds:
        if not some:
            continue
        last = held[-1] if held else None
        colour = palette.muted if kind == "other" else palette.accent
        figure.add_scatter(
            x=[_day(row["period_end"]).isoformat() for row in some], y=[row["value"] for row in some], mode="markers+text",
            name=w("chart.figure" if kind == "exact" else f"chart.{kind}"), hoverinfo="text",
            hovertext=[_lines(wording.figure(w, row["value"], unit, row["qualifier"]), _text(row["period_text"]),
                              w("chart.basis", basis=w.pick(row, "basis")) if w.pick(row, "basis") else None,
                              w.pick(row, "note"), _source(w, row)) for row in some],
            text=[f"<b>{w.number(row['value'])}{'%' if unit.startswith('%') else ''}</b>" if row is last or len(held) <= 6 and kind != "other" else ""
                  for row in some],
            textposition="top left", textfont={"size": 12, "color": palette.accent, "shadow": _halo(palette)}, cliponaxis=False,
            marker={"symbol": symbol, "size": 8 if kind == "other" else 11, "color": colour,
                    "line": {"width": 2, "color": colour}})


def series_takeaway(observations: pd.DataFrame, targets: pd.DataFrame, lang: str) -> str:
    """What the chart of a goal says, in one sentence: how many figures, the latest, the targets."""
    w = words(lang)
    goals = [facts(row) for row in targets.to_dict("records")]
    name, unit = w.pick(goals[0], "name"), w.pick(goals[0], "unit")
    marks = w("chart.and").join(target_line(goal, lang) for goal in goals)
    if observations.empty:
        return w("chart.series_takeaway_empty", name=name, targets=marks)
    held = observations[observations.preferred.astype(bool)]
    latest = (held if len(held) else observations).sort_values("period_end").iloc[-1]
    return w("chart.series_takeaway", n=len(observations), name=name, on=w.date(_day(latest.period_end)), targets=marks,
             figure=wording.figure(w, latest.value, unit, latest.qualifier))


# The milestones of enterprises ---------------------------------------------------------------------------------------

def leader_plot(milestones: pd.DataFrame, lang: str, theme: str, plan_start: date, plan_end: date) -> go.Figure:
    """The milestones of enterprises over the years, one row per enterprise, named leaders first; years of the plan shaded.

    `milestones` as in queries/cluster_milestone.sql, at least one. Filled marks are milestones, by kind; a hollow one says only that
    a source speaks of the enterprise. A milestone known by its year alone stands in the middle of that year; one without a date
    stands in a column of its own at the right. A line leads to the day a milestone ended. The figure grows with its rows.
    """
    w, palette = words(lang), PALETTES[theme]
    enterprises = _enterprises(milestones)
    figure = _figure(palette)
    height, labels, rules = _names(enterprises, w, palette)
    days = [_day(day) for column in ("reached_on", "ended_on") for day in milestones[column].dropna()]
    start, end = date(min([plan_start, *days]).year, 1, 1), date(max([plan_end, *days]).year, 12, 31)
    years = end.year - start.year + 1
    marks = [mark for enterprise in enterprises for mark in _placed(enterprise, apart=(end - start) * MARK_SHARE)]
    undated = any(mark["at"] is None for mark in marks)
    kinds = {mark["kind"] for mark in marks}
    key = KEY_LINE * (1 + sum(text_width(w(f"chart.milestone.{kind}"), 12) + 48 for kind in kinds) // KEY_WIDTH)
    figure.update_layout(
        height=int(height + key + 40), margin={"l": NAME_WIDTH + 12, "r": 12, "t": int(key + 28), "b": 12},
        legend={"y": 1, "yref": "container", "yanchor": "top", "xref": "container"},
        xaxis={"type": "date", "range": [start.isoformat(), end.isoformat()], "side": "top",
               "domain": [0, UNDATED_FROM - 0.01 if undated else 1], "dtick": "M12" if years <= 12 else "M24" if years <= 24 else "M60",
               "tick0": "2000-01-01", "tickformat": w("chart.tick"), "ticklabelmode": "period" if years <= 12 else "instant"},
        yaxis={"range": [height, 0], "showgrid": False, "showticklabels": False},
    )
    areas = [{"type": "rect", "x0": plan_start.isoformat(), "x1": plan_end.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
              "layer": "below", "line": {"width": 0}, "fillcolor": palette.accent, "opacity": 0.09}]
    if undated:
        most = max(mark["slot"] for mark in marks if mark["at"] is None)
        figure.update_layout(xaxis2={"domain": [UNDATED_FROM, 1], "range": [-0.7, max(most, 2) + 0.7], "anchor": "y",
                                     "side": "top", "showgrid": False, "zeroline": False, "fixedrange": True,
                                     "tickvals": [max(most, 2) / 2], "ticktext": [escape(w("chart.undated"))],
                                     "tickfont_size": 12, "ticks": "", "linecolor": palette.line})
        areas.append({"type": "rect", "xref": "paper", "x0": UNDATED_FROM, "x1": 1, "yref": "paper", "y0": 0, "y1": 1,
                      "layer": "below", "line": {"width": 0}, "fillcolor": palette.soft})
    labels.append({"x": plan_start.isoformat(), "xanchor": "left", "y": HEADER / 2 + 3, "yanchor": "middle", "showarrow": False,
                   "text": escape(w("chart.plan_period")), "font": {"size": 12, "color": palette.muted}})
    figure.update_layout(shapes=areas + rules, annotations=labels)
    _add_spans(figure, marks, palette)
    for kind, (family, symbol) in MILESTONES.items():
        _add_marks(figure, [mark for mark in marks if mark["kind"] == kind], kind, symbol, palette.milestones[family], w, palette)
    return figure


def _enterprises(milestones: pd.DataFrame) -> list[dict]:
    """The enterprises, named leaders first, then by their first milestone; each with its milestones as rows."""
    out = []
    for _, rows in milestones.groupby("enterprise_id", sort=False):
        first = rows.iloc[0].to_dict()
        dates = [_day(day) for day in rows.reached_on if not pd.isna(day)]
        out.append({"named": bool(first["named_leader"]), "first": min(dates, default=date.max), "row": first,
                    "milestones": rows.to_dict("records")})
    return sorted(out, key=lambda enterprise: (not enterprise["named"], enterprise["first"]))


def _names(enterprises: list[dict], w: Words, palette: Palette) -> tuple[float, list[dict], list[dict]]:
    """The column of names and products, in groups, left of the plot: its height, its labels and the rules between rows. Gives
    every enterprise its `y`."""
    y, group, labels, rules = 0.0, None, [], []
    for enterprise in enterprises:
        if enterprise["named"] != group:
            group = enterprise["named"]
            count = sum(other["named"] == group for other in enterprises)
            header = w("chart.named_leaders" if group else "chart.lead_enterprises", n=count)
            labels.append(_label(y + HEADER / 2 + 3, escape(header), 12, palette.muted))
            y += HEADER
        row = enterprise["row"]
        names = wrapped(("★ " if group else "") + w.pick(row, "name"), NAME_SIZE * BOLDER, NAME_WIDTH, 2)
        products = wrapped(w.pick(row, "product") or "", PRODUCT_SIZE, NAME_WIDTH, 1)
        rules.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
                      "line": {"color": palette.line, "width": 1}})
        row_height = max((len(names) + len(products)) * LINE + 10, 34)
        top = y + (row_height - (len(names) + len(products)) * LINE) / 2
        labels += [_label(top + (n + 0.5) * LINE, f"<b>{escape(line)}</b>", NAME_SIZE, palette.text)
                   for n, line in enumerate(names)]
        labels += [_label(top + (len(names) + 0.5) * LINE, escape(line), PRODUCT_SIZE, palette.muted) for line in products]
        enterprise["y"] = y + row_height / 2
        y += row_height
    return y, labels, rules


def _label(y: float, text: str, size: int, colour: str) -> dict:
    return {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -NAME_WIDTH - 6, "y": y, "yanchor": "middle", "showarrow": False,
            "align": "left", "text": text, "font": {"size": size, "color": colour}}


def _placed(enterprise: dict, apart: timedelta) -> list[dict]:
    """The milestones of an enterprise with their place: day `at` (None: undated, then `slot`), height `y`. Those less than
    `apart` from each other are set up and down."""
    marks, slot, taken = [], 0, []
    for row in sorted(enterprise["milestones"], key=lambda row: _day(row["reached_on"]) or date.max):
        at = _day(row["reached_on"])
        if at and row["date_precision"] == "year":
            at = date(at.year, 7, 1)
        mark = row | {"at": at, "slot": slot, "y": enterprise["y"], "enterprise": enterprise["row"]}
        if at is None:
            slot += 1
        else:
            near = sum(abs(at - other) < apart for other in taken)
            mark["y"] += (0, -8, 8, -16, 16)[min(near, 4)]
            taken.append(at)
        marks.append(mark)
    return marks


def _add_spans(figure: go.Figure, marks: list[dict], palette: Palette) -> None:
    """A thin line from every milestone to the day it ended."""
    x, y = [], []
    for mark in marks:
        if mark["at"] and _day(mark["ended_on"]):
            x += [mark["at"].isoformat(), _day(mark["ended_on"]).isoformat(), None]
            y += [mark["y"], mark["y"], None]
    if x:
        figure.add_scatter(x=x, y=y, mode="lines+markers", line={"color": palette.muted, "width": 1.5}, showlegend=False,
                           name="span", hoverinfo="skip", marker={"symbol": "line-ns", "size": 8,
                                                                  "line": {"width": 1.5, "color": palette.muted}})


def _add_marks(figure: go.Figure, marks: list[dict], kind: str, symbol: str, colour: str, w: Words, palette: Palette) -> None:
    """The marks of one kind: dated ones over the years, undated ones in their column, one entry in the key for both."""
    for axis, some in (("x", [mark for mark in marks if mark["at"]]), ("x2", [mark for mark in marks if not mark["at"]])):
        if some:
            figure.add_scatter(
                x=[mark["at"].isoformat() if mark["at"] else mark["slot"] for mark in some], y=[mark["y"] for mark in some],
                xaxis=axis, mode="markers", name=w(f"chart.milestone.{kind}"), legendgroup=kind,
                showlegend=axis == "x" or not any(mark["at"] for mark in marks), hoverinfo="text",
                hovertext=[_milestone_text(mark, w) for mark in some],
                marker={"symbol": symbol, "size": 13 if symbol.startswith("star") else 11, "color": colour,
                        "line": {"width": 2 if symbol.endswith("open") else 1,
                                 "color": colour if symbol.endswith("open") else palette.background}})


def _milestone_text(mark: dict, w: Words) -> str:
    """All that is known of a milestone, for its hover."""
    ended = _day(mark["ended_on"])
    return _lines(w.pick(mark["enterprise"], "name"), w(f"chart.milestone.{mark['kind']}") + w("source.join") + when(mark, w),
                  w("chart.ended", day=w.date(ended)) if ended else None, w.pick(mark, "detail"),
                  w.pick(mark["enterprise"], "product"), _source(w, mark))


def when(milestone: dict, w: Words) -> str:
    """The date of a milestone, as exact as it is known: 2022年, Jun 2024, 31 Dec 2025, undated."""
    day, precision = _day(milestone["reached_on"]), milestone["date_precision"]
    if day is None:
        return w("chart.undated")
    if precision == "half":
        precision = "first_half" if day.month <= 6 else "second_half"
    elif precision == "day":
        return w.date(day)
    return format_date(day, w(f"chart.when.{precision}"), locale=LOCALES[w.lang])


def leader_takeaway(milestones: pd.DataFrame, lang: str) -> str:
    """What a leader plot says: how many enterprises and named leaders, how many milestones dated and not, the latest."""
    w = words(lang)
    real = milestones[milestones.kind != "documented"]
    each = milestones.drop_duplicates("enterprise_id")
    dated = real[real.reached_on.notna()]
    text = w("chart.leader_takeaway", n=len(each), named=int(each.named_leader.sum()), milestones=len(dated),
             undated=len(real) - len(dated))
    if len(dated):
        latest = dated.sort_values("reached_on").iloc[-1].to_dict()
        what = w("source.join").join([w.pick(latest, "name"), w(f"chart.milestone.{latest['kind']}"), when(latest, w)])
        text += ("" if lang == "zh" else " ") + w("chart.leader_takeaway_latest", what=what)
    return text
