"""HTML whose buttons choose: cards, lists and tables of our own that answer to mouse, touch and keyboard.

Every element with `data-choose="key:value"` sets that choice in the address; the page then shows it, or with `data-opens="page"`
that page does. The content is drawn in Python from escaped text, so that pages keep one place for what they say.
"""

from pathlib import Path

import streamlit as st

from pages.parts.address import choose, open_next

# One listener on the whole block; focus and scroll survive a new drawing, so that arrow keys and long lists keep their place.
SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const block = parentElement.querySelector(".choices")
  if (block.dataset.drawn !== data.html) {
    const focused = parentElement.activeElement ?? document.activeElement
    const at = [...block.querySelectorAll("[data-choose]")].indexOf(focused) // a choice may change what the next press does
    const list = block.querySelector(".scroll"), top = list ? list.scrollTop : 0, place = list?.dataset.place
    block.innerHTML = data.html
    block.dataset.drawn = data.html
    const now = block.querySelector(".scroll")
    if (now && now.dataset.place === place) now.scrollTop = top // another page of a list begins at its top
    const pressed = block.querySelector(".scroll [aria-pressed=true]")
    if (pressed && now && (pressed.offsetTop < now.scrollTop || pressed.offsetTop > now.scrollTop + now.clientHeight - 40
                           || pressed.getBoundingClientRect().bottom > innerHeight))
      now.scrollTop = pressed.offsetTop - 8
    if (at >= 0) block.querySelectorAll("[data-choose]")[at]?.focus({ preventScroll: true })
  }
  block.onclick = (event) => {
    const at = event.target.closest("[data-choose]")
    if (at) setTriggerValue("chosen", [at.dataset.choose, at.dataset.opens ?? ""])
  }
}
"""

COMPONENT = st.components.v2.component("choices", html="<div class='choices'>\n</div>", js=SCRIPT,
                                       css=Path(__file__).with_name("style.css").read_text(encoding="utf-8"))


def choices(html: str, *, key: str, opens: str | None = None) -> None:
    """Draws `html`; a press on an element with `data-choose="key:value"` writes that choice into the address, or opens the
    page `opens` with it.

    An empty value takes the choice out. The text in `html` must be escaped by whoever drew it.
    """
    COMPONENT(key=key, data={"html": html}, on_chosen_change=lambda: _chosen(key, opens))


def _chosen(key: str, opens: str | None) -> None:
    chosen, page = st.session_state[key].chosen
    name, _, value = chosen.partition(":")
    if page or opens:
        open_next(page or opens, **{name: value})
        return
    other = {"enterprise": None} if name == "cluster" else {}  # an enterprise was chosen on the map, with its own cluster
    choose(**{name: value or None}, **other)
