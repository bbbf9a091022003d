"""The boxes of the page of returns: what was done is said, whatever asks for the page meanwhile."""

import threading
from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

from data.words import words
from pages.parts import reporting


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
    st.button("提交", on_click=reporting._do, args=(SimpleNamespace(w=words("zh")), done))


def test_a_receipt_is_said_though_the_page_is_drawn_again_meanwhile():
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.success
    app.button[0].click().run()
    assert [block.value for block in app.success] == ["回执号 1"]


def test_whoever_draws_the_page_meanwhile_waits_for_the_deed():
    under_way, may_end, seen = threading.Event(), threading.Event(), []

    def work() -> str:
        under_way.set()
        assert may_end.wait(30)
        return "回执号 2"

    presses = threading.Thread(target=reporting._do, args=(SimpleNamespace(w=words("zh")), work))
    presses.start()
    assert under_way.wait(30)
    draws = threading.Thread(target=lambda: seen.append(reporting.Deed.last().said))
    draws.start()
    draws.join(0.3)
    assert draws.is_alive() and not seen
    may_end.set()
    draws.join(30)
    presses.join(30)
    assert seen == ["回执号 2"]
