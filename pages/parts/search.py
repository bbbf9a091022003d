"""Search everything, from any page: a box that leads to clusters, enterprises, goals, measures, departments and places."""

import streamlit as st

from pages.parts import search_cards
from pages.parts.choices import choices

# Whoever opens the box wants to write into it; the dialog takes the focus for itself first, sooner or later, so the box keeps it for two
# seconds, at most until the reader's first move.
SCRIPT = """
export default function ({ parentElement }) {
  if (parentElement.focused) return
  parentElement.focused = true
  const dialog = parentElement.getRootNode().host?.closest("[role=dialog]")
  if (!dialog) return
  const box = () => dialog.querySelector("input")
  const keeping = setInterval(() => document.activeElement === box() || box()?.focus(), 50)
  const leave = () => clearInterval(keeping)
  for (const move of ["keydown", "pointerdown"]) dialog.addEventListener(move, leave, { capture: true, once: true })
  setTimeout(leave, 2000) // who moves without keys or pointer, as a screen reader does, is not held
  dialog.addEventListener("keydown", (event) => { // the hits stand in a shadow tree, where the dialog's own Tab does not go
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
    if (!step) return
    const hits = [...dialog.querySelectorAll("*")].flatMap(node => [...node.shadowRoot?.querySelectorAll("[data-choose]") ?? []])
    const at = hits.indexOf(event.composedPath()[0]) + step
    if (at < 0) box()?.focus()
    else hits[Math.min(at, hits.length - 1)]?.focus()
    event.preventDefault()
  })
  return leave
}
"""
FOCUS = st.components.v2.component("focus", html="<div></div>", js=SCRIPT)


def search(view) -> None:
    """The button that opens the search, on every page."""
    w = view.w
    if st.button(w("search.open"), key="search_open", icon=":material/search:", help=w("search.help"), shortcut="Ctrl+K"):
        st.dialog(w("search.title"), width="large", icon=":material/search:")(_box)(view)


def _box(view) -> None:
    w = view.w
    asked = st.text_input(w("search.label"), key="search_asked", placeholder=w("search.hint"), max_chars=80)
    FOCUS(key="search_focus")
    if asked.strip():
        html = search_cards.hits(view.ask("search", q=asked.strip(), keep=False), view.lang)
        choices(f'<div style="color-scheme: {view.theme}">{html}</div>', key="hits")
    if "next" in st.session_state:  # a choice in the box leads to another page
        st.rerun()
