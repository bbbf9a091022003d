"""What the search found, in words."""

from html import escape

import pandas as pd

from data.words import words
from pages.parts import wording

# Which page a hit opens, and under which key of the address.
OPENS = {"cluster": ("cluster", "cluster"), "enterprise": ("enterprises", "enterprise"), "goal": ("goals", "goal"), "measure": ("goals", "measure"),
         "department": ("departments", "department"), "city": ("departments", "city"), "county": ("map", "q")}


def hits(found: pd.DataFrame, lang: str) -> str:
    """The hits of a search (queries/search.sql) by kind, each a button that opens its page; says what to try where there is none."""
    w = words(lang)
    if found.empty:
        return f'<p role="status">{escape(w("search.nothing"))}</p>'
    html = ""
    for kind, rows in found.groupby("kind", sort=False):
        page, key = OPENS[kind]
        html += wording.heading(w(f"search.{kind}", n=int(rows.found.iloc[0])), 3)
        for row in wording.records(rows):
            value = w.pick(row, "name") if kind == "county" else row["id"]
            about = f'<span class="small muted one">{escape(w.pick(row, "about"))}</span>' if w.pick(row, "about") else ""
            html += f'<button class="pick" data-opens="{page}" data-choose="{escape(f"{key}:{value}")}"><b>{escape(w.pick(row, "name"))}</b>{about}</button>'
    return html
