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

NAMED = 3  # goals that a sentence names


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
    (fewest, _), (fewest_of_year, shortest_of_year) = method.LEAST, method.LEAST_OF_YEAR
    rule = w("ahead.rule", fewest=fewest, fewest_of_year=fewest_of_year, shortest_of_year=shortest_of_year)
    return (wording.heading(w("ahead.title")) + body + _shares(w, wording.records(need[~need.own]))
            + f'<p class="small muted">{escape(rule)}</p>')


def _state(w: Words, goal: dict) -> str:
    key = "ahead.state.met_undated" if goal["state"] == "met" and goal["due_on"] is None else f"ahead.state.{goal['state']}"
    return w(key, due=w.date(goal["due_on"]))


def _card(title: str, strong: str, sentences: list[str]) -> str:
    """A card; its sentences are ready HTML."""
    return (f'<div class="card"><span class="muted">{escape(title)}</span><br><strong>{escape(strong)}</strong>'
            + "".join(f'<p class="small">{sentence}</p>' for sentence in sentences if sentence) + "</div>")


def _pace(w: Words, goal: dict, basis: pd.DataFrame) -> str:
    unit = w.pick(goal, "unit")
    observed, required = goal["observed_per_month"], goal["required_per_month"]
    given = {"observed": wording.pace(w, observed, unit)} if observed is not None else {}
    if required is not None:
        given["required"] = _required(w, goal)
    strong = w({2: "ahead.pace.both", 1: f"ahead.pace.{next(iter(given), '')}", 0: "figure.dash"}[len(given)], **given)
    recent = int(basis.of_pace.sum())
    sentences = [w(f"ahead.pace.{lights.TRENDS[goal['trend']]}", arrow=goal["trend"]) if goal["trend"] else ""]
    if goal["state"] == "undated":
        sentences.append(w("ahead.pace.undated"))
    elif required is not None:
        sentences.append(w("ahead.pace.required_from", target=_floor(w, goal), due=w.date(goal["due_on"]),
                           months=w.number(goal["months_left"], 1),
                           actual=wording.figure(w, goal["actual"], unit, goal["qualifier"])))
    sentences.append(w("ahead.pace.too_few", n=recent) if observed is None else
                     w("ahead.pace.observed_from", n=recent, last=w.date(basis.day.max().date())))
    return _card(w("ahead.pace"), strong, [escape(sentence) for sentence in sentences])


def _floor(w: Words, goal: dict) -> str:
    """A target in words by its floor, which is what it is judged on."""
    return wording.target(w, goal | {"upper": None})


def _outcome(w: Words, goal: dict, ahead: Forecast) -> dict:
    """Deadline, value and interval of a forecast in words, and where its figures begin: counts are whole, the ends rounded
    outwards."""
    due, value, lower, upper = ahead.outcome
    unit = w.pick(goal, "unit")
    digits = 2 if unit.startswith("%") else 0
    scale = 10**digits
    lower, upper = floor(round(lower * scale, 6)) / scale, ceil(round(upper * scale, 6)) / scale
    said = {"value": round(value, digits), "lower": lower, "upper": upper}
    said = {name: wording.figure(w, figure, unit) for name, figure in said.items()}
    return said | {"day": w.date(due), "first": w.date(ahead.first), "share": method.SHARE}


def verdict(goal: dict, ahead: Forecast) -> str:
    """Where a target lies to the interval of a forecast: `sure` (even the lower end reaches it), `short` (not even the upper),
    `open`."""
    def reaches(value: float) -> bool:
        return value > goal["lower"] if goal["strict"] else value >= goal["lower"]

    _, _, lower, upper = ahead.outcome
    return "sure" if reaches(lower) else "open" if reaches(upper) else "short"


def _forecast(w: Words, goal: dict, ahead: Forecast) -> str:
    left_out = w("ahead.forecast.left_out", n=ahead.left_out) if ahead.left_out else ""
    if ahead.reason != "forecast":
        fewest, shortest = method.LEAST_OF_YEAR if ahead.quota else method.LEAST
        n = ahead.days if ahead.reason == "too_short" else ahead.figures
        why = w(f"ahead.forecast.{ahead.reason}", n=n, fewest=fewest, shortest=shortest)
        return _card(w("ahead.forecast"), w("figure.dash"), [escape(why), escape(left_out)])
    said = _outcome(w, goal, ahead)
    sentences = [w(f"ahead.forecast.{verdict(goal, ahead)}", target=_floor(w, goal)),
                 w("ahead.forecast.method_year" if ahead.quota else "ahead.forecast.method", n=ahead.figures, first=w.date(ahead.first),
                   last=w.date(ahead.last), freedom=ahead.freedom, rate=wording.pace(w, ahead.per_month, w.pick(goal, "unit"))),
                 w("ahead.forecast.assumes_year" if ahead.quota else "ahead.forecast.assumes"),
                 w("ahead.forecast.flat") if ahead.flat else "", left_out,
                 w("ahead.forecast.least", least=wording.figure(w, ahead.least, w.pick(goal, "unit"))) if ahead.least is not None else ""]
    title = f"{w('ahead.forecast')} · {said['day']}"
    return _card(title, w("ahead.forecast.value", **said), [escape(sentence) for sentence in sentences])


def _remaining(w: Words, row: dict) -> str:
    return wording.at_most(w, wording.difference(w, row["remaining"], w.pick(row, "unit")), row["qualifier"])


def _required(w: Words, row: dict) -> str:
    return wording.at_most(w, wording.pace(w, row["required_per_month"], w.pick(row, "unit")), row["qualifier"])


def _left(w: Words, goal: dict) -> str:
    remaining, sentences = goal["remaining"], []
    if remaining is None:
        strong = w("figure.none")
    elif remaining == 0:
        strong = w("ahead.need.nothing")
        sentences.append(escape(w("ahead.need.exceed")) if goal["strict"] else "")
    elif goal["required_per_month"] is None:
        strong = w("ahead.need.value", remaining=_remaining(w, goal))
    else:
        strong = w("ahead.need.monthly", remaining=_remaining(w, goal), required=_required(w, goal))
    if goal["months_left"] is not None:
        sentences.append(escape(w("ahead.need.until", due=w.date(goal["due_on"]), months=w.number(goal["months_left"], 1))))
    if goal["actual"] is not None:
        sentences.append(escape(w("ahead.need.latest")) + _latest(w, goal) + escape(w("ahead.need.day", day=_day(w, goal))))
    return _card(w("ahead.need"), strong, sentences)


def _latest(w: Words, row: dict) -> str:
    figure = wording.figure(w, row["actual"], w.pick(row, "unit"), row["qualifier"])
    return wording.traced(figure, f"observation:{row['actual_id']}")


def _day(w: Words, row: dict) -> str:
    return wording.day(w, row["actual_on"], row["shown_precision"])


def _shares(w: Words, shares: list[dict]) -> str:
    """What each department, city or cluster with an allocation still has to do, by kind; nothing after the deadlines of all."""
    html = ""
    for kind in dict.fromkeys(share["scope_kind"] for share in shares):
        some = [share for share in shares if share["scope_kind"] == kind]
        if all(share["state"] == "passed" for share in some):
            continue
        head = [w("ahead.who"), w("goals.due"), w("ahead.share"), w("goals.actual"), w("ahead.left"), w("ahead.monthly")]
        html += wording.heading(w("ahead.shares", kind=w(f"scope.{kind}")), 3)
        html += wording.rows(head, [_share(w, share) for share in some], numbers=(2, 3, 4, 5))
        for due in dict.fromkeys(share["due_on"] for share in some):
            first = next(share for share in some if share["due_on"] == due)
            if first["shares_remaining"] is not None:
                html += f'<p class="small">{escape(_sum(w, first))}</p>'
    return html


def _share(w: Words, share: dict) -> list[str]:
    """The cells of one share."""
    latest = w("figure.none")
    if share["actual"] is not None:
        latest = f'{_latest(w, share)}<br><span class="source">{escape(_day(w, share))}</span>'
    left = w(f"ahead.short.{share['state']}") if share["remaining"] is None else _remaining(w, share)
    return [escape(w.pick(share, "name_of_scope")), escape(w.date(share["due_on"])), escape(wording.target(w, share)), latest,
            escape(left), escape(w("figure.dash") if share["required_per_month"] is None else _required(w, share))]


def _sum(w: Words, share: dict) -> str:
    return w("ahead.shares_sum", due=w.date(share["due_on"]), n=share["shares"], known=share["shares_known"],
             remaining=wording.at_most(w, wording.difference(w, share["shares_remaining"], w.pick(share, "unit")), share["shares_qualifier"]))


# Sentences that sum up a page ----------------------------------------------------------------------------------------

@kept
def goal_takeaway(need: pd.DataFrame, ahead: Forecast, lang: str) -> str:
    """How a goal stands, what it still needs and where its pace leads, in one sentence of plain text; where nothing is left to
    reckon, why it stands so."""
    w, goal = words(lang), wording.records(need)[0]
    gap = goal["schedule_gap_pp"]
    behind = goal["light"] in ("yellow", "red") and gap is not None and gap < 0
    parts = [w("takeaway.goal_gap" if behind else "takeaway.goal", name=w.pick(goal, "name"), light=w(f"light.{goal['light']}"),
               **({"gap": w.number(-gap, 1)} if behind else {}))]
    if goal["state"] == "open" and goal["required_per_month"] is not None and goal["remaining"]:
        given = {"due": w.date(goal["due_on"]), "remaining": _remaining(w, goal), "required": _required(w, goal)}
        if goal["observed_per_month"] is None:
            parts.append(w("takeaway.need_only", **given))
        else:
            observed = wording.pace(w, goal["observed_per_month"], w.pick(goal, "unit"))
            parts.append(w("takeaway.need_of_year" if ahead.quota else "takeaway.need", observed=observed, **given))
    if ahead.reason == "forecast":
        parts.append(w(f"takeaway.{verdict(goal, ahead)}", **_outcome(w, goal, ahead)))
    told = w("sentence.join").join(parts) + w("takeaway.end")
    if len(parts) > 1:
        return told
    return f"{told}{'' if lang == 'zh' else ' '}{lights.reason_sentence(goal, lang)}"


@kept
def list_takeaway(counts: pd.DataFrame, lang: str) -> str:
    """How many goals stand under each light and the names of those well behind, in one sentence of plain text; `counts` as in
    queries/goal_light.sql."""
    w, rows = words(lang), wording.records(counts)
    told = w("takeaway.join").join(w("takeaway.light", light=w(f"light.{row['light']}"), n=row["goals"]) for row in rows)
    parts = [w("takeaway.goals", n=sum(row["goals"] for row in rows), lights=told)]
    for row in rows:
        if row["light"] == "red":
            names = list(row[f"names_{lang}"])
            key = "takeaway.red" if len(names) <= NAMED else "takeaway.red_more"
            parts.append(w(key, names=w("list.join").join(names[:NAMED]), n=row["goals"]))
    return w("sentence.join").join(parts) + w("takeaway.end")


@kept
def forecast_line(need: pd.DataFrame, ahead: Forecast, lang: str) -> str:
    """A forecast in one line of plain text, for the chart and whoever cannot see it; empty without one."""
    if ahead.reason != "forecast":
        return ""
    w = words(lang)
    return w("chart.forecast_hover", **_outcome(w, wording.records(need)[0], ahead))
