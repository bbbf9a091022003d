"""The first screen: where the clusters are, how far the headline goals are, five figures; below, actions, diary, entrances."""

import streamlit as st

from pages.parts import cluster_map, maps, overview_cards, shell, wording
from pages.parts.choices import choices

view = shell.enter("overview", extras=("enterprise",))
lang, w = view.lang, view.w
marks, firms = (view.ask(question, city=None, industry=None, department=None, named_only=False)
                for question in ("cluster_mark", "enterprise_mark"))
balance = view.ask("closing_balance")
if len(balance):
    st.html(overview_cards.closing_banner(balance, view.ask("successor"), lang))

left, right = st.columns([3, 2], gap="small")
with right:
    cluster_map.story(view, marks, firms)
    choices(overview_cards.gauge_cards(view.ask("headline_goal"), lang, view.theme), key="gauges", opens="goals")
st.html(overview_cards.figure_strip(view.ask("overview_figure"), lang)
        + wording.takeaway(overview_cards.takeaway(view.ask("headline_goal"), lang)))

with st.container(horizontal=True):
    st.page_link("../cluster.py", label=w("overview.by_cluster"), icon=":material/factory:", query_params=view.address())
    st.page_link("../goals.py", label=w("overview.by_goal"), icon=":material/flag:", query_params=view.address())
    st.button(w("tour.offer"), on_click=shell.choose, kwargs={"tour": "1"}, type="tertiary", icon=":material/explore:", key="tour_offer")
st.html(wording.heading(w("overview.actions")) + overview_cards.action_table(view.ask("lights_by_action"), lang, view.theme))
st.html(wording.heading(w("overview.diary")) + overview_cards.diary_list(view.ask("diary"), lang)
        + f"<p>{overview_cards.freshness_line(view.ask('freshness').iloc[0], lang)}</p>")
with left:  # last, so that the browser shows the rest before it loads the map's library
    cluster_map.cluster_map(view, marks, firms, height=440, zoom=5.1, show_documented=False)
    st.html(f"<p class='source'>{w('map.key_short')} {maps.map_statement(lang)}</p>")
