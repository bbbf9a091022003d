"""What the page of comparisons says: like figures ranked and drawn on one scale, unlike ones side by side with basis and period, and in
words why they are not ranked. `named` holds (id, name) of the chosen ones, in their order.
"""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import lights, wording
from pages.parts.kept import kept

Named = tuple[tuple[str, str], ...]
LISTED = 4  # unlike figures named one by one; of more only how many bases and periods they have


# Before anything is chosen --------------------------------------------------------------------------------------------

def explanation(what: str, lang: str) -> str:
    """What the page does, and by which rule it ranks."""
    w = words(lang)
    return f'<p>{escape(w(f"compare.about.{what}"))}</p><p class="muted">{escape(w("compare.rule"))}</p>'


@kept
def starting_sets(starts: pd.DataFrame, what: str, lang: str) -> str:
    """Good sets to begin with; a press chooses one. `starts` as in queries/compare_start.sql."""
    w, html = words(lang), ""
    for kind, rows in starts.groupby("kind", sort=False):
        buttons = "".join(f'<button data-choose="compare:{escape(row["chosen"])}"><b>{escape(_set_name(w, row, what))}</b><br>'
                          f'<span class="small muted">{escape(_set_size(w, row, what))}</span></button>' for row in wording.records(rows))
        html += wording.heading(w(f"compare.start.{kind}")) + f'<div class="inline">{buttons}</div>'
    return html


def _set_name(w: Words, row: dict, what: str) -> str:
    if row["kind"] == "alike":
        given = {"period": wording.period(w, row), "basis": w.pick(row, "basis")}
        return w("compare.set.alike", **given) if what == "cluster" else w("compare.set.series", series=w.pick(row, "name"), **given)
    if row["kind"] == "most":
        return w(f"compare.rest.{what}" if row["rest"] else f"compare.set.{what}")
    return w.pick(row, "name") or w("compare.set.examples")


def _set_size(w: Words, row: dict, what: str) -> str:
    if row["n"] < row["all_n"] and not row["rest"]:
        return w("compare.set.first", n=row["n"], all=row["all_n"])
    return w(f"compare.n.{what}", n=row["n"])


# What the comparison says ---------------------------------------------------------------------------------------------

@kept
def takeaway(figures: pd.DataFrame, counts: pd.DataFrame, named: Named, what: str, lang: str) -> str:
    """The comparison in one or two sentences."""
    return wording.takeaway(("" if lang == "zh" else " ").join(sentences(figures, counts, named, what, lang)))


def sentences(figures: pd.DataFrame, counts: pd.DataFrame, named: Named, what: str, lang: str) -> list[str]:
    """The one or two sentences that hold for the comparison: who has most by like figures, or why nothing is ranked."""
    w, names = words(lang), dict(named)
    if len(named) == 1:
        return [w("compare.one", name=named[0][1])]
    all_n = w(f"compare.n.{what}", n=len(named))
    said = []
    first = counts[(counts.series == {"city": "clusters", "department": "goals"}.get(what)) & (counts["rank"] == 1)]
    if len(first):
        said.append(w(f"compare.most.{what}", all=all_n, names=_tied(w, [names[id] for id in first.id]), value=w.number(first.value.iloc[0])))
    ranked = figures[figures.ranked]
    if len(ranked):
        series = wording.records(ranked[ranked.indicator_id == ranked.sort_values("ranked_figures", ascending=False, kind="stable").indicator_id.iloc[0]])
        top, row = [each for each in series if each["rank"] == 1], series[0]
        said.append(w("compare.highest", all=all_n, series=w.pick(row, "name"), period=wording.period(w, row), basis=w.pick(row, "basis"),
                      n=row["ranked_figures"], names=_tied(w, [names[each["id"]] for each in top]), figure=_figure(w, row)))
        if row["alike_figures"] > row["ranked_figures"]:
            said[-1] += w("compare.floors", n=row["alike_figures"] - row["ranked_figures"])
        return said
    money = wording.records(figures[figures.common_money])
    if what == "cluster" and len(money) > 1:
        money.sort(key=lambda row: row["position"])
        said.append(w("compare.unlike", list=_listed(w, money, names, "compare.has", "compare.spread_money"), why=_difference(w, _spread(money))))
    elif what != "department" or len(figures):  # departments publish goals, hardly any figures
        said.append(w("compare.none_alike" if figures.value.notna().any() else "compare.no_figures", all=all_n))
    return said


def _tied(w: Words, names: list[str]) -> str:
    joined = w("list.join").join(names)
    return w("compare.tied_names", names=joined) if len(names) > 1 else joined


def _spread(rows: list[dict]) -> dict:
    """How many bases and periods some figures have, and whether a period is known only roughly."""
    return {"bases": len({row["basis_zh"] for row in rows}), "periods": len({(row["period_start"], row["period_end"]) for row in rows}),
            "rough": any(row["period_precision"] == "approximate" for row in rows)}


def _difference(w: Words, spread: dict) -> str:
    """Why figures are not ranked, as part of a sentence: 口径、期间不同."""
    if spread["bases"] > 1 and spread["periods"] > 1:
        return w("compare.differ.both_rough" if spread["rough"] else "compare.differ.both")
    if spread["bases"] > 1:
        return w("compare.differ.basis")
    if spread["periods"] > 1:
        return w("compare.differ.period_rough" if spread["rough"] else "compare.differ.period")
    return w("compare.differ.rough" if spread["rough"] else "compare.differ.floor")


def _listed(w: Words, rows: list[dict], names: dict[str, str], one: str, many: str) -> str:
    """Each figure's period and basis in words (key `one`); of many only how many bases and periods there are (key `many`)."""
    if len(rows) > LISTED:
        spread = _spread(rows)
        return w(many, n=len(rows), bases=spread["bases"], periods=spread["periods"])
    return w("compare.join").join(w(one, name=names[row["id"]], period=wording.period(w, row), basis=w.pick(row, "basis"), figure=_figure(w, row))
                                  for row in rows)


# Tables with the chosen ones as columns -------------------------------------------------------------------------------

def _side_by_side(w: Words, named: Named, lines: list[tuple[str, dict[str, str], str]]) -> str:
    """A table with the chosen ones as columns; of each line its head, the ready cells by id, and the words for none."""
    body = [[head, *(cells.get(id, f'<span class="muted">{escape(none)}</span>') for id, _ in named)] for head, cells, none in lines]
    table = wording.rows([w("table.series"), *(name for _, name in named)], body)
    return f'<div class="compare" style="--columns:{len(named)}">{table}</div>'


def _figure(w: Words, row: dict) -> str:
    return wording.figure(w, row["value"], w.pick(row, "unit"), row["qualifier"])


def _traced(w: Words, row: dict) -> str:
    return wording.traced(_figure(w, row), f'observation:{row["observation_id"]}')


def _rank(w: Words, row: dict, tied: bool) -> str:
    return w("compare.rank_tied" if tied else "compare.rank", rank=row["rank"])


def _ties(rows: list[dict]) -> set[int]:
    """The ranks that more than one share."""
    ranks = [row["rank"] for row in rows if row["rank"] is not None]
    return {rank for rank in ranks if ranks.count(rank) > 1}


def _bar(row: dict) -> str:
    """A bar on the scale of the figures that are alike; open-ended where the figure is only a floor."""
    if not row["bar"]:
        return ""
    floor = " floor" if row.get("qualifier") == "at_least" else ""
    return f'<span class="bar{floor}" aria-hidden="true" style="width:{row["bar"]:.4g}%"></span>'


@kept
def figure_table(figures: pd.DataFrame, named: Named, what: str, lang: str) -> str:
    """The published figures, each with period and basis, its rank where it has one. Of cities, which publish many that no other does,
    only the series in which two have a figure; the others follow among the rankings."""
    w, lines = words(lang), []
    if what == "city" and len(named) > 1:
        figures = figures[figures.figures > 1]
    for _, series in figures.groupby("indicator_id", sort=False):
        rows = wording.records(series)
        ties, cells = _ties(rows), {}
        for row in rows:
            if row["value"] is not None:
                rank = f' <span class="tag">{escape(_rank(w, row, row["rank"] in ties))}</span>' if row["ranked"] else ""
                newer = f'<br>{escape(w("compare.newer"))}' if row["newer"] else ""
                cells[row["id"]] = (f'<b>{_traced(w, row)}</b>{rank}<br><span class="small muted">{escape(wording.period(w, row))} · '
                                    f'{escape(w.pick(row, "basis"))}{newer}</span>')
        lines.append((escape(w.pick(rows[0], "name")), cells, w("figure.none")))
    if not lines:
        return f'<p class="muted">{escape(w("compare.nothing_published"))}</p>'
    return _side_by_side(w, named, lines)


@kept
def count_table(counts: pd.DataFrame, named: Named, what: str, lang: str, theme: str) -> str:
    """What is on record of each as of the day, counted; ranked where the count is of one kind for all."""
    w, lines = words(lang), []
    for series, group in counts.groupby("series", sort=False):
        rows = wording.records(group)
        ties = _ties(rows)
        lines.append((_count_name(w, series, lang, theme), {
            row["id"]: f'<b>{w.number(row["value"])}</b>'
                       + (f' <span class="tag">{escape(_rank(w, row, row["rank"] in ties))}</span>' if row["ranked"] else "") + _bar(row)
            for row in rows if row["value"] is not None},
            w("compare.not_allocated" if series == "allocations" or series in lights.LIGHTS else "compare.not_recorded")))
    return _side_by_side(w, named, lines) + f'<p class="small muted">{escape(w(f"compare.counted.{what}"))}</p>'


def _count_name(w: Words, series: str, lang: str, theme: str) -> str:
    if series in lights.LIGHTS:
        return lights.light_badge(series, lang, theme)
    key = f"compare.count.{series}"
    return escape(w(key) if w.has(key) else w(f"chart.milestone.{series}"))


@kept
def claim_table(claims: pd.DataFrame, named: Named, lang: str) -> str:
    """The strongest claim of each cluster as reported, with its source: side by side, not ranked."""
    w = words(lang)
    cells = {row["id"]: wording.traced(w.pick(row, "text"), f'claim:{row["claim_id"]}') + f"<br>{wording.citation(w, row)}"
                        + (f' <span class="source">{escape(w("cluster.claim_year", year=row["period_end"].year))}</span>' if row["period_end"] else "")
             for row in wording.records(claims)}
    return _side_by_side(w, named, [(escape(w("compare.claim")), cells, w("compare.no_claim"))])


@kept
def allocation_table(allocations: pd.DataFrame, named: Named, lang: str, theme: str) -> str:
    """The goals broken down to each: what was asked, the figure and its light; the targets differ, so they are not ranked."""
    w, lines = words(lang), []
    for _, goal in allocations.groupby("indicator_id", sort=False):
        rows, cells = wording.records(goal), {}
        for row in rows:
            value, _, qualifier = lights.shown_figure(row)
            figure, on = w("figure.none"), ""
            if value is not None:
                figure = wording.traced(wording.figure(w, value, w.pick(row, "unit"), qualifier), f"observation:{lights.shown_id(row)}")
                on = f" · {escape(lights.shown_day(row, lang))}"
            asked = w("compare.asked", target=wording.target(w, row), due=w.date(row["due_on"]))
            cells[row["id"]] = (f'{lights.light_badge(row["light"], lang, theme)}<br><b>{figure}</b>'
                                f'<span class="small muted">{on}<br>{escape(asked)}</span>')
        lines.append((escape(w.pick(rows[0], "name")), cells, w("compare.not_allocated")))
    return _side_by_side(w, named, lines) + f'<p class="small muted">{escape(w("compare.allocated"))}</p>'


# Figure by figure -----------------------------------------------------------------------------------------------------

@kept
def rankings(figures: pd.DataFrame, named: Named, lang: str) -> str:
    """Series by series: the like figures ranked on one scale, beneath them the unlike ones and those without, and in words why. Series
    in which only one has a figure stand together at the end."""
    w, html, single = words(lang), "", []
    for _, series in figures.groupby("indicator_id", sort=False):
        rows = wording.records(series)
        if rows[0]["figures"] < 2 and len(named) > 1:
            single.append(rows)
        else:
            html += wording.heading(w.pick(rows[0], "name"), 3) + f'<p>{escape(reason(rows, named, lang))}</p>' + _ranking(w, rows, dict(named))
    if single:
        inner = "".join(wording.heading(w.pick(rows[0], "name"), 3) + _ranking(w, [row for row in rows if row["value"] is not None], dict(named))
                        for rows in single)
        html += f'<details><summary>{escape(w("compare.single", n=len(single)))}</summary>{inner}</details>'
    return html


def reason(rows: list[dict], named: Named, lang: str) -> str:
    """Which figures of a series are ranked, and why the others are not, in words. `rows` of one series of compare_figure."""
    w, first = words(lang), rows[0]
    shown = [row for row in rows if row["value"] is not None]
    if len(shown) < 2:
        return w("compare.only_one", name=dict(named)[shown[0]["id"]])
    parts = []
    if first["ranked_figures"]:
        others = [row for row in shown if not row["alike"]]
        parts.append(w("compare.alike", n=first["ranked_figures"], period=wording.period(w, first), basis=w.pick(first, "basis")))
        if others:
            parts.append(w("compare.others", n=len(others), why=_difference(w, first)))
    else:
        parts.append(w("compare.unlike", list=_listed(w, shown, dict(named), "compare.is", "compare.spread"), why=_difference(w, first)))
    if any(row["qualifier"] == "at_least" for row in shown):
        parts.append(w("compare.note_floor"))
    if any(row["ranked"] and row["qualifier"] == "about" for row in shown):
        parts.append(w("compare.note_about"))
    return "".join(parts) if lang == "zh" else " ".join(parts)


def _ranking(w: Words, rows: list[dict], names: dict[str, str]) -> str:
    ties, body = _ties(rows), []
    without = [names[row["id"]] for row in rows if row["value"] is None]
    for row in rows[:len(rows) - len(without)]:
        rank = escape(_rank(w, row, row["rank"] in ties)) if row["ranked"] else f'<span class="muted">{escape(w("compare.unranked"))}</span>'
        percent = ""
        if row["percent"] not in (None, 100):
            percent = f' <span class="small muted">{escape(w("compare.percent", percent=w.number(row["percent"], 1)))}</span>'
        note = f'<br><span class="small muted">{escape(w.pick(row, "note"))}</span>' if w.pick(row, "note") else ""
        body.append([rank, escape(names[row["id"]]), f"<b>{_traced(w, row)}</b>{percent}{_bar(row)}", escape(wording.period(w, row)),
                     escape(w.pick(row, "basis")) + note, wording.citation(w, row)])
    if without:
        body.append([w("figure.dash"), escape(w("list.join").join(without)), f'<span class="muted">{escape(w("figure.none"))}</span>', "", "", ""])
    table = wording.rows([w("compare.place"), w("compare.name"), w("table.figure"), w("table.period"), w("table.basis"), w("table.source")], body)
    return f'<div class="ranking">{table}</div>'
