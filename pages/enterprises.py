"""All enterprises: search, filters, columns, files; one of them in full; how many stand on each step of the plan's two ladders."""

import streamlit as st

from pages.parts import enterprise_cards, enterprise_list, shell, wording
from pages.parts.choices import choices

view = shell.enter("enterprises", filters=enterprise_list.FILTERS, extras=("q", "columns", "sort", "page", "enterprise"))
lang, w = view.lang, view.w
firms, chosen = enterprise_list.listed(view), enterprise_list.chosen(view)

if firms.found:
    st.html(enterprise_cards.takeaway(firms.found, firms.leaders, firms.told, lang))
enterprise_list.controls(view, firms)
left, right = (st.container(), None) if chosen is None else st.columns([3, 2], gap="small")
if right:
    with right:
        enterprise_list.panel(view, chosen)
with left:
    if not firms.found:
        st.html(enterprise_cards.nothing(firms.told, lang))
        shell.leave()
    enterprise_list.table(view, firms)
st.html(wording.heading(w("enterprise.ladders", day=w.date(view.as_of))))
choices(enterprise_cards.ladders(view.ask("enterprise_ladder", **firms.asked), view["milestone"], lang), key="ladders")
