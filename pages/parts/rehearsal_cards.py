"""What a rehearsal of the rule says: the bounds compared, the lights before and after, the goals that would change theirs."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept

Bounds = tuple[str, float, float]  # the metric, green from, yellow from


def bounds(w: Words, rule: Bounds) -> str:
    """A rule in words: green from, yellow from."""
    metric, green, yellow = rule
    return w(f"rehearsal.bounds.{metric}", green=w.number(green), yellow=w.number(yellow))


def compared(now: Bounds, then: Bounds, lang: str) -> str:
    """Both rules in one sentence of HTML."""
    w = words(lang)
    return f'<p>{escape(w("rehearsal.compared", now=bounds(w, now), then=bounds(w, then)))}</p>'


@kept
def counts(lights_counted: pd.DataFrame, lang: str, theme: str) -> str:
    """How many targets and allocations stand under each light by both rules; `lights_counted` as in queries/rehearsal_count.sql."""
    w = words(lang)

    def change(now: int, then: int) -> str:
        text = escape(w("rehearsal.count", now=w.number(now), then=w.number(then)))
        return f"<b>{text}</b>" if now != then else text

    body = [[lights.light_badge(row["light"], lang, theme), change(row["goals_now"], row["goals_then"]),
             change(row["shares_now"], row["shares_then"])] for row in wording.records(lights_counted)]
    head = [w("goals.light"), w("rehearsal.goals"), w("rehearsal.shares")]
    return f'<div class="narrow">{wording.rows(head, body, numbers=(1, 2))}</div>'


@kept
def flips(judged: pd.DataFrame, now: Bounds, then: Bounds, lang: str, theme: str) -> str:
    """The goals and shares whose light would change, with both lights and the figures that decide; `judged` as in
    queries/rehearsal.sql."""
    w = words(lang)
    body = []
    for row in wording.records(judged[judged.flips]):
        place = w.pick(row, "name_of_scope")
        name = w.pick(row, "name") + (w("source.join") + place if place else "")
        body.append([escape(name), escape(w.date(row["due_on"])), escape(wording.target(w, row)),
                     lights.light_badge(row["light"], lang, theme), lights.light_badge(row["light_then"], lang, theme),
                     escape(_why(w, row, now, then))])
    head = [w("rehearsal.goal"), w("goals.due"), w("goals.target"), w("rehearsal.now"), w("rehearsal.then"), w("goals.why")]
    return wording.heading(w("rehearsal.flips", n=len(body)), 3) + wording.rows(head, body, numbers=(2,))


def _why(w: Words, row: dict, now: Bounds, then: Bounds) -> str:
    given = {"gap": w.number(row["schedule_gap_pp"], 1), "green": w.number(now[1]), "yellow": w.number(now[2]),
             "green_then": w.number(then[1]), "yellow_then": w.number(then[2])}
    if then[0] == "schedule_gap_pp":
        return w("rehearsal.gap", **given)
    return w("rehearsal.ratio", ratio=w.number(row["expected_ratio"], 1), **given)


def unchanged(judged: pd.DataFrame, now: Bounds, then: Bounds, day: str, lang: str) -> str:
    """Why no light would change, in a sentence of plain text."""
    w, weighed = words(lang), int(judged.weighed.sum())
    if not weighed:
        return w("rehearsal.none_weighed", day=day)
    return w("rehearsal.same") if now == then else w("rehearsal.none_between", day=day, n=weighed)
