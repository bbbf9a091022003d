"""What the first screen says beside the map: the closing balance, the gauges, five figures, the actions, the diary."""

from html import escape

import pandas as pd

from data.words import words
from pages.parts import gauges, lights, wording
from pages.parts.kept import kept


@kept
def closing_sentence(balance: pd.DataFrame, successor: pd.DataFrame, lang: str) -> str:
    """After the plan's end: how its last targets stand, by light, and the plan that followed, in plain text."""
    w = words(lang)
    counts = w("list.join").join(f"{w(f'light.{row.light}')} {row.goals}" for row in balance.itertuples())
    text = w("overview.closed", day=w.date(balance.ends_on.iloc[0]), goals=balance.goals.sum(), counts=counts)
    for plan in wording.records(successor):
        text += w("overview.successor", day=w.date(plan["happened_on"]), title=w.pick(plan, "title"))
    return text


@kept
def closing_banner(balance: pd.DataFrame, successor: pd.DataFrame, lang: str) -> str:
    """The same as a banner."""
    return f'<div class="banner" role="note">{escape(closing_sentence(balance, successor, lang))}</div>'


@kept
def takeaway(goals: pd.DataFrame, lang: str) -> str:
    """How the headline goals stand, in one sentence: by light, each with the figure it rests on and its target."""
    w = words(lang)
    by_light = {}
    for row in wording.records(goals):
        value, _, qualifier = lights.shown_figure(row)
        name = w.pick(row, "name")
        by_light.setdefault(row["light"], []).append(
            w("overview.takeaway_none", name=name) if value is None else
            w("overview.takeaway_goal", name=name, day=lights.shown_day(row, lang), target=wording.target(w, row),
              figure=wording.figure(w, value, w.pick(row, "unit"), qualifier)))
    parts = [w("overview.takeaway_light", light=w(f"light.{light}"), n=len(by_light[light]), goals=w("list.join").join(by_light[light]))
             for light in lights.LIGHTS if light in by_light]
    return w("overview.takeaway", n=len(goals), parts=w("sentence.join").join(parts))


@kept
def gauge_cards(goals: pd.DataFrame, lang: str, theme: str) -> str:
    """The headline goals, each a gauge with its light and one line that says where the figure comes from or who owes it;
    a press opens the goal."""
    return f'<div class="gauges">{"".join(_gauge_card(row, lang, theme) for row in wording.records(goals))}</div>'


def _gauge_card(row: dict, lang: str, theme: str) -> str:
    w = words(lang)
    picture = f'<img src="{gauges.data_uri(gauges.goal_gauge(row, lang, theme))}" alt="{escape(gauges.gauge_alt(row, lang))}">'
    if row["actual"] is not None:
        line = w("gauge_card.source", source=wording.citation(w, row | {"url": None}))
    else:
        line = escape(w("gauge_card.owed", owner=w.pick(row, "owner")))
        if w.pick(row, "context"):
            line += f"<br>{escape(wording.nearest(w, row))}"
    if row["earlier_light"]:
        line += "<br>" + escape(lights.earlier_verdict(row, lang))
    return (f'<button data-choose="goal:{row["indicator_id"]}"><b>{escape(w.pick(row, "name"))}</b>{picture}'
            f'<div class="small">{line}</div></button>')


@kept
def figure_strip(figures: pd.DataFrame, lang: str) -> str:
    """Five figures on all clusters, each with its scope, period and source."""
    w = words(lang)
    cells = []
    for row in wording.records(figures):
        value = wording.figure(w, row["value"], w.pick(row, "unit"), row["qualifier"])
        scope = w(f"scope.{row['scope_kind']}") if row["scope_kind"] else ""
        source = wording.citation(w, row) if row["value"] is not None else ""
        number = wording.traced(value, f"observation:{row['observation_id']}") if row["value"] is not None else escape(value)
        cells.append(f'<div class="card"><div class="small">{escape(w.pick(row, "name"))}</div><strong>{number}</strong>'
                     f'<div class="source">{escape(scope)} · {escape(wording.period(w, row))}</div><div class="source one">{source}</div></div>')
    return f'<div class="figures">{"".join(cells)}</div>'


@kept
def action_table(counts: pd.DataFrame, lang: str, theme: str) -> str:
    """The six actions as counts of their targets and quota years by light: an action has no light of its own."""
    w = words(lang)
    body = []
    for (action, name_zh, name_en), rows in counts.groupby(["action_id", "name_zh", "name_en"]):
        by_light = dict(zip(rows.light, rows.goals, strict=True))
        cells = [f'{lights.light_badge(light, lang, theme)} {by_light[light]}' for light in lights.LIGHTS if light in by_light]
        name = w.pick({"name_zh": name_zh, "name_en": name_en}, "name")
        body.append([action, escape(name), " &ensp; ".join(cells) or escape(w("overview.no_goals")), str(rows.goals.sum())])
    return wording.rows(["", w("overview.action"), w("overview.lights"), w("overview.rows")], body, numbers=(3,))


@kept
def diary_list(events: pd.DataFrame, lang: str) -> str:
    """The diary of the plan, latest first, each entry with its source."""
    w = words(lang)
    lines = [f'<li><span class="muted">{w.date(row["happened_on"])}</span> {escape(w.pick(row, "title"))} '
             f'{wording.citation(w, row)}</li>' for row in wording.records(events)]
    return f'<ul class="diary">{"".join(lines)}</ul>'


def freshness_line(fresh: pd.Series, lang: str) -> str:
    """One sentence on how much of the plan can be judged from figures of its own scope."""
    return escape(fresh_sentence(fresh, lang))


def fresh_sentence(fresh: pd.Series, lang: str) -> str:
    """The same in plain text."""
    return words(lang)("overview.fresh", day=words(lang).date(fresh.latest_figure_on), goals=fresh.goals, figures=fresh.goals_with_figure)
