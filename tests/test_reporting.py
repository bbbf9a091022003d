"""The boxes of the page of returns: what was done is said, whatever asks for the page meanwhile."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A button whose deed lasts until a newer state of the data asks for the page to be drawn again."""
    from types import SimpleNamespace

    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    from data.words import words
    from pages.parts import reporting

    def done() -> str:
        get_script_run_ctx().script_requests.request_rerun(RerunData())
        return "回执号 1"

    reporting.said()
    st.button("提交", on_click=reporting._deed, args=(SimpleNamespace(w=words("zh")), done))


def test_a_receipt_is_said_though_the_page_is_drawn_again_meanwhile():
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.success
    app.button[0].click().run()
    assert [block.value for block in app.success] == ["回执号 1"]
