"""Method: how lights are judged and an example on live data, the plan checked against itself, sources, freshness, the data dictionary."""

import streamlit as st

from pages.parts import method_cards, plan_checks, shell, wording
from pages.parts.choices import choices

view = shell.enter("method", extras=("part", "sources", "q"))
lang, w, day = view.lang, view.w, view.w.date(view.as_of)
part = view["part"] or "rules"
choices(method_cards.contents(view.ask("evidence_base"), part, day, lang), key="contents")

if part == "rules":
    st.html(method_cards.rules(view.ask("threshold"), view.ask("reason"), lang, view.theme))
    with st.expander(w("method.rule_text")):
        st.html(method_cards.rule_text(view.ask("rule_text"), lang))
elif part == "example":
    choices(method_cards.example(view.ask("worked_example"), view.ask("example_day"), day, lang, view.theme), key="example")
elif part == "plan":
    st.html(wording.heading(w("method.part.plan")) + f"<p>{w('method.plan_note')}</p>"
            + plan_checks.quota_checks(view.ask("plan_quota"), lang) + plan_checks.twin_checks(view.ask("plan_twin"), lang)
            + plan_checks.step_table(view.ask("plan_step"), lang) + plan_checks.open_checks(view.ask("plan_open"), lang)
            + plan_checks.part_year_check(view.ask("plan_part_year"), lang)
            + plan_checks.scope_checks(view.ask("plan_scope"), lang) + plan_checks.rhythm(view.ask("rhythm"), lang)
            + plan_checks.doubt_list(view.ask("plan_doubt"), lang))
elif part == "sources":
    register, unplaced = view.ask("source_register"), view.ask("unplaced")
    choices(method_cards.source_kinds(register, view["sources"], lang), key="source_kinds")
    if view["sources"]:
        st.html(method_cards.source_list(register, view["sources"], lang))
    with st.expander(w("method.unplaced", n=len(unplaced))):
        st.html(method_cards.unplaced_table(unplaced, lang))
elif part == "fresh":
    st.html(method_cards.freshness(view.ask("goal_freshness"), day, lang))
else:
    shell.search_box(view, w("method.search"), w("method.search_hint"))
    st.html(method_cards.dictionary(view.ask("dictionary", term=view["q"]), view["q"], lang))
