"""Every goal of the plan against its target, by action; choose one to see its figures, its path and why it has its light."""

import streamlit as st

from pages.parts import charts, goal_cards, shell, wording
from pages.parts.choices import choices

view = shell.enter("goals", filters=("department", "light"), extras=("goal",))
lang, w, chosen = view.lang, view.w, view["goal"]
if chosen and (goal := view.ask("goal", goal=chosen)).empty:
    shell.ignore(view, "goal", chosen)
elif chosen:
    figures = view.ask("goal_figure", goal=chosen)
    st.html(goal_cards.goal_head(goal, lang) + goal_cards.verdicts(goal, lang, view.theme))
    chart = charts.goal_series(figures, view.ask("goal_path", goal=chosen), goal, lang, view.theme, as_of=view.as_of, plan=view.plan)
    st.plotly_chart(chart, key="goal_series", config=charts.config(lang), theme=None, alt=charts.series_takeaway(figures, goal, lang))
    st.html(goal_cards.note_table(view.ask("goal_note", goal=chosen), lang) + wording.heading(w("goals.figures"), 3) + goal_cards.figure_table(figures, goal, lang)
            + wording.heading(w("goals.context"), 3) + goal_cards.context_table(view.ask("goal_context", goal=chosen), lang))
    st.button(w("goals.close"), on_click=shell.choose, kwargs={"goal": None}, icon=":material/arrow_back:")

status = view.ask("goal_status", department=view["department"], light=view["light"])
if status.empty:
    shell.nothing(view, w("goals.nothing"))
choices(goal_cards.goal_list(status, view.ask("action"), chosen, lang, view.theme), key="goal_list")
commitments = view.ask("commitment", department=view["department"])
if len(commitments) and not view["light"]:
    with st.expander(w("goals.commitments", n=len(commitments))):
        st.html(goal_cards.commitment_table(commitments, lang))
