"""Provenance by click: a press on any number that carries `data-trace` opens where it comes from, on every page; the address
(`trace`) keeps it open for whoever gets the link."""

import streamlit as st

from pages.parts import provenance_cards
from pages.parts.address import choose

# One listener for the whole page, into the shadow trees of its blocks as well.
SCRIPT = """
export default function ({ setTriggerValue }) {
  const opened = (event) => {
    const at = event.composedPath()[0]?.closest?.("[data-trace]")
    if (at) setTriggerValue("trace", at.dataset.trace)
  }
  document.addEventListener("click", opened)
  return () => document.removeEventListener("click", opened)
}
"""
KEY = "provenance"
COMPONENT = st.components.v2.component(KEY, html="<div></div>", js=SCRIPT)


def listen() -> None:
    """Lets the numbers of the page be pressed."""
    COMPONENT(key=KEY, on_trace_change=lambda: choose(trace=st.session_state[KEY].trace))


def told(view) -> str | None:
    """Where the number that a view's address names (`trace`) comes from, as HTML; None for a number that nobody knows."""
    kind, _, of = view["trace"].partition(":")
    if kind == "goal" and len(goal := view.ask("goal", goal=of)):
        return provenance_cards.goal_steps(goal, view.ask("goal_figure", goal=of), view.lang, view.theme)
    if kind == "goal" or not len(versions := view.ask("trace", trace=view["trace"])):
        return None
    html = provenance_cards.fact_card(versions, view.lang)
    if kind == "observation":
        html += provenance_cards.use_table(view.ask("trace_goal", trace=view["trace"]), view.lang, view.theme)
    return html
