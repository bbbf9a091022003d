"""The plan checked against itself: what it says, the arithmetic, what it means for judging."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import wording
from pages.parts.kept import kept
from pages.parts.method_cards import folded


@kept
def quota_checks(quotas: pd.DataFrame, lang: str) -> str:
    """Yearly quotas against the totals they are part of."""
    w = words(lang)
    return _checks(w, "method.quota_head", [_quota(w, row) for row in wording.records(quotas)])


def _quota(w: Words, row: dict) -> list[str]:
    unit = w.pick(row, "unit")
    number = {name: w.number(row[name]) for name in ("per_year", "years", "promised", "needed", "short", "to_value", "from_value")}
    figure = {name: wording.figure(w, row[name], unit) for name in ("per_year", "short", "to_value", "from_value")}
    share, dated = w.number(row["share"], 1), row["from_on"] is not None
    whole = {"clause": _clause(w, row["whole_measure_id"]), "name": w.pick(row, "whole"), "to_value": figure["to_value"]}
    says = [w("method.quota_says", clause=_clause(w, row["measure_id"]), name=w.pick(row, "name"), per_year=figure["per_year"]),
            w("method.whole_dated", from_year=row["from_on"].year, to_year=row["to_on"].year, from_value=figure["from_value"], **whole)
            if dated else w("method.whole_undated", **whole)]
    sums = [w("method.quota_sum", per_year=number["per_year"], years=number["years"], promised=number["promised"])]
    if dated:
        sums.append(w("method.whole_sum", to_value=number["to_value"], from_value=number["from_value"], needed=number["needed"]))
    if row["short"]:
        sums.append(w("method.quota_short", promised=number["promised"], needed=number["needed"], short=number["short"], share=share,
                      years_needed=w.number(row["years_needed"], 1)))
        so = w(f"method.quota_so.{row['quota_id']}", short=figure["short"], share=share)
    else:
        sums.append(w("method.quota_fits", promised=number["promised"], needed=number["needed"]))
        so = w("method.quota_so_fits")
    return [_lines(says) + _doubt(w, row), _lines(sums), escape(so)]


@kept
def twin_checks(twins: pd.DataFrame, lang: str) -> str:
    """The same number asked for by two clauses."""
    w = words(lang)
    body = []
    for row in wording.records(twins):
        sides = [("measure_id", "name", "per_year", "total"), ("other_measure_id", "other", "other_per_year", "other_total")]
        figure, unit = wording.figure(w, row["lower"], w.pick(row, "unit")), w.pick(row, "unit")
        says = [w("method.twin_yearly" if row[yearly] else "method.twin_total", clause=_clause(w, row[measure]), name=w.pick(row, name),
                  figure=figure) for measure, name, yearly, _ in sides]
        sums = [w("method.twin_sum_yearly" if row[yearly] else "method.twin_sum_total", name=w.pick(row, name), figure=w.number(row["lower"]),
                  years=row["years"], total=wording.figure(w, row[total], unit)) for _, name, yearly, total in sides]
        body.append([_lines(says) + _doubt(w, row), _lines(sums), escape(w("method.twin_so"))])
    return _checks(w, "method.twin_head", body)


@kept
def open_checks(targets: pd.DataFrame, lang: str) -> str:
    """Targets without a date, or with one before the plan ends."""
    w = words(lang)
    body = []
    for row in wording.records(targets):
        says = w("method.open_says", clause=_clause(w, row["measure_id"]), name=w.pick(row, "name"), target=wording.target(w, row))
        sums = w("method.open_undated") if row["kind"] == "undated" else w(
            "method.open_early", due=w.date(row["due_on"]), ends=w.date(row["ends_on"]), n=int(row["open_days"]))
        body.append([escape(says) + _doubt(w, row), escape(sums), escape(w(f"method.open_so.{row['kind']}"))])
    return _checks(w, "method.open_head", body)


@kept
def scope_checks(scopes: pd.DataFrame, lang: str) -> str:
    """Whether anyone has a figure in the scope that goals count."""
    w = words(lang)
    body = []
    for row in wording.records(scopes):
        so = w("method.scope_so.some", names=w.pick(row, "without")) if row["with_figure"] and w.pick(row, "without") else (
            "" if row["with_figure"] else w("method.scope_so.none"))
        body.append([escape(w("method.scope_says", scope=w(f"scope.{row['scope_kind']}"), goals=row["goals"], doubtful=row["doubtful"])),
                     escape(w("method.scope_sum", goals=row["goals"], with_figure=row["with_figure"])), escape(so)])
    return _checks(w, "method.scope_head", body)


@kept
def step_table(steps: pd.DataFrame, lang: str) -> str:
    """How steeply the plan climbs between its dates, against the rise before; and for how many of the goals there is no baseline."""
    w, body = words(lang), []
    if steps.empty:
        return ""
    for row in wording.records(steps):
        ends = [w("method.year_target", year=row[f"{end}_on"].year, target=wording.target(w, row | {
            "lower": row[f"{end}_lower"], "upper": row[f"{end}_upper"], "strict": end == "from" and row["from_strict"]})) for end in ("from", "to")]
        least = _rise(w, row, row["to_lower"], row["top"], row["years"], row["least"])
        most = _rise(w, row, row["roof"], row["from_lower"], row["years"], row["most"])
        before = w("figure.dash") if row["before"] is None else _rise(w, row, row["from_lower"], row["baseline"], row["before_years"], row["before"])
        body.append([escape(w.pick(row, "name")) + _doubt(w, row), *map(escape, (*ends, before)), _lines([*dict.fromkeys((least, most))]),
                     escape(w.number(row["times"], 1))])
    first = wording.records(steps)[0]
    so = w("method.step_so", goals=first["goals"], n=first["without_baseline"], starts=w.date(first["starts_on"]))
    return (wording.heading(w("method.step_head"), 3) + f'<p class="small">{escape(w("method.step_note"))}</p>'
            + wording.rows([w("method.fresh_goal"), w("method.step_first"), w("method.step_second"), w("method.step_before"), w("method.step_asked"),
                            w("method.step_times")], body, numbers=(5,)) + (f"<p>{escape(so)}</p>" if first["without_baseline"] else ""))


def _rise(w: Words, row: dict, to_value: float, from_value: float, years: float, rise: float) -> str:
    unit, value = w.pick(row, "unit"), round(rise, 0 if rise >= 10 else 2)
    return w("method.rise", to_value=w.number(to_value), from_value=w.number(from_value), years=w.number(years),
             rise=w("method.points", value=w.number(value)) if unit == "%" else wording.figure(w, value, unit))


@kept
def part_year_check(years: pd.DataFrame, lang: str) -> str:
    """The year in which the plan begins, and the quotas of it."""
    w = words(lang)
    body = []
    for row in wording.records(years):
        given = {"year": row["year"], "days": row["days"], "year_days": row["year_days"], "share": w.number(row["share"], 1)}
        body.append([escape(w("method.part_year_says", n=row["quotas"], year=row["year"], starts=w.date(row["starts_on"]))),
                     escape(w("method.part_year_sum", **given)), escape(w("method.part_year_so"))])
    return _checks(w, "method.part_year_head", body)


@kept
def doubt_list(doubts: pd.DataFrame, lang: str) -> str:
    """Where the wording is doubtful, table by table, with the reason."""
    w = words(lang)
    html = [wording.heading(w("method.doubt_head"), 3), f'<p class="small">{escape(w("method.doubt_note"))}</p>']
    for table, rows in doubts.groupby("table_name", sort=False):
        lines = wording.records(rows)
        head = w("method.doubt_table", table=w(f"method.table.{table}"), doubtful=lines[0]["doubtful"], checked=lines[0]["checked"])
        body = [[escape(row["clause"] or w("goals.headline_clause" if table in ("indicator", "target") else "figure.dash")), escape(w.pick(row, "text")),
                 escape(w.pick(row, "note") or w("goals.unconfirmed_note"))] for row in lines]
        html.append(folded(head[:1].upper() + head[1:], wording.rows([w("table.clause"), w("method.doubt_text"), w("method.doubt_why")], body)))
    return "".join(html)


@kept
def rhythm(rhythms: pd.DataFrame, lang: str) -> str:
    """The rhythm that the plan sets, and what it leaves open."""
    w, rows = words(lang), wording.records(rhythms)
    text = w("method.rhythm", names=w("method.kind_join").join(w.pick(row, "name") for row in rows), id=rows[0]["safeguard_id"],
             safeguard=w.pick(rows[0], "safeguard"))
    return wording.heading(w("method.rhythm_head"), 3) + f"<p>{escape(text)}</p>"


def _checks(w: Words, head: str, body: list[list[str]]) -> str:
    table = wording.rows([w("method.says"), w("method.sum"), w("method.so")], body)
    return f'<div class="checks">{wording.heading(w(head), 3)}{table}</div>' if body else ""


def _clause(w: Words, measure: str | None) -> str:
    return w("goals.clause", id=measure) if measure else w("goals.headline_clause")


def _lines(texts: list[str]) -> str:
    return "<br>".join(map(escape, texts))


def _doubt(w: Words, row: dict) -> str:
    return "" if row["confirmed"] else f' <span class="doubt">{escape(w("goals.unconfirmed"))}</span>'
