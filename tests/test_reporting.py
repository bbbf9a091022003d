"""The boxes of the page of returns: what was done is said, whatever asks for the page meanwhile."""

import threading
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data.aside import dismiss
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


def take_back_page() -> None:
    """The box that takes a return back, with a record that only notes that it was asked to."""
    import os
    from pathlib import Path

    from data.words import words
    from pages.parts import reporting

    def revert(return_id: str, *, by: str, message: str) -> str:
        with Path(os.environ["COCKPIT_HOME"], "asked").open("a") as asked:
            asked.write(f"{return_id} {by} {message}\n")
        return "r2.receipt"

    class View(dict):
        w, sample = words("zh"), False

    reporting.said()
    reporting.revert_box(View({"return": "r1"}), "王芳", False, revert)


def test_taking_back_asks_for_a_reason_and_happens_once_however_often_it_is_pressed(tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    dismiss()  # the process beside has the home of another test
    app = AppTest.from_function(take_back_page, default_timeout=30).run()
    app.button(key="revert").click().run()
    assert app.error and not (tmp_path / "asked").exists()
    app.text_input(key="why").input("错报").run()
    for _ in range(2):
        app.button(key="revert").click().run()
        assert "r2.receipt" in app.success[0].value
    assert (tmp_path / "asked").read_text() == "r1 王芳 错报\n"
    dismiss()


def verify_page() -> None:
    """The box that verifies receipts, with a record of one return."""
    from types import SimpleNamespace

    from data import record
    from data.words import words
    from pages.parts import reporting

    def verify(receipt: str) -> bool:
        if not receipt.startswith("r1."):
            raise record.NotKept(receipt.partition(".")[0])
        return receipt == "r1.right"

    reporting.verify_box(SimpleNamespace(w=words("zh")), verify)


@pytest.mark.parametrize(("receipt", "kind", "told"), [
    ("r1.right", "success", "核验无误"), ("r1.wrong", "error", "与回执不符"), ("r2.right", "warning", "没有编号为 r2 的报送"),
    ("r1", "warning", "不是完整的回执号")])
def test_a_receipt_is_verified_on_the_page(receipt, kind, told):
    app = AppTest.from_function(verify_page, default_timeout=30).run()
    assert not app.success and not app.warning and not app.error
    app.text_input(key="receipt").input(f" {receipt} ").run()
    (said,) = getattr(app, kind)
    assert told in said.value and len(app.success) + len(app.warning) + len(app.error) == 1


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
