"""All clusters and their leader enterprises on one map; the list beside it is the same choice."""

import streamlit as st

from pages.parts import cluster_cards, cluster_map, maps, shell, wording
from pages.parts.choices import choices

view = shell.enter("map", filters=("city", "industry", "department", "named"), extras=("q", "enterprise"))
lang, w = view.lang, view.w
marks, firms = (view.ask(question, city=view["city"], industry=view["industry"], department=view["department"],
                         named_only=view["named"] == "plan") for question in ("cluster_mark", "enterprise_mark"))

st.html(wording.takeaway(maps.map_alt(marks, lang)))
left, right = st.columns([3, 2], gap="small")
with right:
    cluster_map.story(view, marks, firms)
    shell.search_box(view, w("map.search"), w("map.search_hint"))
    searched = view.ask("found", kind="cluster", q=view["q"]) if view["q"] else None
    choices(cluster_cards.cluster_list(marks, searched, view["cluster"], lang), key="cluster_list")
if view["department"]:
    st.html(cluster_cards.department_clauses(view.ask("department_cluster", department=view["department"]), lang))
with left:  # last, so that the browser shows the rest before it draws the map
    cluster_map.cluster_map(view, marks, firms, height=560, zoom=5.4)
    st.html(maps.map_legend(marks, lang, view.theme))
