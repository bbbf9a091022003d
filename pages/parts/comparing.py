"""What the page of comparisons chooses: clusters, cities or departments, ten at most, kept in the address as ids; or dates."""

import streamlit as st

from pages.parts import shell
from pages.parts.address import choose

MOST = 10  # more columns than that nobody reads


def chosen(view: shell.View, what: str) -> dict[str, str]:
    """The names of the chosen ones by id, in the order of the address, the first ten; unknown ids and those beyond are ignored with a
    notice. Of dates none: they have an address of their own."""
    known = view.names.get(what, {})
    asked = list(dict.fromkeys(filter(None, (view["compare"] or "").split(","))))
    for id in asked:
        if id not in known:
            shell.ignore(view, "compare", id)
    ids = [id for id in asked if id in known]
    if len(ids) > MOST:
        st.warning(view.w("compare.too_many", n=len(ids), most=MOST), icon=":material/info:")
    return {id: known[id] for id in ids[:MOST]}


def picker(view: shell.View, what: str, names: dict[str, str]) -> None:
    """What is compared, and which: both written to the address. Another kind begins with nothing chosen."""
    w, known = view.w, view.names
    with st.container(horizontal=True, key="compare_picker"):
        st.session_state["compare_what"] = what
        st.segmented_control(w("compare.what"), known["what"], key="compare_what", format_func=known["what"].get, width="content",
                             on_change=lambda: choose(what=st.session_state["compare_what"], compare=None))
        if what == "dates":
            return
        st.session_state["compare_ids"] = list(names)
        st.multiselect(w("compare.which", most=MOST), known[what], key="compare_ids", format_func=lambda id: known[what].get(id, id),
                       placeholder=w("compare.search"), select_all=False, wrap=True,
                       on_change=lambda: choose(compare=",".join(st.session_state["compare_ids"])))
