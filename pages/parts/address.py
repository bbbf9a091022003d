"""The address as the state of a page: what its widgets write into it."""

import streamlit as st

SAME_LIST = {"page", "enterprise", "columns", "lang", "trace"}  # choices that leave the rows of a list as they are


def choose(**choices: str | None) -> None:
    """Writes choices into the address (None takes one out): the callback of every widget that filters or picks. A list that is
    filtered or sorted anew begins with its first page."""
    if not choices.keys() <= SAME_LIST:
        st.query_params.pop("page", None)
    for key, value in choices.items():
        if value:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]


def open_next(page: str, **choices: str | None) -> None:
    """Opens another page with these choices at the next run: callbacks cannot, and an address that leads on by itself would
    catch whoever goes back."""
    st.session_state["next"] = page, choices
