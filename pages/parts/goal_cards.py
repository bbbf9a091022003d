"""What pages say about goals: the list by action, one goal in full, commitments, departments."""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import bullets, gauges, lights, wording
from pages.parts.kept import kept


@kept
def goal_list(status: pd.DataFrame, actions: pd.DataFrame, chosen: str | None, lang: str, theme: str) -> str:
    """Every goal of the plan by action, as bullets with lights; yearly quotas fold into one row of cells. A press on a goal
    chooses it."""
    w = words(lang)
    groups = [(w("goals.headline"), None, status[status.headline])]
    for action in wording.records(actions):
        name = w("goals.action", id=action["action_id"], name=w.pick(action, "name"))
        groups.append((name, None if action["confirmed"] else w.pick(action, "note"),
                       status[~status.headline & (status.action_id == action["action_id"])]))
    html = []
    for name, doubt, rows in groups:
        if len(rows):
            html.append(wording.heading(name) + (f'<p class="small muted">{escape(doubt)}</p>' if doubt else ""))
            html += [_goal_card(goal, chosen, lang, theme) for _, goal in rows.groupby("indicator_id", sort=False)]
    return f'<div class="goals">{"".join(html)}</div>'


def _goal_card(goal: pd.DataFrame, chosen: str | None, lang: str, theme: str) -> str:
    w, rows = words(lang), wording.records(goal)
    first = rows[0]
    own = [row for row in rows if row["own"]]
    if first["year"] is not None:
        drawing = _picture(bullets.quota_cells(own, lang, theme), bullets.quota_alt(own, lang))
    else:
        drawing = "".join(_picture(bullets.goal_bullet(row, lang, theme), bullets.bullet_alt(row, lang)) for row in own)
    pressed = first["indicator_id"] == chosen
    evidence = _evidence(w, own)
    return (f'<button class="pick goal" data-choose="goal:{"" if pressed else first["indicator_id"]}" '
            f'aria-pressed="{str(pressed).lower()}"><span><b>{escape(w.pick(first, "name"))}</b>{_doubt(w, own)}<br>'
            f'<span class="small muted">{escape(_obligation(w, first))}{"<br>" + escape(evidence) if evidence else ""}</span></span>'
            f'<span class="drawings">{drawing}</span></button>')


def _picture(svg: str, alt: str) -> str:
    return f'<img src="{gauges.data_uri(svg)}" alt="{escape(alt)}">'


def _doubt(w: Words, rows: list[dict]) -> str:
    doubtful = next((row for row in rows if not row["confirmed"]), None)
    if doubtful is None:
        return ""
    note = escape(w.pick(doubtful, "note") or w("goals.unconfirmed_note"))
    return f' <span class="doubt" title="{note}">{escape(w("goals.unconfirmed"))}</span>'


def _obligation(w: Words, row: dict) -> str:
    """Clause, departments and named clusters of a goal."""
    clause = w("goals.clause", id=row["measure_id"]) if row["measure_id"] else w("goals.headline_clause")
    return " · ".join([clause, *_responsible(w, row)])


def _responsible(w: Words, row: dict) -> list[str]:
    clusters = w.pick(row, "clusters")
    return [text for text in (w.pick(row, "departments"), clusters and w("goals.named", clusters=clusters)) if text]


def _evidence(w: Words, rows: list[dict]) -> str:
    """Who owes the figure where there is none, and the nearest evidence."""
    row = rows[-1]
    if any(r["actual"] is not None for r in rows):
        return ""
    parts = [w("goals.owed", owner=w.pick(row, "owner") or w("figure.none"))]
    if w.pick(row, "context"):
        parts.append(wording.nearest(w, row))
    return w("sentence.join").join(parts)


@kept
def verdicts(goal: pd.DataFrame, lang: str, theme: str) -> str:
    """Why a goal stands under its light, one row per target or quota year: target, expected by now, figure, light, reason."""
    w = words(lang)
    body = []
    for row in wording.records(goal):
        unit = w.pick(row, "unit")
        due = w("goals.undated") if row["due_on"] is None else w.date(row["due_on"])
        value, _, qualifier = lights.shown_figure(row)
        figure = wording.figure(w, value, unit, qualifier)
        when = f'<br><span class="source">{escape(lights.shown_day(row, lang))}</span>' if value is not None else ""
        trace = f"goal:{row['indicator_id']}"
        body.append([escape(due), escape(wording.target(w, row)), wording.traced(expected(w, row), trace),
                     wording.traced(figure, trace) + when, wording.traced(wording.figure(w, row["shown_completion"], "%", qualifier), trace),
                     lights.light_badge(row["light"], lang, theme), "<br>".join(escape(sentence) for sentence in (
                         lights.reason_sentence(row, lang), lights.trend_sentence(row, lang)) if sentence)])
    return wording.rows([w("goals.due"), w("goals.target"), w("goals.expected"), w("goals.actual"), w("goals.completion"),
                         w("goals.light"), w("goals.why")], body, numbers=(1, 2, 3, 4))


def expected(w: Words, row: dict) -> str:
    """What the schedule asks for by the day, in plain text; a dash where nothing can be expected."""
    value, unit = row["expected_as_of"], w.pick(row, "unit")
    return w("figure.dash") if value is None else wording.figure(w, lights.expected_value(value, unit), unit)


@kept
def goal_head(goal: pd.DataFrame, lang: str) -> str:
    """The head of one goal: name, definition, obligation, doubt, who owes the figure; a press on its clause opens that."""
    w, row = words(lang), wording.records(goal)[0]
    clause = clause_button(w, row["measure_id"], w.pick(row, "measure")) if row["measure_id"] else escape(w("goals.headline_clause"))
    note = f'<p class="doubt-note">{escape(w.pick(row, "note"))}</p>' if w.pick(row, "note") else ""
    owner = w("goals.owner", owner=w.pick(row, "owner")) if w.pick(row, "owner") else ""
    return (wording.heading(w.pick(row, "name")) + f'<p>{escape(w.pick(row, "definition"))}</p>'
            f'<p class="small muted">{" · ".join([clause, *map(escape, _responsible(w, row))])}<br>{escape(owner)}</p>{note}')


def clause_button(w: Words, clause: str, name: str | None = None, hint: str | None = None) -> str:
    """HTML: a button that opens a clause of the plan, by its number or with its name; `hint` says what it is about."""
    text = f"{w('goals.clause', id=clause)} {name}" if name else clause
    hint = hint or w("clause.open", id=clause)
    return (f'<button class="clause" data-opens="goals" data-choose="measure:{clause}" title="{escape(hint)}">'
            f"{escape(text)}</button>")


@kept
def figure_table(figures: pd.DataFrame, goal: pd.DataFrame, lang: str) -> str:
    """The figures a goal is judged from, each with period, basis and source; says so where there is none."""
    w, row = words(lang), wording.records(goal)[-1]
    if figures.empty:
        return f'<p>{escape(w("goals.no_figures", owner=w.pick(row, "owner") or ""))}</p>'
    body = [[escape(wording.period(w, f)),
             wording.traced(wording.figure(w, f["value"], w.pick(row, "unit"), f["qualifier"]), f"observation:{f['observation_id']}"),
             escape(w.pick(f, "basis")), wording.citation(w, f) + aside(w, f)] for f in wording.records(figures)]
    return wording.rows([w("table.period"), w("table.figure"), w("table.basis"), w("table.source")], body, numbers=(1,))


@kept
def context_table(context: pd.DataFrame, lang: str) -> str:
    """The nearest evidence in other scopes, and why it does not count; empty where there is none."""
    w = words(lang)
    if context.empty:
        return f'<p class="muted">{escape(w("goals.no_context"))}</p>'
    body = [[escape(w.pick(c, "name")), escape(w(f"scope.{c['scope_kind']}")), escape(wording.period(w, c)),
             wording.traced(wording.figure(w, c["value"], w.pick(c, "unit"), c["qualifier"]), f"observation:{c['observation_id']}"),
             escape(w.pick(c, "note")),
             wording.citation(w, c)] for c in wording.records(context)]
    return wording.rows([w("table.series"), w("table.scope"), w("table.period"), w("table.figure"), w("goals.why_not"),
                         w("table.source")], body, numbers=(3,))


def aside(w: Words, row: dict) -> str:
    """HTML: what a reader must know of a row, on a line of its own; empty where nothing is."""
    return f'<br><span class="small muted">{escape(w.pick(row, "note"))}</span>' if w.pick(row, "note") else ""


@kept
def commitment_table(commitments: pd.DataFrame, lang: str) -> str:
    """What the plan promises without a number, by clause: listed, never rated."""
    w = words(lang)
    body = [[escape(clause_id), escape(w.pick(rows.iloc[0], "clause")),
             "<br>".join(escape(w.pick(c, "text")) + aside(w, c) for c in wording.records(rows))]
            for clause_id, rows in commitments.groupby("clause_id", sort=False)]
    return wording.rows([w("table.clause"), w("table.measure"), w("goals.commitment")], body)


@kept
def note_table(notes: pd.DataFrame, lang: str) -> str:
    """What was reported about a goal in words, the latest first; empty where nothing was."""
    w = words(lang)
    if notes.empty:
        return ""
    body = [[escape(w.date(n["period_end"])), *(escape(n[part] or w("figure.dash")) for part in ("status_note", "problem", "next_step")),
             escape(w.date(n["due_on"])), wording.citation(w, n)] for n in wording.records(notes)]
    head = [w("table.period"), w("goals.note_status"), w("goals.note_problem"), w("goals.note_step"), w("goals.note_due"), w("table.source")]
    return wording.heading(w("goals.notes"), 3) + wording.rows(head, body)
