"""A guided tour for whoever is here for the first time: a card at the foot of six pages, one after the other, for as long as the
address says so (`tour`)."""

import streamlit as st

from data.words import Words
from pages.parts.address import choose, open_next

EXAMPLE = "qinghe-cashmere"  # the cluster that the tour shows unless one is chosen
STEPS = ("overview", "map", "cluster", "goals", "returns", "briefing")


def tour(w: Words, step: str, cluster: str | None) -> None:
    """The card of a step ("1" to "6"): what the page is for, the way to the next step, and out."""
    n = int(step)
    with st.container(key="tour", horizontal=True, vertical_alignment="center"):
        st.html(f'<p role="status"><b>{w("tour.step", step=n, total=len(STEPS))}</b> {w(f"tour.{n}")}</p>', width="stretch")
        if n < len(STEPS):
            given = {"cluster": cluster or EXAMPLE} if STEPS[n] == "cluster" else {"cluster": None} if cluster == EXAMPLE else {}
            st.button(w("tour.next"), key="tour_next", type="primary", on_click=open_next, args=(STEPS[n],),
                      kwargs={"tour": str(n + 1), **given}, shortcut="Right")
        st.button(w("tour.skip" if n < len(STEPS) else "tour.finish"), key="tour_skip", on_click=choose, kwargs={"tour": None},
                  shortcut="Escape")
