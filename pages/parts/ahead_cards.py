"""What the page of a goal says about the time to come: the pace needed and seen, where it leads by the deadline, what is still to
do and by whom; and the sentences that sum up the page."""

from html import escape
from math import ceil, floor

import pandas as pd

from data.words import Words, words
from pages.parts import forecast as method
from pages.parts import lights, wording
from pages.parts.forecast import Forecast
from pages.parts.kept import kept


@kept
def looking_ahead(need: pd.DataFrame, basis: pd.DataFrame, ahead: Forecast, lang: str) -> str:
    """The section: pace, forecast and what is left as three cards, then the shares of those who have one, then the rule.

    `need` as in queries/goal_need.sql, `basis` as in queries/goal_basis.sql.
    """
    w, goal = words(lang), wording.records(need)[0]
    if goal["state"] in ("open", "undated"):
        body = f'<div class="ahead">{_pace(w, goal, basis)}{_forecast(w, goal, ahead)}{_left(w, goal)}</div>'
    else:
        body = f"<p>{escape(_state(w, goal))}</p>"
    rule = w("ahead.rule", fewest=method.FEWEST, fewest_of_year=method.FEWEST_OF_YEAR, shortest_of_year=method.SHORTEST_OF_YEAR)
    return (wording.heading(w("ahead.title")) + body + _shares(w, wording.records(need[~need.own]))
            + f'<p class="small muted">{escape(rule)}</p>')


def _state(w: Words, goal: dict) -> str:
    key = "ahead.state.met_undated" if goal["state"] == "met" and goal["due_on"] is None else f"ahead.state.{goal['state']}"
    return w(key, due=w.date(goal["due_on"]))


def _card(title: str, strong: str, sentences: list[str]) -> str:
    """A card; its sentences are ready HTML."""
    return (f'<div class="card"><span class="muted">{escape(title)}</span><br><strong>{escape(strong)}</strong>'
            + "".join(f'<p class="small">{sentence}</p>' for sentence in sentences if sentence) + "</div>")


def _amount(w: Words, value: float, goal: dict) -> str:
    """A difference in the unit of a goal: shares differ by points."""
    unit = w.pick(goal, "unit")
    if unit.startswith("%"):
        return wording.figure(w, value, ("" if w.lang == "zh" else " ") + w("ahead.points")).replace("  ", " ")
    return wording.figure(w, value, unit)


def _rate(w: Words, value: float, goal: dict) -> str:
    """A pace per month, with a second decimal where the first says little."""
    return _amount(w, round(value, 1 if abs(value) >= 1 else 2), goal)


def _pace(w: Words, goal: dict, basis: pd.DataFrame) -> str:
    observed, required = goal["observed_per_month"], goal["required_per_month"]
    given = {name: _rate(w, value, goal) for name, value in (("observed", observed), ("required", required)) if value is not None}
    strong = w({2: "ahead.pace.both", 1: f"ahead.pace.{next(iter(given), '')}", 0: "figure.dash"}[len(given)], **given)
    recent = int(basis.of_pace.sum())
    sentences = [w(f"ahead.pace.{lights.TRENDS[goal['trend']]}", arrow=goal["trend"]) if goal["trend"] else ""]
    if goal["state"] == "undated":
        sentences.append(w("ahead.pace.undated"))
    elif required is not None:
        sentences.append(w("ahead.pace.required_from", target=wording.target(w, goal | {"upper": None}), due=w.date(goal["due_on"]),
                           actual=wording.figure(w, goal["actual"], w.pick(goal, "unit"), goal["qualifier"]),
                           months=w.number(goal["months_left"], 1)))
    sentences.append(w("ahead.pace.too_few", n=recent) if observed is None else
                     w("ahead.pace.observed_from", n=recent, last=w.date(basis.day.max().date())))
    return _card(w("ahead.pace"), strong, [escape(sentence) for sentence in sentences])


def _whole(w: Words, goal: dict, ahead: Forecast) -> dict:
    """Value, ends and deadline of a forecast in words: the ends rounded outwards, counts to whole ones."""
    due, value, lower, upper = ahead.outcome
    unit = w.pick(goal, "unit")
    digits = 2 if unit.startswith("%") else 0
    scale = 10**digits
    ends = (rounded(round(end * scale, 6)) / scale for rounded, end in ((floor, lower), (ceil, upper)))
    return {"due": w.date(due), "day": w.date(due), "share": method.SHARE, "value": wording.figure(w, round(value, digits), unit),
            **dict(zip(("lower", "upper"), (wording.figure(w, end, unit) for end in ends), strict=True))}


def verdict(goal: dict, ahead: Forecast) -> str:
    """Where a target lies to the interval of a forecast: `sure` (even the lower end reaches it), `short` (not even the upper), `open`."""
    def reaches(value: float) -> bool:
        return value > goal["lower"] if goal["strict"] else value >= goal["lower"]

    _, _, lower, upper = ahead.outcome
    return "sure" if reaches(lower) else "open" if reaches(upper) else "short"


def _forecast(w: Words, goal: dict, ahead: Forecast) -> str:
    left_out = w("ahead.forecast.left_out", n=ahead.left_out) if ahead.left_out else ""
    if ahead.reason != "forecast":
        least = (method.FEWEST_OF_YEAR, method.SHORTEST_OF_YEAR) if ahead.quota else (method.FEWEST, method.SHORTEST)
        why = {"too_few": lambda: w("ahead.forecast.too_few", n=ahead.figures, fewest=least[0]),
               "too_short": lambda: w("ahead.forecast.too_short", n=ahead.days, shortest=least[1]),
               "undated": lambda: w("ahead.forecast.undated")}[ahead.reason]()
        return _card(w("ahead.forecast"), w("figure.dash"), [escape(why), escape(left_out)])
    said = _whole(w, goal, ahead)
    target = wording.target(w, goal | {"upper": None})
    sentences = [w(f"ahead.forecast.{verdict(goal, ahead)}", target=target),
                 w("ahead.forecast.method", n=ahead.figures, first=w.date(ahead.first), last=w.date(ahead.last), freedom=ahead.freedom,
                   rate=_rate(w, ahead.per_month, goal)),
                 w("ahead.forecast.assumes_year" if ahead.quota else "ahead.forecast.assumes"),
                 w("ahead.forecast.flat") if ahead.flat else "", left_out]
    return _card(f"{w('ahead.forecast')} · {said['due']}", w("ahead.forecast.value", **said), [escape(sentence) for sentence in sentences])


def _left(w: Words, goal: dict) -> str:
    remaining, sentences = goal["remaining"], []
    if remaining is None:
        strong = w("figure.none")
    elif remaining == 0:
        strong = w("ahead.need.nothing")
        sentences.append(escape(w("ahead.need.exceed")) if goal["strict"] else "")
    elif goal["required_per_month"] is None:
        strong = w("ahead.need.value", remaining=_amount(w, remaining, goal))
    else:
        strong = w("ahead.need.monthly", remaining=_amount(w, remaining, goal), required=_rate(w, goal["required_per_month"], goal))
    if goal["months_left"] is not None:
        sentences.append(escape(w("ahead.need.until", due=w.date(goal["due_on"]), months=w.number(goal["months_left"], 1))))
    if goal["actual"] is not None:
        sentences.append(escape(w("ahead.need.latest")) + _latest(w, goal) + escape(w("ahead.need.day", day=w.date(goal["actual_on"]))))
    return _card(w("ahead.need"), strong, sentences)


def _latest(w: Words, row: dict) -> str:
    return wording.traced(wording.figure(w, row["actual"], w.pick(row, "unit"), row["qualifier"]), f"observation:{row['observation_id']}")


def _shares(w: Words, shares: list[dict]) -> str:
    """What each department, city or cluster with an allocation still has to do, by kind; nothing after the deadlines of all."""
    html = ""
    for kind in dict.fromkeys(share["scope_kind"] for share in shares):
        some = [share for share in shares if share["scope_kind"] == kind]
        if all(share["state"] == "passed" for share in some):
            continue
        body = [[escape(w.pick(share, "name_of_scope")), escape(w.date(share["due_on"])), escape(wording.target(w, share)),
                 w("figure.none") if share["actual"] is None else _latest(w, share) + f'<br><span class="source">{escape(w.date(share["actual_on"]))}</span>',
                 escape(w(f"ahead.short.{share['state']}") if share["remaining"] is None else _amount(w, share["remaining"], share)),
                 escape(w("figure.dash") if share["required_per_month"] is None else _rate(w, share["required_per_month"], share))]
                for share in some]
        html += wording.heading(w("ahead.shares", kind=w(f"scope.{kind}")), 3) + wording.rows(
            [w("ahead.who"), w("goals.due"), w("ahead.share"), w("goals.actual"), w("ahead.left"), w("ahead.monthly")], body, numbers=(2, 3, 4, 5))
        for due in dict.fromkeys(share["due_on"] for share in some):
            first = next(share for share in some if share["due_on"] == due)
            if first["shares_remaining"] is not None:
                html += f'<p class="small">{escape(_sum(w, first))}</p>'
    return html


def _sum(w: Words, share: dict) -> str:
    return w("ahead.shares_sum", due=w.date(share["due_on"]), n=share["shares"], known=share["shares_known"],
             remaining=_amount(w, share["shares_remaining"], share))


# Sentences that sum up a page ----------------------------------------------------------------------------------------

@kept
def goal_takeaway(need: pd.DataFrame, ahead: Forecast, lang: str) -> str:
    """How a goal stands, what it still needs and where its pace leads, in one sentence of plain text."""
    w, goal = words(lang), wording.records(need)[0]
    gap, required = goal["schedule_gap_pp"], goal["required_per_month"]
    behind = goal["light"] in ("yellow", "red") and gap is not None and gap < 0
    parts = [w("takeaway.goal_gap" if behind else "takeaway.goal", name=w.pick(goal, "name"), light=w(f"light.{goal['light']}"),
               **({"gap": w.number(-gap, 1)} if behind else {}))]
    if goal["state"] == "open" and required is not None and goal["remaining"]:
        given = {"due": w.date(goal["due_on"]), "remaining": _amount(w, goal["remaining"], goal), "required": _rate(w, required, goal)}
        if goal["observed_per_month"] is None:
            parts.append(w("takeaway.need_only", **given))
        else:
            parts.append(w("takeaway.need", observed=_rate(w, goal["observed_per_month"], goal), **given))
    if ahead.reason == "forecast":
        parts.append(w(f"takeaway.{verdict(goal, ahead)}"))
    return w("sentence.join").join(parts) + w("takeaway.end")


@kept
def list_takeaway(counts: pd.DataFrame, lang: str) -> str:
    """How many goals stand under each light and which is furthest behind, in one sentence of plain text; `counts` as in
    queries/goal_light.sql."""
    w, rows = words(lang), wording.records(counts)
    told = w("takeaway.join").join(w("takeaway.light", light=w(f"light.{row['light']}"), n=row["goals"]) for row in rows)
    parts = [w("takeaway.goals", n=sum(row["goals"] for row in rows), lights=told)]
    behind = [row for row in rows if row["light"] in ("yellow", "red") and row["furthest_gap_pp"] is not None]
    if behind:
        worst = min(behind, key=lambda row: row["furthest_gap_pp"])
        parts.append(w("takeaway.furthest", name=w.pick(worst, "furthest"), gap=w.number(-worst["furthest_gap_pp"], 1)))
    return w("sentence.join").join(parts) + w("takeaway.end")


@kept
def forecast_line(need: pd.DataFrame, ahead: Forecast, lang: str) -> str:
    """A forecast in one line of plain text, for the chart and whoever cannot see it; empty without one."""
    if ahead.reason != "forecast":
        return ""
    w, goal = words(lang), wording.records(need)[0]
    said = _whole(w, goal, ahead)
    return w("chart.forecast_hover", **{name: said[name] for name in ("day", "value", "share", "lower", "upper")})


def sentence(text: str) -> str:
    """A sentence that sums up a page, as HTML."""
    return f'<p class="takeaway">{escape(text)}</p>'
