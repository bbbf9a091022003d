"""Every goal of the plan against its target, by action; choose one to see its figures, its path, why it has its light and where
its pace leads; or rehearse other thresholds."""

import streamlit as st

from pages.parts import ahead_cards, charts, goal_cards, shell, wording
from pages.parts.choices import choices
from pages.parts.forecast import forecast
from pages.parts.rehearsal import rehearse

view = shell.enter("goals", filters=("department", "light"), extras=("goal", "rehearse"))
lang, w, chosen = view.lang, view.w, view["goal"]
if chosen and (goal := view.ask("goal", goal=chosen)).empty:
    shell.ignore(view, "goal", chosen)
    chosen = None
elif chosen:
    figures, need, basis = (view.ask(name, goal=chosen) for name in ("goal_figure", "goal_need", "goal_basis"))
    ahead = forecast(basis, need)
    takeaway = ahead_cards.goal_takeaway(need, ahead, lang)
    st.html(goal_cards.goal_head(goal, lang) + wording.takeaway(takeaway) + goal_cards.verdicts(goal, lang, view.theme))
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

status = view.ask("goal_status", department=view["department"], light=view["light"])
if status.empty:
    shell.nothing(view, w("goals.nothing"))
if not chosen:
    counts = view.ask("goal_light", department=view["department"], light=view["light"])
    st.html(wording.takeaway(ahead_cards.list_takeaway(counts, lang)))
    rehearse(view)
choices(goal_cards.goal_list(status, view.ask("action"), chosen, lang, view.theme), key="goal_list")
commitments = view.ask("commitment", department=view["department"])
if len(commitments) and not view["light"]:
    with st.expander(w("goals.commitments", n=len(commitments))):
        st.html(goal_cards.commitment_table(commitments, lang))
