"""Departments and cities: choose one to see what it is to do, what is due next, what it owes, who is behind; or both lists."""

import streamlit as st

from pages.parts import city_cards, department_cards, goal_cards, maps, shell, task_cards, wording
from pages.parts.choices import choices

view = shell.enter("departments", filters=("department", "city"))
lang, w, department, city = view.lang, view.w, view["department"], view["city"]
cells, standing = view.ask("department_matrix"), view.ask("city_standing")
ended_on = view.plan[1] if view.as_of > view.plan[1] else None
city_name = city and w.pick(standing[standing.city_id == city].iloc[0], "name")
own = {"department": department, "city": None if department else city}  # where both are set the department wins …
duties = view.ask("duty", **own)
allocations = view.ask("allocation_status", department=department, city=city)  # … and shows its allocations in that city
told = task_cards.overdue_sentence(duties, lang), task_cards.behind_sentence(allocations, lang)
if department or city:
    due = view.ask("due_next", **own)
    told = task_cards.due_sentence(due, lang, ended_on), *told
    st.button(w("department.everything"), on_click=shell.choose, kwargs=dict.fromkeys(own), icon=":material/arrow_back:")
if department:
    about = cells[cells.department_id == department].iloc[0]
    measures = view.ask("department_measure", department=department)
    status = view.ask("goal_status", department=department, light=None)
    st.html(wording.heading(w.pick(about, "name")) + department_cards.doubt(about, lang)
            + wording.takeaway(wording.sentences(w, department_cards.standing_sentence(measures, status, lang), *told)))
elif city:
    counties = view.ask("city_county", city=city)
    marks = view.ask("cluster_mark", city=city, industry=None, department=None, named_only=False)
    st.html(wording.heading(city_name) + wording.takeaway(wording.sentences(w, city_cards.standing_sentence(standing, city, lang), *told)))
    left, right = st.columns([3, 2], gap="medium")
    firms = view.ask("enterprise_mark", city=city, industry=None, department=None, named_only=False)
    left.html(maps.city_figure(view.ask("outline"), marks, firms, counties, city_name, lang, view.theme))
    right.html(city_cards.county_lists(counties, lang))
else:
    st.html(wording.takeaway(wording.sentences(w, *told)))
if department or city:
    st.html(wording.heading(w("department.due")) + task_cards.due_table(due, duties, lang, view.theme, ended_on)
            + task_cards.owed_table(duties, lang, view.as_of) + wording.heading(w("allocation.title")))
    if department and city:
        st.info(w("department.by_city", city=city_name), icon=":material/location_city:")
        st.button(w("department.all_cities"), on_click=shell.choose, kwargs={"city": None})
    st.html(task_cards.allocation_table(allocations, lang, view.theme))
if department:
    st.html(wording.heading(w("department.goals", n=status.indicator_id.nunique()))
            + (f"<p class='muted'>{w('department.no_goals')}</p>" if status.empty else ""))
    choices(goal_cards.goal_list(status, view.ask("action"), None, lang, view.theme), key="department_goals", opens="goals")
    st.html(wording.heading(w("department.measures")))
    choices(department_cards.measure_table(measures, lang), key="department_measures")
elif city:
    choices(wording.heading(w("city.clusters")) + city_cards.cluster_table(marks, lang), key="city_clusters", opens="cluster")
    choices(wording.heading(w("city.leaders")) + city_cards.leader_list(firms, lang), key="city_leaders", opens="enterprises")
    st.page_link("../enterprises.py", label=w("city.enterprises"), icon=":material/apartment:", query_params=view.address())
    st.html(wording.heading(w("city.figures")) + city_cards.figure_table(view.ask("city_figure", city=city), lang))
if department or not city:
    st.html(wording.heading(w("department.matrix")))
    choices(department_cards.matrix(cells, department, lang), key="matrix")
if not department:
    st.html(wording.heading(w("city.list")))
    choices(city_cards.city_list(standing, city, lang), key="cities")
