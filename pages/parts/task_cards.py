"""What falls due, what is overdue and how tasks were broken down (任务分解): the same for a department and for a city."""

from datetime import date
from html import escape

import pandas as pd

from data.words import words
from pages.parts import goal_cards, lights, return_cards, wording
from pages.parts.kept import kept

BEHIND = ("red", "missed")


@kept
def due_table(due: pd.DataFrame, duties: pd.DataFrame, lang: str, theme: str, ended_on: date | None) -> str:
    """What falls due next, soonest first, with the days left; after the plan's end (`ended_on`) that nothing does any more, and
    what is overdue. `due` as in queries/due_next.sql, `duties` as in duty.sql."""
    w, body = words(lang), []
    for (_, kind), rows in due.groupby(["day", "kind"], sort=False):
        items = wording.records(rows)
        goals = "".join(f"<li>{lights.light_badge(row['light'], lang, theme)} · {escape(w.pick(row, 'name'))} "
                        f"{escape(wording.target(w, row))}</li>" for row in items)
        body.append([escape(w.date(items[0]["day"])), escape(w("due.days", n=items[0]["days_left"])),
                     escape(w(f"due.{kind}", n=len(items))), f'<ul class="diary">{goals}</ul>'])
    html = ""
    if ended_on or due.empty:
        html = _lines(due_sentence(due, lang, ended_on), overdue_sentence(duties, lang) if ended_on else "")
    if body:
        html += wording.rows([w("goals.due"), w("due.left"), w("due.what"), w("due.goals")], body)
    return html


def _lines(*sentences: str) -> str:
    return f"<p>{'<br>'.join(escape(sentence) for sentence in sentences if sentence)}</p>"


@kept
def owed_table(duties: pd.DataFrame, lang: str, as_of: date) -> str:
    """Where no figure has come in: which goals and years, the last figure, since when it is late; empty where all came in."""
    if not duties.missing.any():
        return ""
    w = words(lang)
    return wording.heading(w("returns.owed", day=w.date(as_of)), 3) + return_cards.duty_table(duties, lang, as_of)


@kept
def due_sentence(due: pd.DataFrame, lang: str, ended_on: date | None) -> str:
    """The next date in one sentence, or that nothing falls due, in plain text."""
    w = words(lang)
    if ended_on:
        return w("due.ended", day=w.date(ended_on))
    if due.empty:
        return w("due.nothing")
    first = due.iloc[0]
    return w("due.next", day=w.date(first.day), days=first.days_left, n=int((due.day == first.day).sum()))


@kept
def overdue_sentence(duties: pd.DataFrame, lang: str) -> str:
    """How many figures are missing and how long the oldest is overdue, in plain text."""
    w, missing = words(lang), duties[duties.missing]
    if duties.empty:
        return w("due.none_asked")
    if missing.empty:
        return w("returns.owes_nothing")
    late = missing.late_days.dropna()
    if late.empty:
        return w("due.owed", n=len(missing))
    return w("due.overdue", n=len(missing), late=len(late), days=int(late.max()))


def open_notes(notes: pd.DataFrame) -> list[dict]:
    """The notes that name a problem or a next step, as rows. `notes` as in queries/note_latest.sql."""
    return [note for note in wording.records(notes) if note["problem"] or note["next_step"]]


@kept
def behind_sentence(allocations: pd.DataFrame, lang: str) -> str:
    """How much of the breakdown of tasks is behind, and of which goals, in plain text; empty where nothing was broken down."""
    w, behind = words(lang), allocations[allocations.light.isin(BEHIND)]
    if behind.empty:
        return w("allocation.none_behind", n=len(allocations)) if len(allocations) else ""
    goals = [w("allocation.of_goal", goal=w.pick(rows.iloc[0], "name"), n=len(rows))
             for _, rows in behind.groupby("indicator_id", sort=False)]
    return w("allocation.behind", n=len(allocations), behind=len(behind), goals=w("list.join").join(goals))


@kept
def allocation_table(allocations: pd.DataFrame, lang: str, theme: str) -> str:
    """The breakdown of tasks, who is behind first: scope, goal, target, expected by now, figure, light; says so where nothing was
    broken down. `allocations` as in queries/allocation_status.sql."""
    w, body = words(lang), []
    if allocations.empty:
        return f'<p class="muted">{escape(w("allocation.nothing"))}</p>'
    for row in wording.records(allocations):
        value, _, qualifier = lights.shown_figure(row)
        figure = wording.figure(w, value, w.pick(row, "unit"), qualifier)
        if value is not None:
            figure = wording.traced(figure, f"observation:{lights.shown_id(row)}")
            figure += f'<br><span class="source">{escape(lights.shown_day(row, lang))}</span>'
        kind = w(f"scope.{row['scope_kind']}")
        body.append([f'<b>{escape(w.pick(row, "scope"))}</b> <span class="small muted">{escape(kind)}</span>',
                     escape(w.pick(row, "name")), escape(w.date(row["due_on"])),
                     wording.traced(wording.target(w, row), f"allocation:{row['allocation_id']}") if row["allocation_id"] else escape(wording.target(w, row)),
                     escape(goal_cards.expected(w, row)), figure, lights.light_badge(row["light"], lang, theme)])
    head = [w("allocation.scope"), w("returns.goal"), w("goals.due"), w("goals.target"), w("goals.expected"), w("goals.actual"),
            w("goals.light")]
    return (f'<p class="small muted">{escape(w("allocation.how"))}</p>'
            f'<div class="scroll list" tabindex="0">{wording.rows(head, body, numbers=(3, 4, 5))}</div>')
