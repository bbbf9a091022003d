"""What the page of meetings says of papers: those issued, and one found by its code: whether what it says still stands.

`issued` and `paper` are the answers to queries/paper_issued.sql and paper.sql; `goals`, `figures` and `firms` those to change_light.sql,
change_figure.sql and change_milestone.sql between a paper's knowledge of its day and today's knowledge of the same day.
"""

from html import escape

import pandas as pd

from data.words import Words, words
from pages.parts import change_cards, wording
from pages.parts.kept import kept
from pages.parts.moments import BEIJING
from pages.parts.paper import printed

SHOWN = 20  # papers that the list shows


@kept
def issued_list(issued: pd.DataFrame, chosen: str | None, lang: str) -> str:
    """The papers issued last, each to press: its meeting, day and place, who issued it when, its code."""
    w = words(lang)
    if issued.empty:
        return f'<p class="small muted">{escape(w("papers.none_issued"))}</p>'
    rows = "".join(
        f'<button data-choose="code:{printed(row["code"])}" aria-pressed="{str(printed(row["code"]) == chosen).lower()}">'
        f'<b>{escape(title(w, row))}</b> <code>{printed(row["code"])}</code><br>'
        f'<span class="small muted">{escape(w("papers.issued_line", moment=w.time(row["issued_at"]), by=row["by"]))}</span></button>'
        for row in wording.records(issued.head(SHOWN)))
    left = len(issued) - SHOWN
    return f'<div class="list">{rows}</div>' + (f'<p class="small muted">{escape(w("change.more", n=left))}</p>' if left > 0 else "")


def title(w: Words, row: dict) -> str:
    """What a paper is: the meeting, the day, the place."""
    return w("takeaway.join").join([w(f"briefing.{row['kind']}"), w("papers.day", day=w.date(row["as_of"])),
                                    w.pick(row, "city") or w("scope.province")])


@kept
def standing(paper: pd.DataFrame, goals: pd.DataFrame, figures: pd.DataFrame, firms: pd.DataFrame, lang: str, theme: str) -> str:
    """One paper: what it is, whether its figures still stand in one sentence, and every row that has changed, then and now, by cause."""
    w, (row,) = words(lang), wording.records(paper)
    known = w("papers.known_until", moment=w.time(row["known_at"] + BEIJING)) if row["known_at"] is not None else ""
    about = wording.sentences(w, w("papers.issued_line", moment=w.time(row["issued_at"]), by=row["by"]), known)
    return (wording.heading(w("papers.found", code=printed(row["code"]), paper=title(w, row)))
            + f'<p class="small muted">{escape(about)}</p>'
            + f'<p role="status"><b>{escape(verdict(w, row, goals, figures, firms))}</b></p>'
            + change_cards.causes(goals, figures, firms, lang, theme))


def verdict(w: Words, paper: dict, goals: pd.DataFrame, figures: pd.DataFrame, firms: pd.DataFrame) -> str:
    """Whether all that a paper says still stands, in one sentence; else how much was corrected, withdrawn or reported since."""
    if goals.empty and figures.empty and firms.empty:
        return w("papers.stands", n=paper["figures"])
    counts = figures.change.value_counts()
    lights = goals.drop_duplicates(change_cards.TARGET)
    said = [w(f"papers.{change}_n", n=int(counts[change])) for change in ("corrected", "withdrawn", "entered", "preference") if change in counts]
    said += [w(f"papers.{what}_n", n=len(rows)) for what, rows in (("judged", lights), ("firms", firms)) if len(rows)]
    return w("papers.changed", n=paper["figures"], what=w("sentence.join").join(said))
