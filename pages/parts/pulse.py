"""An open page asks every few seconds whether there is a newer state of the data, and is drawn again when there is one.

The browser asks `/healthz`, which costs the server nothing; no page's script runs as long as nothing has changed.
"""

import streamlit as st

SECONDS = 1

SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  clearInterval(parentElement.pulse)
  parentElement.pulse = setInterval(async () => {
    if (document.hidden) return
    try {
      const answer = await fetch(new URL("healthz", document.baseURI))
      const now = await answer.json()
      const state = data.state.startsWith("sample-") ? now.sample : now.fingerprint
      if (answer.ok && state !== data.state) {
        clearInterval(parentElement.pulse)
        setTriggerValue("moved", state ?? "")
      }
    } catch { /* the server is away; the page says so itself */ }
  }, data.seconds * 1000)
  return () => clearInterval(parentElement.pulse)
}
"""

COMPONENT = st.components.v2.component("pulse", html="<div></div>", js=SCRIPT)


def pulse(state: str) -> None:
    """Draws the page again soon after its state is no longer the current one."""
    COMPONENT(key="pulse", data={"state": state, "seconds": SECONDS}, on_moved_change=lambda: None)
