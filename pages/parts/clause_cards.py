"""What pages say about a clause of the plan: whose it is, what it promises and gives, whom it names; the index of clauses."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import goal_cards, lights, wording
from pages.parts.kept import kept


def clause_name(w: Words, clause: dict) -> str:
    """A clause as it is cited: 措施1.1　锁定培育目标, 保障措施3.2　压实市县责任."""
    return w("clause.safeguard" if clause["safeguard"] else "clause.measure", id=clause["number"], name=w.pick(clause, "name"))


@kept
def index(clauses: pd.DataFrame, lang: str) -> str:
    """Every clause by action, the safeguards last; a press opens one. `clauses` as in queries/clause.sql."""
    w, html = words(lang), []
    for action, rows in clauses.groupby("action_id", sort=False, dropna=False):
        records = wording.records(rows)
        head = w("clause.safeguards") if records[0]["safeguard"] else w("goals.action", id=action, name=w.pick(records[0], "action"))
        html.append(wording.heading(head) + '<div class="inline">' + "".join(
            f'<button data-choose="measure:{row["clause_id"]}"><b>{escape(row["number"])}</b> {escape(w.pick(row, "name"))}<br>'
            f'<span class="small muted">{escape(_counts(w, row))}</span></button>' for row in records) + "</div>")
    return "".join(html)


def _counts(w: Words, clause: dict) -> str:
    parts = [w(f"clause.n_{what}", n=clause[what]) for what in ("departments", "goals", "commitments", "incentives") if clause[what]]
    return w("source.join").join(parts)


@kept
def clause_head(clauses: pd.DataFrame, clause_id: str, departments: pd.DataFrame, goals: pd.DataFrame, lang: str) -> str:
    """The head of a clause: its neighbours, name, action, what to remember of it, what it asks (in our own words), doubt,
    departments."""
    w = words(lang)
    (clause,) = wording.records(clauses[clauses.clause_id == clause_id])
    steps = "".join(f'<button data-choose="measure:{clause[key]}">{escape(w(word, id=clause[key].removeprefix("s")))}</button>'
                    for key, word in (("before_id", "clause.before"), ("after_id", "clause.after")) if clause[key])
    html = (f'<div class="inline">{steps}<button data-choose="measure:all">{escape(w("clause.index"))}</button></div>'
            + wording.heading(clause_name(w, clause)))
    if w.pick(clause, "action"):
        html += f'<p class="small muted">{escape(w("goals.action", id=clause["action_id"], name=w.pick(clause, "action")))}</p>'
    html += wording.takeaway(takeaway(clause, departments, goals, lang))
    html += f'<p>{escape(w.pick(clause, "summary"))} <span class="source">{escape(w("clause.own_words"))}</span></p>{_doubt(w, clause)}'
    if w.pick(clause, "rhythms"):
        html += f'<p>{escape(w("clause.rhythms", rhythms=w.pick(clause, "rhythms")))}</p>'
    if len(departments):
        buttons = "".join(f'<button data-opens="departments" data-choose="department:{row["department_id"]}">'
                          f'<b>{escape(w.pick(row, "short"))}</b><br><span class="small muted">{escape(_place(w, row["position"]))}</span>'
                          "</button>" for row in wording.records(departments))
        html += wording.heading(w("table.departments"), 3) + f'<div class="inline">{buttons}</div>'
        html += "".join(f'<p class="doubt-note">{escape(w("clause.doubt", name=w.pick(row, "short"), note=w.pick(row, "note")))}</p>'
                        for row in wording.records(departments) if w.pick(row, "note"))
    return html


def takeaway(clause: dict, departments: pd.DataFrame, goals: pd.DataFrame, lang: str) -> str:
    """What to remember of a clause, in plain text: who is named first, how its targets stand, what it gives."""
    w = words(lang)
    who = w("clause.everyone") if departments.empty else w("clause.who", lead=w.pick(departments.iloc[0], "short"), n=len(departments))
    if goals.empty:
        standing = w("clause.no_goals")
    else:
        count = goals.light.value_counts()
        standing = w("clause.stands", goals=goals.indicator_id.nunique(), rows=len(goals), counts=w("list.join").join(
            f"{lights.light_word(light, lang)} {count[light]}" for light in lights.LIGHTS if light in count))
    return wording.sentences(w, who, standing, w("clause.gives", commitments=clause["commitments"], incentives=clause["incentives"]))


def _place(w: Words, position: int) -> str:
    return w("department.lead") if position == 1 else w("department.place", n=position)


def _doubt(w: Words, row: dict) -> str:
    return f'<p class="doubt-note">{escape(w.pick(row, "note"))}</p>' if w.pick(row, "note") else ""


@kept
def clause_body(clause_id: str, figures: pd.DataFrame, clusters: pd.DataFrame, industries: pd.DataFrame, commitments: pd.DataFrame,
                incentives: pd.DataFrame, lang: str) -> str:
    """What stands under a clause: the latest figures of its goals, named clusters and industries, commitments, incentives; only
    what there is. `commitments` as in queries/commitment.sql, all of them."""
    w = words(lang)
    number, safeguard = clause_id.removeprefix("s"), clause_id.startswith("s")
    promised = commitments[(commitments.clause_id == number) & (commitments.safeguard == safeguard)]
    parts = ((w("clause.figures"), figures, figure_table), (w("clause.clusters"), clusters, _cluster_buttons),
             (w("clause.industries"), industries, _industry_buttons), (w("goals.commitment"), promised, _promises),
             (w("clause.incentives"), incentives, incentive_table))
    return "".join(wording.heading(name, 3) + draw(rows, lang) for name, rows, draw in parts if len(rows))


def figure_table(figures: pd.DataFrame, lang: str) -> str:
    """The latest figure of each goal of a clause, with period, basis and source."""
    w = words(lang)
    body = [[escape(w.pick(f, "name")), escape(wording.period(w, f)),
             wording.traced(wording.figure(w, f["value"], w.pick(f, "unit"), f["qualifier"]), f"observation:{f['observation_id']}"),
             escape(w.pick(f, "basis")), wording.citation(w, f)] for f in wording.records(figures)]
    head = [w("table.series"), w("table.period"), w("table.figure"), w("table.basis"), w("table.source")]
    return wording.rows(head, body, numbers=(2,))


def _cluster_buttons(clusters: pd.DataFrame, lang: str) -> str:
    w, buttons, doubts = words(lang), "", ""
    for row in wording.records(clusters):
        places = w("source.join").join(dict.fromkeys([w.pick(row, "city"), w.pick(row, "county")]))
        buttons += (f'<button data-opens="cluster" data-choose="cluster:{row["cluster_id"]}">'
                    f'<i class="dot" style="background:{row["colour"]}"></i><b>{escape(w.pick(row, "name"))}</b><br>'
                    f'<span class="small muted">{escape(places)}</span></button>')
        if w.pick(row, "note"):
            doubts += f'<p class="doubt-note">{escape(w("clause.doubt", name=w.pick(row, "name"), note=w.pick(row, "note")))}</p>'
    return f'<div class="inline">{buttons}</div>{doubts}'


def _industry_buttons(industries: pd.DataFrame, lang: str) -> str:
    w = words(lang)
    return '<div class="inline">' + "".join(
        f'<button data-opens="map" data-choose="industry:{row["industry_id"]}"><b>{escape(w.pick(row, "name"))}</b><br>'
        f'<span class="small muted">{escape(w("clause.industry", n=row["clusters"]))}</span></button>'
        if row["clusters"] else f'<span class="tag">{escape(w.pick(row, "name"))}</span>'
        for row in wording.records(industries)) + "</div>"


def _promises(promised: pd.DataFrame, lang: str) -> str:
    w = words(lang)
    return "<ul>" + "".join(f'<li>{escape(w.pick(row, "text"))}{goal_cards.aside(w, row)}</li>'
                            for row in wording.records(promised)) + "</ul>"


def incentive_table(incentives: pd.DataFrame, lang: str) -> str:
    """What a clause gives: rate, cap, amount, for whom, and what is doubtful about it."""
    w, body = words(lang), []
    for row in wording.records(incentives):
        terms = [w(f"incentive.{key}", figure=figure) for key, figure in (
            ("rate", row["rate"] is not None and f"{w.number(row['rate'])}%"), ("cap", _yuan(w, row["cap_yuan"])),
            ("amount", _yuan(w, row["amount_yuan"]))) if figure]
        doubt = "" if row["confirmed"] else f' <span class="doubt">{escape(w("goals.unconfirmed"))}</span>'
        body.append([f'<b>{escape(w.pick(row, "what"))}</b>{doubt}', escape(w("list.join").join(terms) or w("incentive.unstated")),
                     escape(w.pick(row, "condition") or w("figure.dash")) + goal_cards.aside(w, row)])
    return wording.rows([w("incentive.what"), w("incentive.terms"), w("incentive.condition")], body)


def _yuan(w: Words, value: float | None) -> str | None:
    return value and w("incentive.yuan", figure=w.number(value / 10_000 if w.lang == "zh" else value))
