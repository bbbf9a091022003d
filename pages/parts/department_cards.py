"""What pages say about departments: their measures, and the matrix of departments and measures."""

from html import escape

import pandas as pd

from data.words import words
from pages.parts import goal_cards, wording
from pages.parts.kept import kept


def doubt(department: pd.Series, lang: str) -> str:
    """What is doubtful about a department; empty where nothing is."""
    note = words(lang).pick(department, "note")
    return f'<p class="doubt-note">{escape(note)}</p>' if note else ""


@kept
def measure_table(measures: pd.DataFrame, lang: str) -> str:
    """The measures of a department: clause, what it asks, place in the text, departments beside it, named clusters; a
    press on the clause opens it."""
    w = words(lang)
    body = []
    for m in wording.records(measures):
        doubt = f'<br><span class="doubt-note">{escape(w.pick(m, "note"))}</span>' if w.pick(m, "note") else ""
        body.append([goal_cards.clause_button(w, m["measure_id"]),
                     f'<b>{escape(w.pick(m, "name"))}</b><br><span class="small">{escape(w.pick(m, "summary"))}</span>{doubt}',
                     escape(w("department.lead") if m["position"] == 1 else w("department.place", n=m["position"])),
                     escape(w.pick(m, "departments")), escape(w.pick(m, "clusters") or w("figure.dash"))])
    return wording.rows([w("table.clause"), w("table.measure"), w("department.position"), w("table.departments"),
                         w("department.clusters")], body)


@kept
def matrix(cells: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """Department by measure: ● where the text names the department first, ○ where it is named later; a press on a department
    or a clause opens it."""
    w = words(lang)
    measures = cells.drop_duplicates("measure_id").sort_values("measure_id")
    head = "".join(f'<th scope="col">{goal_cards.clause_button(w, m["measure_id"], hint=w.pick(m, "measure"))}</th>'
                   for m in wording.records(measures))
    lines = []
    for department, rows in cells.groupby("department_id", sort=False):
        at, first = dict(zip(rows.measure_id, rows.position, strict=True)), rows.iloc[0]
        marks = "".join(
            f'<td><span title="{escape(w("department.lead"))}">●</span></td>' if at.get(m) == 1 else
            f'<td><span title="{escape(w("department.place", n=at[m]))}">○</span></td>' if m in at else "<td></td>"
            for m in measures.measure_id)
        pressed = str(department == chosen).lower()
        lines.append(f'<tr><th scope="row"><button data-choose="department:{department}" aria-pressed="{pressed}">'
                     f'{escape(w.pick(first, "short"))}</button></th>{marks}</tr>')
    return (f'<div class="wide" tabindex="0"><table class="rows matrix"><thead><tr><th scope="col">{escape(w("filter.department"))}</th>{head}'
            f'</tr></thead><tbody>{"".join(lines)}</tbody></table></div><p class="small muted">{escape(w("department.legend"))}</p>')


@kept
def standing_sentence(measures: pd.DataFrame, status: pd.DataFrame, lang: str) -> str:
    """How much of the plan falls to a department, in plain text."""
    return words(lang)("department.standing", measures=len(measures), lead=int((measures.position == 1).sum()),
                       goals=status[status.own].indicator_id.nunique())
