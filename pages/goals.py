"""Every goal of the plan against its target, by action; choose one to see its figures, its path, why it has its light and where
its pace leads; or rehearse other thresholds; or open a clause of the plan."""

import streamlit as st

from pages.parts import ahead_cards, charts, clause_cards, goal_cards, shell, wording
from pages.parts.choices import choices
from pages.parts.forecast import forecast
from pages.parts.rehearsal import rehearse

view = shell.enter("goals", filters=("department", "light"), extras=("goal", "measure", "rehearse"))
lang, w, chosen, clause, clauses, actions = view.lang, view.w, view["goal"], view["measure"], view.ask("clause"), view.ask("action")
if clause and clause not in ("all", *clauses.clause_id):
    shell.ignore(view, "measure", clause)
elif clause:
    st.button(w("goals.close"), on_click=shell.choose, kwargs={"measure": None}, icon=":material/arrow_back:")
    if clause == "all":
        choices(clause_cards.index(clauses, lang), key="clauses")
        shell.leave()
    goals, departments, figures, clusters, industries, incentives = (view.ask(question, measure=clause) for question in (
        "clause_goal", "clause_department", "clause_figure", "clause_cluster", "clause_industry", "incentive"))
    choices(clause_cards.clause_head(clauses, clause, departments, goals, lang), key="clause")
    if len(goals):
        choices(wording.heading(w("clause.goals"), 3) + goal_cards.goal_list(goals, actions, None, lang, view.theme), key="clause_goals", opens="goals")
    choices(clause_cards.clause_body(clause, figures, clusters, industries, view.ask("commitment", department=None), incentives, lang), key="clause_body")
    shell.leave()
if chosen and (goal := view.ask("goal", goal=chosen)).empty:
    shell.no_goal(view, chosen)
    chosen = None
elif chosen:
    figures, need, basis = (view.ask(name, goal=chosen) for name in ("goal_figure", "goal_need", "goal_basis"))
    ahead = forecast(basis, need)
    takeaway = ahead_cards.goal_takeaway(need, ahead, lang)
    choices(goal_cards.goal_head(goal, lang), key="goal_head")
    st.html(wording.takeaway(takeaway) + goal_cards.verdicts(goal, lang, view.theme))
    told = ahead_cards.forecast_line(need, ahead, lang)
    chart = charts.goal_series(figures, view.ask("goal_path", goal=chosen), goal, lang, view.theme, as_of=view.as_of, plan=view.plan,
                               ahead=ahead, ahead_text=told)
    st.plotly_chart(chart, key="goal_series", config=charts.config(lang), theme=None,
                    alt=f"{charts.series_takeaway(figures, goal, lang)} {told}")
    st.html(ahead_cards.looking_ahead(need, basis, ahead, lang))
    st.html(goal_cards.note_table(view.ask("goal_note", goal=chosen), lang)
            + wording.heading(w("goals.figures"), 3) + goal_cards.figure_table(figures, goal, lang)
            + wording.heading(w("goals.context"), 3) + goal_cards.context_table(view.ask("goal_context", goal=chosen), lang))
    st.button(w("goals.close"), on_click=shell.choose, kwargs={"goal": None}, icon=":material/arrow_back:")

st.button(w("clause.index"), on_click=shell.choose, kwargs={"measure": "all", "goal": None}, icon=":material/list_alt:")
status = view.ask("goal_status", department=view["department"], light=view["light"])
if status.empty:
    shell.nothing(view, w("goals.nothing"))
if not chosen:
    counts = view.ask("goal_light", department=view["department"], light=view["light"])
    st.html(wording.takeaway(ahead_cards.list_takeaway(counts, lang)))
rehearse(view)
choices(goal_cards.goal_list(status, actions, chosen, lang, view.theme), key="goal_list")
commitments = view.ask("commitment", department=view["department"])
if len(commitments) and not view["light"]:
    with st.expander(w("goals.commitments", n=len(commitments))):
        st.html(goal_cards.commitment_table(commitments, lang))
