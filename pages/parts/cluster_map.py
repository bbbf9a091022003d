"""The map of the clusters as pages show it: the drawing, what a click chooses, and what to do without WebGL."""

import pandas as pd
import streamlit as st

from pages.parts import cluster_cards, maps, shell, wording
from pages.parts.shell import View

MAP_KEY = "cluster_map"


def cluster_map(view: View, marks: pd.DataFrame, firms: pd.DataFrame, *, height: int, zoom: float,
                show_documented: bool = True) -> None:
    """The map of all clusters and enterprises; a click chooses one (`cluster`, `enterprise` in the address).

    A click keeps pan and zoom; a choice made elsewhere flies there: the browser moves when the initial view changes.
    """
    if st.context.cookies.get("webgl") == "none":
        st.info(view.w("map.no_webgl"), icon=":material/info:")
        st.html(maps.svg_map(view.ask("outline"), marks, view.lang, view.theme, view["cluster"], enterprises=firms))
        return
    clicked = st.session_state.pop("clicked", False)
    if view["cluster"] != st.session_state.get("shown") and not clicked:
        st.session_state["flown"] = view["cluster"]
    st.session_state["shown"] = view["cluster"]
    deck = maps.cluster_deck(marks, firms, view.ask("city"), view.ask("boundary_layer"), view.lang, view.theme, view["cluster"],
                             st.session_state.get("flown"), zoom, show_documented=show_documented)
    st.pydeck_chart(deck, height=height, key=MAP_KEY, selection_mode="single-object", on_select=_clicked,
                    alt=maps.map_alt(marks, view.lang))


def _clicked() -> None:
    chosen = st.session_state[MAP_KEY].selection["objects"]
    enterprise = next((o for layer in maps.ENTERPRISE_LAYERS for o in chosen.get(layer, [])), {})
    cluster = next((o for o in chosen.get(maps.CLUSTER_LAYER, [])), {}).get("cluster_id") or enterprise.get("cluster_id")
    st.session_state["clicked"] = True
    shell.choose(cluster=cluster, enterprise=enterprise.get("enterprise_id"))


def story(view: View, marks: pd.DataFrame, firms: pd.DataFrame) -> None:
    """What is chosen on the map in a few lines: the enterprise, the cluster and the way to its page."""
    if view["enterprise"]:
        _enterprise_story(view, firms)
    if view["cluster"]:
        _cluster_story(view, marks)


def _cluster_story(view: View, marks: pd.DataFrame) -> None:
    st.html(cluster_cards.story(marks, view["cluster"], view.ask("cluster_claim", cluster=view["cluster"]),
                                view.ask("cluster_measure", cluster=view["cluster"]), view.lang))
    name = view.w.pick(marks[marks.cluster_id == view["cluster"]].iloc[0], "name")
    st.page_link("../cluster.py", label=view.w("map.open_cluster", name=name),
                 icon=":material/arrow_forward:", query_params=view.address())


def _enterprise_story(view: View, firms: pd.DataFrame) -> None:
    row = wording.records(firms[firms.enterprise_id == view["enterprise"]])
    if not row:
        shell.ignore(view, "enterprise", view["enterprise"])
    else:
        st.html(cluster_cards.enterprise_story(row[0], view.lang))
