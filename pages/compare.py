"""Up to ten clusters, cities or departments side by side, like figures ranked, unlike ones with their basis; or two moments."""

import streamlit as st

from pages.parts import changed, compare_cards, comparing, shell, wording
from pages.parts.choices import choices

by_date = st.query_params.get("what") == "dates"  # the others are compared as they are chosen
view = shell.enter("compare", filters=("city",) if by_date else (), extras=("what", "compare", *changed.ASKED))
lang, w, what = view.lang, view.w, view["what"] or "cluster"
names = comparing.chosen(view, what)
comparing.picker(view, what, names)
if what == "dates":
    changed.changes(view)
    shell.leave()
if not names:
    st.html(compare_cards.explanation(what, lang))
    choices(compare_cards.starting_sets(view.ask("compare_start", what=what), what, lang), key="starts")
    shell.leave()

chosen, named = ",".join(names), tuple(names.items())
figures = view.ask("compare_figure", what=what, chosen=chosen)
counts = view.ask(f"compare_{what}", chosen=chosen)
allocations = view.ask("compare_allocation", what=what, chosen=chosen)

st.html(compare_cards.takeaway(figures, counts, named, what, lang))
if what == "cluster":
    st.html(wording.heading(w("compare.figures")) + compare_cards.figure_table(figures, named, what, lang))
st.html(wording.heading(w(f"compare.counts.{what}")) + compare_cards.count_table(counts, named, what, lang, view.theme))
if what == "cluster":
    st.html(wording.heading(w("compare.claims")) + compare_cards.claim_table(view.ask("compare_claim", chosen=chosen), named, lang))
if len(allocations):
    st.html(wording.heading(w("compare.allocations")) + compare_cards.allocation_table(allocations, named, lang, view.theme))
if what == "city":
    st.html(wording.heading(w("compare.figures")) + compare_cards.figure_table(figures, named, what, lang))
if len(figures):
    st.html(wording.heading(w("compare.rankings")) + compare_cards.rankings(figures, named, lang))
