"""The boxes of the page of returns: who reports, the workbook, the file handed in, committing, taking back, sample data.

What they set off (the check, the record) is handed in by the page, which alone may reach it.
"""

import json
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st
from streamlit.logger import get_logger

from data import record
from data.aside import aside
from pages.parts import return_cards, shell
from pages.parts.moments import hebei_today
from pages.parts.press import Press
from pages.parts.shell import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD_MB = 64  # more than a return may have, so that its check says what is wrong, in the reader's language
log = get_logger("cockpit.returns")

# Whoever pressed the button has scrolled down to it, and it is gone now: what became of it comes into view and takes the focus, once.
SHOW = """
export default function ({ data, parentElement }) {
  const said = document.querySelector(".st-key-said")
  if (!said || parentElement.shown === data.deed) return
  parentElement.shown = data.deed
  said.tabIndex = -1
  said.focus({ preventScroll: true })
  said.scrollIntoView({ block: "center" })
}
"""
SHOWING = st.components.v2.component("said", html="<div></div>", js=SHOW)


def reporter(view: View) -> tuple[str, str] | None:
    """Who reports, as the address has it: a department before a city; None where neither is chosen."""
    return next(((kind, view[kind]) for kind in ("department", "city") if view[kind]), None)


def alone(reports: tuple[str, str] | None) -> dict[str, str | None]:
    """What is asked and addressed of one reporter: a department or a city, never both."""
    return {"department": None, "city": None} | dict([reports] if reports else [])


@dataclass
class Deed(Press):
    """What a visitor did last to the record, whether it was done, how many deeds there were, how many files were kept and which return was
    taken back last."""

    count: int = 0
    done: bool = True
    kept: int = 0
    taken_back: str = ""


class NoReason(Exception):
    """A return was to be taken back without a word why."""


def said() -> None:
    """Shows what became of the last deed, until the next file is handed in."""
    deed = Deed.last()
    if deed.said:
        with st.container(key="said"):
            (st.success if deed.done else st.error)(deed.said, icon=":material/task_alt:" if deed.done else ":material/error:")
            SHOWING(key="show_said", data={"deed": deed.count})


def _do(view: View, work: Callable[[], str]) -> None:
    """Does what a button stands for and notes what to say about it; a failure leaves everything as it was."""
    w, deed = view.w, Deed.last()
    with deed.turn, st.spinner(w("returns.working")):
        deed.count += 1
        try:
            deed.said, deed.done = work(), True
        except NoReason:
            deed.said, deed.done = w("returns.why_first"), False
        except record.Moved:
            deed.said, deed.done = w("returns.moved"), False
        except record.TakenBack as taken_back:
            deed.said, deed.done = w("record.taken_back", id=taken_back), False
        except OSError as error:
            log.error("Nothing was written.", exc_info=error)
            deed.said, deed.done = w("returns.disk", error=w.disk(error)), False
        except Exception as error:
            log.error("Nothing was written.", exc_info=error)
            deed.said, deed.done = w("returns.failed", error=type(error).__name__), False


def _quarters(view: View) -> list[date]:
    """The ends of the quarters since the plan began, the latest first."""
    first, last = view.plan[0], hebei_today()
    ends = [date(year, month, monthrange(year, month)[1]) for year in range(first.year, last.year + 1) for month in (3, 6, 9, 12)]
    return [end for end in reversed(ends) if first <= end <= last]


def workbook_box(view: View, reports: tuple[str, str] | None, template: Callable) -> None:
    """Who reports, for which period, and the workbook that is ready for them."""
    w = view.w
    names = view.names
    offered = {(kind, id): name for kind in ("department", "city") for id, name in names[kind].items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["reporter"] = reports
        st.selectbox(w("returns.reporter"), [None, *offered], key="reporter", format_func=lambda id: offered.get(id, w("returns.choose_reporter")),
                     on_change=_choose_reporter, placeholder=w("returns.choose_reporter"))
        quarters = _quarters(view)
        of_plan = next((n for n, end in enumerate(quarters) if end <= view.plan[1]), 0)  # a later figure may be reported as well
        period = st.selectbox(w("returns.period"), quarters, of_plan, format_func=w.date, key="period")
        if reports:
            name = f"{w('returns.file')}-{offered[reports]}-{period:%Y-%m}.xlsx"
            st.download_button(w("returns.workbook"), _workbook(view.state, reports, view.lang, period, template), name, XLSX,
                               icon=":material/download:", on_click="ignore", type="primary")
    if not reports:
        st.html(f'<p class="small muted">{escape(w("returns.who_first"))}</p>')


def _choose_reporter() -> None:
    shell.choose(**alone(st.session_state["reporter"]))


@st.cache_data(max_entries=30, show_spinner=False)
def _workbook(state: str, reports: tuple[str, str], lang: str, period: date, _template: Callable) -> bytes:
    return aside(_template, reports, lang, period=period)


def checked_file(view: View, reports: tuple[str, str] | None, check: Callable):
    """The file that is handed in, checked against the state of this run; None where there is none."""
    w = view.w
    deed = Deed.last()
    st.html(f"<style>.stFileUploader {{ --choose: {json.dumps(w('returns.choose_file'), ensure_ascii=False)}; }}</style>")  # its own words are English
    box = f"upload_{deed.kept}"  # a new one after each commit: the old file is done with
    file = st.file_uploader(w("returns.upload"), key=box, help=w("returns.upload_help"), max_upload_size=UPLOAD_MB)
    if file is None:
        st.session_state.pop("checked", None)
        return None
    asked = file.file_id, view.state, view.as_of, reports
    if st.session_state.get("checked", (None,))[0] != asked:
        deed.said = ""
        with st.spinner(w("returns.checking")):
            st.session_state["checked"] = asked, aside(check, file.getvalue(), file.name, reporter=reports, as_of=view.as_of), file.getvalue()
    return st.session_state["checked"][1]


def fault_box(view: View, checked, marked: Callable) -> None:
    """Every fault of the file, and the file marked up where it could be read."""
    w = view.w
    errors = sum(not fault.warning for fault in checked.faults)
    if errors:
        st.error(w("returns.faults", n=errors), icon=":material/error:")
    else:
        st.warning(w("returns.warnings", n=len(checked.faults)), icon=":material/warning:")
    if not any(fault.rule.startswith("file_") for fault in checked.faults):
        _marked_copy(view, checked, marked)
    st.html(return_cards.fault_table(checked.faults, view.lang))


def _marked_copy(view: View, checked, marked: Callable) -> None:
    w = view.w
    name = f"{checked.name.rsplit('.', 1)[0]}-{w('returns.marked_name')}.xlsx"
    content = st.session_state["checked"][2]
    st.download_button(w("returns.marked"), lambda: aside(marked, content, checked.name, checked.faults, view.lang), name, XLSX,
                       icon=":material/rule:", on_click="ignore")


def commit_box(view: View, checked, writer: str | None, commit: Callable) -> None:
    """The message and the button that keep a return; who may not write is told why."""
    w = view.w
    if writer is None:
        st.info(w("returns.read_only"), icon=":material/lock:")
        return
    deed = Deed.last()
    before = deed.kept

    def keeps() -> str:
        if deed.kept != before:  # pressed twice: it is kept already
            return deed.said
        receipt = aside(commit, checked, by=writer, message=st.session_state["message"])
        deed.kept += 1
        return w("returns.kept", receipt=receipt)

    st.text_input(w("returns.message"), key="message", placeholder=w("returns.message_hint"), max_chars=200)
    st.button(w("returns.commit", by=writer), type="primary", icon=":material/check:", on_click=_do, args=(view, keeps), key="commit")


def revert_box(view: View, writer: str | None, taken_back: bool, revert: Callable) -> None:
    """Taking the chosen return back, with a reason; that it was taken back where it was."""
    w = view.w
    if taken_back:
        st.info(w("returns.gone"), icon=":material/undo:")
        return
    if writer is None or view.sample:
        return

    deed = Deed.last()

    def takes_back() -> str:
        if deed.taken_back == view["return"]:  # pressed twice: it is taken back already
            return deed.said
        if not st.session_state["why"].strip():
            raise NoReason
        receipt = aside(revert, view["return"], by=writer, message=st.session_state["why"])
        deed.taken_back = view["return"]
        return w("returns.reverted", receipt=receipt)

    with st.expander(w("returns.revert"), expanded=deed.said == w("returns.why_first")):
        st.html(f'<p class="small muted">{escape(w("returns.revert_help"))}</p>')
        st.text_input(w("returns.why"), key="why", max_chars=200)
        st.button(w("returns.revert_now"), on_click=_do, args=(view, takes_back), key="revert", icon=":material/undo:")


def verify_box(view: View, verify: Callable) -> None:
    """Whether the record holds what a receipt was given for, exactly as it was handed in."""
    w = view.w
    with st.expander(w("returns.verify")):
        receipt = st.text_input(w("returns.receipt_of"), key="receipt", max_chars=100, placeholder=w("returns.receipt_hint")).strip()
        if "." not in receipt:
            if receipt:
                st.warning(w("record.half_a_receipt", found=receipt), icon=":material/help:")
            return
        try:
            kept = aside(verify, receipt)
        except record.NotKept as missing:
            st.warning(w("returns.no_such_return", id=missing), icon=":material/help:")
            return
        if kept:
            st.success(w("record.verified", receipt=receipt), icon=":material/verified:")
        else:
            st.error(w("record.altered", receipt=receipt), icon=":material/error:")


def sample_box(view: View, writer: str | None, loaded: bool, load: Callable, remove: Callable) -> None:
    """The sample returns: to look at, to load, to remove."""
    w = view.w
    if not loaded and writer is None:
        return

    def loads() -> str:
        aside(load)
        shell.choose(data=shell.SAMPLE, city=None, department=None, **{"return": None})
        return w("sample.loaded")

    def removes() -> str:
        shell.choose(data=None, **{"return": None})
        remove()
        return w("sample.removed")

    with st.expander(w("sample.title")):
        st.html(f'<p class="small muted">{escape(w("sample.about"))}</p>')
        with st.container(horizontal=True):
            if loaded and not view.sample:
                st.button(w("sample.look"), on_click=shell.choose, kwargs={"data": shell.SAMPLE}, icon=":material/science:", key="sample_look")
            if not loaded:
                st.button(w("sample.load"), on_click=_do, args=(view, loads), icon=":material/science:", key="sample_load")
            elif writer is not None:
                st.button(w("sample.remove"), on_click=_do, args=(view, removes), icon=":material/delete:", key="sample_remove")
