"""Returns: the workbook to fill in, the check, what a return would change, the record; what each reporter owes."""

import streamlit as st

from data import record, returns, sample, template, workbook
from pages.parts import reporting, return_cards, shell, wording
from pages.parts.choices import choices
from pages.parts.writer import writer

view = shell.enter("returns", filters=("department", "city"), extras=("return",))
lang, w = view.lang, view.w
reporter, may_write = reporting.reporter(view), writer()
duties = view.ask("duty", **reporting.alone(reporter))
reporting.said()

left, right = st.columns([3, 2], gap="medium")
with left:
    st.html(wording.heading(w("returns.hand_in")))
    checked = None
    if view.sample:
        st.info(w("sample.no_returns"), icon=":material/science:")
    else:
        reporting.workbook_box(view, reporter, template.template)
        checked = reporting.checked_file(view, reporter, returns.check)
    if checked and checked.faults:
        reporting.fault_box(view, checked, workbook.marked)
    if checked and checked.accepted:
        st.html(wording.heading(w("returns.would_change", n=len(checked.changes)), 3) + return_cards.change_table(checked.changes, lang)
                + wording.heading(w("returns.would_judge"), 3) + return_cards.light_table(checked.lights, lang, view.theme))
        reporting.commit_box(view, checked, may_write, returns.commit)
    elif checked and all(fault.warning for fault in checked.faults):
        st.info(w("returns.nothing_new", n=checked.unchanged) if checked.unchanged else w("returns.nothing_filled"), icon=":material/done_all:")
with right:
    st.html(wording.heading(w("returns.owed", day=w.date(view.as_of))))
    if reporter and duties.missing.any():
        st.html(return_cards.duty_table(duties, lang, view.as_of))
    else:
        choices(return_cards.duty_list(duties, lang, reporter is not None and reporter[0] == "city"), key="duties")

st.html(wording.heading(w("returns.history")))
history = view.ask("return", **reporting.alone(reporter))
choices(return_cards.history_list(history, view["return"], lang), key="history")
every = view.ask("return", department=None, city=None)
opened = next(iter(wording.records(every[every.return_id == view["return"]])), None)
if view["return"] and opened is None:
    shell.ignore(view, "return", view["return"])
elif opened:
    receipt = record.as_receipt(opened["return_id"], opened["hash"])
    st.html(return_cards.return_heading(opened, receipt, lang) + return_cards.return_table(view.ask("return_fact", return_id=view["return"]), lang))
    reporting.revert_box(view, may_write, opened["taken_back"], returns.revert)
reporting.verify_box(view, record.verify)
reporting.sample_box(view, may_write, sample.loaded(), sample.load, sample.remove)
