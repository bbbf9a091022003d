"""Departments: choose one to see its measures, its goals with due dates and lights, the clusters named; or the whole matrix."""

import streamlit as st

from pages.parts import department_cards, goal_cards, shell, wording
from pages.parts.choices import choices

view = shell.enter("departments", filters=("department",))
lang, w = view.lang, view.w
cells, department = view.ask("department_matrix"), view["department"]

if department:
    measures = view.ask("department_measure", department=department)
    status = view.ask("goal_status", department=department, light=None)
    about = cells[cells.department_id == department].iloc[0]
    st.html(wording.heading(w.pick(about, "name"))
            + department_cards.doubt(about, lang)
            + department_cards.measure_table(measures, lang)
            + wording.heading(w("department.goals", n=status.indicator_id.nunique())))
    if status.empty:
        st.html(f"<p class='muted'>{w('department.no_goals')}</p>")
    else:
        choices(goal_cards.goal_list(status, view.ask("action"), None, lang, view.theme), key="department_goals", opens="goals")
st.html(wording.heading(w("department.matrix")))
choices(department_cards.matrix(cells, department, lang), key="matrix")
