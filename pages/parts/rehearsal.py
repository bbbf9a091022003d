"""The rehearsal of the rule on the page of goals: other thresholds, chosen by preset or in numbers, and what they would change.

The address keeps it: `rehearse=1` shows it for the thresholds of `preset`, `rehearse=-5,-20` for own ones (green from, yellow
from)."""

from math import isfinite

import streamlit as st

from pages.parts import rehearsal_cards, shell, wording
from pages.parts.address import choose

WIDEST = 100.0  # percentage points
TELLING_DAY = "2024-06-30"  # in the middle of the plan: thresholds matter before a deadline


def rehearse(view: shell.View) -> None:
    """Draws the rehearsal where the address asks for one, else the button that opens it."""
    w = view.w
    if not view["rehearse"]:
        st.button(w("rehearsal.open"), key="rehearsal_open", on_click=choose, kwargs={"rehearse": "1"}, icon=":material/tune:")
        return
    rules = {row["preset"]: (row["metric"], row["green_from"], row["yellow_from"])
             for row in wording.records(view.ask("threshold"))}
    now, preset, own = rules[shell.PRESET], view["preset"] or shell.PRESET, None
    if view["rehearse"] != "1" and (own := _bounds(view["rehearse"])) is None:
        plain = view["rehearse"][:60].replace("`", "'")
        st.warning(w("rehearsal.bad", address=f"`rehearse={plain}`"), icon=":material/info:")
    if own:
        preset = shell.PRESET
    then = (now[0], *own) if own else rules[preset]
    given = {"preset": shell.PRESET, "other": preset, "green_from": own and own[0], "yellow_from": own and own[1]}
    with st.container(border=True, key="rehearsal"):
        _controls(view, None if own else preset, then if then[0] == now[0] else now)
        st.html(rehearsal_cards.compared(now, then, view.lang))
        judged = view.ask("rehearsal", **given)
        if judged.flips.any():
            st.html(rehearsal_cards.counts(view.ask("rehearsal_count", **given), view.lang, view.theme)
                    + rehearsal_cards.flips(judged, now, then, view.lang, view.theme))
        else:
            st.info(rehearsal_cards.unchanged(judged, now, then, w.date(view.as_of), view.lang), icon=":material/info:")
            if not judged.weighed.any() and view.as_of.isoformat() != TELLING_DAY:
                st.button(w("rehearsal.other_day"), key="rehearsal_day", on_click=choose, kwargs={"as_of": TELLING_DAY},
                          icon=":material/event:")


def _bounds(text: str) -> tuple[float, float] | None:
    """Green from and yellow from, as the address writes them; None where they are no bounds."""
    try:
        green, yellow = map(float, text.replace("，", ",").split(","))
    except ValueError:
        return None
    return (green, yellow) if isfinite(green) and isfinite(yellow) and -WIDEST <= yellow <= green <= WIDEST else None


def _controls(view: shell.View, preset: str | None, shown: rehearsal_cards.Bounds) -> None:
    """The presets, the one rehearsed pressed in, and two boxes for own bounds, which start from those `shown`."""
    w = view.w
    names = {key: w(word) for key, word in shell.FIXED["preset"].items()}
    st.html(wording.heading(w("rehearsal.title")) + f"<p>{w('rehearsal.about', rule=names[shell.PRESET])}</p>")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for key, name in names.items():
            st.button(name, key=f"rehearsal_{key}", type="primary" if key == preset else "secondary", on_click=choose,
                      kwargs={"preset": None if key == shell.PRESET else key, "rehearse": "1"})
        for name, value in zip(("green", "yellow"), shown[1:], strict=True):
            st.session_state[f"rehearsal_{name}"] = float(value)
            st.number_input(w(f"rehearsal.{name}"), key=f"rehearsal_{name}", min_value=-WIDEST, max_value=WIDEST, step=1.0,
                            format="%g", on_change=_choose_bounds, help=w("rehearsal.lines_help"), width=170)
        st.button(w("rehearsal.close"), key="rehearsal_close", on_click=choose, kwargs={"rehearse": None},
                  icon=":material/close:")


def _choose_bounds() -> None:
    choose(preset=None, rehearse=f"{st.session_state['rehearsal_green']:g},{st.session_state['rehearsal_yellow']:g}")
