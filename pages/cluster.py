"""One cluster: what it claims, its figures, the measures that name it, its leader enterprises, its place, its sources."""

import streamlit as st

from pages.parts import charts, cluster_cards, maps, shell, wording
from pages.parts.choices import choices

view = shell.enter("cluster", filters=("city", "industry"))
lang, w = view.lang, view.w
marks = view.ask("cluster_mark", city=view["city"], industry=view["industry"], department=None, named_only=False)

if not view["cluster"]:
    if not marks.matches.any():
        shell.nothing(view, w("cluster.nothing"))
    choices(cluster_cards.picker(marks, lang), key="picker")
    shell.leave()

cluster, claims, figures, measures, milestones, neighbours = (
    view.ask(question, cluster=view["cluster"]) for question in (
        "cluster", "cluster_claim", "cluster_figure", "cluster_measure", "cluster_milestone", "cluster_neighbour"))

st.button(w("cluster.all"), on_click=shell.choose, kwargs={"cluster": None}, icon=":material/arrow_back:")
left, right = st.columns([3, 1], gap="medium")
with left:
    st.html(cluster_cards.cluster_head(cluster, claims, lang)
            + wording.takeaway(cluster_cards.takeaway(marks, view["cluster"], measures, lang)))
with right:
    st.html(maps.county_figure(view.ask("outline"), marks, cluster, lang, view.theme))

later = cluster_cards.only_later(marks, view["cluster"], milestones, lang)
st.html(wording.heading(w("cluster.leaders")))
if milestones.empty:
    st.html(f"<p class='muted'>{later or w('cluster.no_enterprises')}</p>")
else:
    chart = charts.leader_plot(milestones, lang, view.theme, view.plan)
    said = charts.leader_takeaway(milestones, lang)
    st.html(wording.takeaway(said) + (f"<p class='source'>{later}</p>" if later else ""))
    st.plotly_chart(chart, key="leader_plot", config=charts.config(lang), theme=None, alt=said)
st.html(wording.heading(w("cluster.figures")) + cluster_cards.figure_table(figures, lang) + wording.heading(w("cluster.measures")))
choices(cluster_cards.measure_table(measures, lang), key="measures")
st.html(wording.heading(w("cluster.neighbours")))
choices(cluster_cards.neighbour_list(neighbours, lang), key="neighbours")
with st.expander(w("cluster.sources")):
    st.html(cluster_cards.source_list(lang, cluster, claims, figures, milestones))
