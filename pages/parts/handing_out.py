"""The boxes of the page of meetings that hand out papers: one to make them, one to find a paper again by its code."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

import pandas as pd
import streamlit as st
from streamlit.logger import get_logger

from data.aside import aside, ready
from pages.parts import change_cards, paper, paper_cards, shell, wording
from pages.parts.address import choose
from pages.parts.choices import choices
from pages.parts.moments import BEIJING
from pages.parts.press import Press
from pages.parts.shell import View

ZIP = "application/zip"
log = get_logger("cockpit.papers")

# What a button has made comes down without a second press, as soon as there is something to press.
FETCH = """
export default function ({ data, parentElement }) {
  if (window.fetched === data.made) return
  window.fetched = data.made
  const press = () => {
    const button = document.querySelector(".st-key-pack_file button")
    if (button) button.click()
    else if (parentElement.isConnected) requestAnimationFrame(press)
  }
  press()
}
"""
FETCHING = st.components.v2.component("fetching", html="<div></div>", js=FETCH)


def prepare(day: date) -> None:
    """Opens the day of a meeting and makes its papers at the next run: the callback of the one button."""
    choose(as_of=day.isoformat(), known_at=None, agenda=None)
    st.session_state["prepare"] = True


def get_ready() -> None:
    """Has what makes papers loaded while the page is read, once a visit."""
    if not st.session_state.get("papers_ready"):
        st.session_state["papers_ready"] = True
        ready("pages.parts.papers")


def pack_box(view: View, meeting: str, writer: str | None) -> None:
    """The place that the papers are for, the button that makes them and hands them out, and what became of the last press."""
    w = view.w
    st.html(wording.heading(w("papers.pack")) + f'<p class="small muted">{w("papers.pack_about")}</p>')
    cities = view.names["city"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["pack_city"] = view["city"]
        st.selectbox(w("papers.place"), [None, *cities], key="pack_city", format_func=lambda id: cities.get(id, w("scope.province")),
                     on_change=shell.choose_from, args=("pack_city", "city"), placeholder=w("scope.province"))
        pressed = st.button(w("papers.make"), type="primary", key="make_pack", icon=":material/folder_zip:")
    if pressed or st.session_state.pop("prepare", False):
        asked = view.as_of, meeting, view.lang, view.known_at, view["city"], view.sample, writer
        _make(view, lambda: aside("pages.parts.papers:issue", *asked))
    if writer is None and not view.sample:
        st.html(f'<p class="small muted">{w("papers.not_kept")}</p>')
    _made(view)


@dataclass
class Pack(Press):
    """The file that the last press made: no content where there is none."""

    name: str = ""
    content: bytes = b""
    token: str = ""  # tells this file from any other: it comes down once, however often the page is drawn


def _make(view: View, work: Callable[[], tuple[paper.Paper, str, bytes]]) -> None:
    """Makes papers beside the server and notes what to say of it."""
    w, pack = view.w, Pack.last()
    with st.spinner(w("papers.making")), pack.turn:
        pack.content, pack.token = b"", uuid4().hex
        try:
            facts, pack.name, pack.content = work()
            pack.said = w("papers.made", code=facts.code) if facts.code else w("papers.made_unkept")
        except paper.NoData as day:
            pack.said = w("papers.no_data", day=w.date(day.args[0]))
        except Exception as error:
            log.error("No papers were made.", exc_info=error)
            pack.said = w("papers.unmade", error=w.disk(error) if isinstance(error, OSError) else type(error).__name__)


def _made(view: View) -> None:
    """What became of the last press: the file, on its way down, or why there is none."""
    pack = Pack.last()
    if pack.content:
        st.success(pack.said, icon=":material/task_alt:")
        st.download_button(view.w("papers.download", name=pack.name), pack.content, pack.name, ZIP, icon=":material/download:",
                           on_click="ignore", key="pack_file")
        FETCHING(key="fetching", data={"made": pack.token})
    elif pack.said:
        st.error(pack.said, icon=":material/error:")


def code_box(view: View, issued: pd.DataFrame) -> None:
    """Where a verification code is typed, which opens the day and knowledge of its paper; and the papers issued last."""
    w = view.w
    st.html(wording.heading(w("papers.check")))
    st.session_state["code"] = view["code"] or ""
    st.text_input(w("papers.code"), key="code", placeholder="XXXXX-XXXXX", max_chars=40, icon=":material/verified:",
                  on_change=lambda: open_paper(view, st.session_state["code"].strip()))
    choices(paper_cards.issued_list(issued, view["code"], view.lang), key="issued")


def open_paper(view: View, code: str) -> None:
    """Opens the view that a paper was drawn from: its day, its knowledge, its place and meeting."""
    row = next(iter(wording.records(view.ask("paper", code=code))), None)
    if row is None:
        choose(code=code, data=None)  # the record is not among the sample data
        return
    known = (row["known_until"] + BEIJING).isoformat()
    choose(code=paper.printed(row["code"]), as_of=row["as_of"].date().isoformat(), known_at=known, city=row["city_id"],
           meeting=row["kind"], preset=None, agenda=None, summary=None)


def found_paper(view: View, rows: pd.DataFrame) -> None:
    """A paper found by its code (`rows`: the answer to queries/paper.sql): whether its figures still stand, its view, its files again;
    for no row, that there is no such paper."""
    w, row = view.w, next(iter(wording.records(rows)), None)
    if row is None:
        st.error(w("papers.unknown_code", code=view["code"][:40].replace("`", "'")), icon=":material/search_off:")
        return
    day = row["as_of"].date()
    given = {"as_of": day, "since": day, "since_known_at": row["known_until"], "known_at": None, "city": row["city_id"]}
    as_judged = replace(view, choices=view.choices | {"preset": shell.PRESET})  # as its paper was, whatever the address rehearses
    answers = [as_judged.ask(name, **given) for name in change_cards.QUESTIONS]
    with st.container(key="found_paper"):
        st.html(paper_cards.standing(rows, *answers, view.lang, view.theme))
        with st.container(horizontal=True):
            if (view.as_of, view.known_at, view["city"]) != (day, row["known_until"], row["city_id"]):
                st.button(w("papers.open"), on_click=open_paper, args=(view, row["code"]), icon=":material/history:", key="open_paper")
            pressed = st.button(w("papers.again"), icon=":material/folder_zip:", key="again")
            st.button(w("papers.close"), on_click=choose, kwargs={"code": None}, icon=":material/close:", key="close_paper")
        if pressed:
            _make(view, lambda: (paper.kept_paper(row), *aside("pages.parts.papers:again", row["code"])))
