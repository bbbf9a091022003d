"""The scenes of a presentation: one thing a screen, in words and drawings that can be read from the back of a room. Sizes follow the
screen (scenes.css); a table has eight rows at most."""

from datetime import date
from html import escape

import pandas as pd
import plotly.graph_objects as go

from data.words import Words, words
from pages.parts import city_cards, cluster_cards, gauges, goal_cards, lights, maps, overview_cards, task_cards, wording
from pages.parts.kept import kept

ROWS = 8  # of a table on one scene
LARGER = 1.6  # what stands in a chart, against the same chart on a page


def _gauge(row: dict, lang: str, theme: str, *, named: bool) -> str:
    picture = gauges.data_uri(gauges.goal_gauge(row, lang, theme, named=named))
    return f'<img src="{picture}" alt="{escape(gauges.gauge_alt(row, lang))}">'


def _origin(w: Words, row: dict) -> str:
    """Where a goal's figure comes from, or who owes it, as HTML."""
    if row["actual"] is not None:
        return w("gauge_card.source", source=wording.citation(w, row | {"url": None}))
    return escape(w("gauge_card.owed", owner=w.pick(row, "owner") or w("figure.none")))


def lead(*sentences: str) -> str:
    """The sentences of a scene as HTML, empty ones left out."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)


@kept
def overview(goals: pd.DataFrame, outlines: pd.DataFrame, marks: pd.DataFrame, lang: str, theme: str) -> str:
    """All clusters on the map beside the headline goals, each a gauge with where its figure comes from; how the goals stand in one
    sentence. `outlines` and `marks` as for `maps.svg_map`."""
    w = words(lang)
    cells = "".join(f'<div>{_gauge(row, lang, theme, named=True)}<p class="small">{_origin(w, row)}</p></div>'
                    for row in wording.records(goals))
    return (f'<div class="stage">{maps.svg_map(outlines, marks, lang, theme)}<div class="four">{cells}</div></div>'
            f'{lead(overview_cards.takeaway(goals, lang))}<p class="small muted">{escape(maps.map_statement(lang))}</p>')


@kept
def goal_gauge(need: pd.DataFrame, lang: str, theme: str) -> str:
    """A goal's gauge, large, with where its figure comes from and who answers for it. `need` as in queries/goal_need.sql."""
    w, row = words(lang), wording.records(need)[0]
    who = answering(w, row)
    if row["actual"] is None and who == w.pick(row, "owner"):
        who = ""  # said with the figure that is owed
    who = w("takeaway.join").join(text for text in (row["measure_id"] and w("briefing.clause", clause=row["measure_id"]), who) if text)
    return f'{_gauge(row, lang, theme, named=False)}<p class="small">{_origin(w, row)}<br>{escape(who)}</p>'


def enlarged(figure: go.Figure) -> go.Figure:
    """A chart of a page for a screen that is far away: its letters, lines and marks larger."""
    large = go.Figure(figure)
    for text in (large.layout.font, large.layout.legend.font, *(axis.tickfont for axis in (large.layout.xaxis, large.layout.yaxis)),
                 *(note.font for note in large.layout.annotations), *(trace.textfont for trace in large.data)):
        text.size = (text.size or 12) * LARGER
    for trace in large.data:
        if isinstance(trace.marker.size, int | float):
            trace.marker.size *= LARGER
        trace.line.width = (trace.line.width or 2) * LARGER
    for side in ("l", "r", "t", "b"):
        large.layout.margin[side] = (large.layout.margin[side] or 0) * LARGER
    return large


def answering(w: Words, row: dict) -> str:
    """Who answers for a goal, in plain text: the department named first and how many they are, else who owes the figure."""
    names = (w.pick(row, "departments") or "").split(w("list.join"))
    return w("briefing.lead", first=names[0], n=len(names)) if len(names) > 1 else names[0] or w.pick(row, "owner") or ""


@kept
def gap_table(gaps: pd.DataFrame, gap: str, page: int, lang: str, theme: str) -> str:
    """Eight of the goals that are `behind` or `missing`, the most urgent first; says how many follow on other scenes. `gaps` as in
    queries/gap.sql."""
    w, every, body = words(lang), gaps[gaps.gap == gap], []
    if every.empty:
        return lead(w(f"briefing.none.{gap}"))
    for row in wording.records(every[(page - 1) * ROWS:page * ROWS]):
        name = f'<b>{escape(w.pick(row, "name"))}</b>' + (f' {escape(str(row["year"]))}' if row["year"] is not None else "")
        who = escape(answering(w, row))
        if gap == "behind":
            value, _, qualifier = lights.shown_figure(row)
            figure = wording.traced(wording.figure(w, value, w.pick(row, "unit"), qualifier), f"goal:{row['indicator_id']}")
            points = w("figure.dash") if row["schedule_gap_pp"] is None else w.number(-row["schedule_gap_pp"], 1)
            left = w("due.days", n=row["days_left"]) if row["days_left"] else w("briefing.passed")
            body.append([lights.light_badge(row["light"], lang, theme), name, figure, escape(wording.target(w, row)), escape(points),
                         escape(left), who])
        else:
            late = w("briefing.late", n=row["late_days"]) if row["late_days"] else w("figure.dash")
            body.append([name, escape(wording.target(w, row)), escape(goal_cards.expected(w, row)), escape(late),
                         escape(w.pick(row, "owner") or who)])
    head = ([w("goals.light"), w("returns.goal"), w("goals.actual"), w("goals.target"), w("briefing.points"), w("due.left"), w("table.departments")]
            if gap == "behind" else
            [w("returns.goal"), w("goals.target"), w("goals.expected"), w("briefing.overdue"), w("briefing.owes")])
    return wording.rows(head, body, numbers=(2, 3, 4) if gap == "behind" else (1, 2)) + _rest(w, len(every), page)


def _rest(w: Words, n: int, page: int = 1) -> str:
    """Which rows of how many a scene shows; empty where it shows all."""
    first, last = (page - 1) * ROWS + 1, min(page * ROWS, n)
    return "" if n <= ROWS else f'<p class="small muted">{escape(w("briefing.part", first=first, last=last, n=n))}</p>'


@kept
def city(standing: pd.DataFrame, city: str, allocations: pd.DataFrame, duties: pd.DataFrame, lang: str) -> str:
    """What is documented in a city, what of its tasks is behind and what it owes."""
    return lead(city_cards.standing_sentence(standing, city, lang), task_cards.behind_sentence(allocations, lang),
                 task_cards.overdue_sentence(duties, lang) if len(duties) else "")


@kept
def cluster(marks: pd.DataFrame, cluster: str, claims: pd.DataFrame, measures: pd.DataFrame, milestones: pd.DataFrame, lang: str) -> str:
    """A cluster in two sentences, its strongest claim as reported, and its enterprises, named leaders first."""
    w = words(lang)
    html = lead(cluster_cards.takeaway(marks, cluster, measures, lang))
    if len(claims):
        html += f"<p>{cluster_cards.claim(w, wording.records(claims)[0])}</p>"
    later = cluster_cards.only_later(marks, cluster, milestones, lang)
    if milestones.empty:
        return html + lead(later or w("cluster.no_enterprises"))
    firms = milestones.drop_duplicates("enterprise_id")
    shown = firms.head(ROWS)
    for title, rows in (("city.leaders_column", shown[shown.named_leader]), ("city.documented_column", shown[~shown.named_leader])):
        if len(rows):
            items = "".join(f'<li>{escape(w.pick(row, "name"))}</li>' for row in wording.records(rows))
            html += f'<p class="small muted">{escape(w(title))}</p><ul class="firms">{items}</ul>'
    return html + _rest(w, len(firms)) + (f'<p class="small muted">{escape(later)}</p>' if later else "")


@kept
def owed_table(owed: pd.DataFrame, lang: str) -> str:
    """Who owes figures, the longest late first. `owed` as in queries/owed.sql."""
    w = words(lang)
    if owed.empty:
        return lead(w("briefing.none.missing"))
    body = [[f'<b>{escape(w.pick(row, "name"))}</b>', str(row["goals"]), str(row["missing"]), str(row["late"]),
             escape(w("briefing.late_oldest", n=row["late_days"]) if row["late_days"] else w("figure.dash"))]
            for row in wording.records(owed.head(ROWS))]
    head = [w("briefing.owes"), w("briefing.goals"), w("briefing.figures"), w("briefing.late_figures"), w("briefing.overdue")]
    return wording.rows(head, body, numbers=(1, 2, 3)) + _rest(w, len(owed)) + f'<p class="small muted">{escape(w("due.how"))}</p>'


@kept
def due_table(due: pd.DataFrame, lang: str, theme: str, ended_on: date | None) -> str:
    """What falls due next, soonest first. `due` as in queries/falling_due.sql."""
    w = words(lang)
    if due.empty:
        return lead(w("due.ended", day=w.date(ended_on)) if ended_on else w("due.nothing"))
    body = [[escape(w.date(row["due_on"])), escape(w("due.days", n=row["days_left"])), f'<b>{escape(w.pick(row, "name"))}</b>',
             escape(wording.target(w, row)), lights.light_badge(row["light"], lang, theme)] for row in wording.records(due.head(ROWS))]
    head = [w("goals.due"), w("due.left"), w("returns.goal"), w("goals.target"), w("goals.light")]
    return wording.rows(head, body, numbers=(3,)) + _rest(w, len(due))


@kept
def closing(goals: pd.DataFrame, gaps: pd.DataFrame, duties: pd.DataFrame, lang: str, theme: str) -> str:
    """What the meeting takes away: how the headline goals stand, the three most urgent gaps and who answers for them, what is owed."""
    w = words(lang)
    items = "".join(f'<li><b>{escape(w.pick(row, "name"))}</b> {lights.light_badge(row["light"], lang, theme)} '
                    f'<span class="small">{escape(answering(w, row))}</span></li>'
                    for row in wording.records(gaps.head(3)))
    return (lead(overview_cards.takeaway(goals, lang)) + (f"<h2>{escape(w('briefing.gaps'))}</h2><ol>{items}</ol>" if items else "")
            + lead(task_cards.overdue_sentence(duties, lang)))


def bar(title: str, number: int, total: int, told: str, lang: str) -> str:
    """What stands around every scene: its title, and at the bottom as of when, which scene of how many, and the buttons."""
    w = words(lang)
    buttons = "".join(f'<button data-present="{what}" aria-label="{escape(w(f"briefing.{what}"))}" title="{escape(w(f"briefing.{what}"))}"'
                      f'{" disabled" if off else ""}>{sign}</button>'
                      for what, sign, off in (("previous", "‹", number == 1), ("next", "›", number == total), ("full", escape(w("briefing.full")), False),
                                              ("leave", "✕", False)))
    return (f'<h1 class="scene-title">{escape(title)}</h1><div class="scene-bar"><span>{escape(told)}</span>'
            f'<b role="status">{number} / {total}</b><span class="scene-buttons">{buttons}</span></div>')
