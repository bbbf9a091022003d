"""A meeting in five minutes: its kind, an agenda proposed from the gaps, its scenes on the whole screen, all of it on one page, its papers."""

import streamlit as st

from pages.parts import agenda_cards, handing_out, presenting, shell, wording
from pages.parts.choices import choices
from pages.parts.moments import hebei_today
from pages.parts.writer import writer

view = shell.enter("briefing", extras=("meeting", "agenda", "scene", "summary", "code"))
lang, w, meeting = view.lang, view.w, view["meeting"] or "quarterly"
offered = view.ask("agenda", meeting=meeting)
agenda = presenting.agenda(view, offered)
if number := presenting.number(view, agenda):
    presenting.present(view, offered, agenda, number)
    shell.leave()

summary = agenda_cards.summary(view.ask("headline_goal"), view.ask("gap"), view.ask("duty", department=None, city=None), lang, view.theme,
                               view.as_of, view.sample)
if view["summary"]:
    st.button(w("briefing.to_agenda"), on_click=shell.choose, kwargs={"summary": None}, icon=":material/arrow_back:")
    st.html(summary)
    shell.leave()
if view["code"]:
    handing_out.found_paper(view, view.ask("paper", code=view["code"]))
with st.container(horizontal=True):
    for kind, name in shell.FIXED["meeting"].items():
        st.button(w(name), key=f"meeting_{kind}", on_click=shell.choose, kwargs={"meeting": kind, "agenda": None},
                  type="primary" if kind == meeting else "secondary")
    prepared = presenting.last_end(meeting, hebei_today(), view.plan)
    st.button(w(f"briefing.prepare.{meeting}", day=w.date(prepared)), on_click=handing_out.prepare, args=(prepared,),
              icon=":material/event_available:", key="prepare_meeting")
    st.button(w("briefing.start"), on_click=shell.choose, kwargs={"scene": "1", "agenda": ",".join(agenda)},
              icon=":material/slideshow:", key="start")
    st.button(w("briefing.summary"), on_click=shell.choose, kwargs={"summary": "1"}, icon=":material/description:", key="one_page")
st.html(f'<div class="phone-only">{summary}</div>')
left, right = st.columns([3, 2], gap="large")
with left:
    st.html(wording.heading(w("briefing.agenda")) + wording.takeaway(w("briefing.how", n=len(agenda), day=w.date(view.as_of))))
    choices(agenda_cards.agenda_list(offered, agenda, lang), key="agenda_list")
    presenting.add_scene(view, offered, agenda)
    if view["agenda"]:
        st.button(w("briefing.propose"), on_click=shell.choose, kwargs={"agenda": None}, icon=":material/restart_alt:")
with right:
    handing_out.pack_box(view, meeting, writer())
    handing_out.code_box(view, view.ask("paper_issued"))
handing_out.get_ready()
