"""The enterprises as tables for a file: heads and codes in the reader's words, a row's source beside it."""

import pandas as pd

from data.words import Words, words
from pages.parts import enterprise_cards, sheets

SOURCE = ("publisher", "source_title", "published_on", "published_text", "source_kind", "url")
# The columns of each table in their order; those in both languages stand in both where the reader needs both, else in one.
ENTERPRISE = ("name_zh", "name_en", "former_name_zh", "credit_code", "named_leader", "leader_since", "leader_precision", "kinds", "city",
              "county", "county_adcode", "location_basis", "lon", "lat", "cluster", "industry", "product", "board", "stock_code", "note",
              "confidence", *SOURCE, "enterprise_id")
MILESTONE = ("name_zh", "name_en", "kind", "reached_on", "date_precision", "ended_on", "detail", "confidence", *SOURCE,
             "milestone_id", "enterprise_id")
CODES = {"location_basis": "location", "confidence": "trace.confidence", "source_kind": "trace.kind", "kind": "chart.milestone",
         "date_precision": "enterprise.precision", "leader_precision": "enterprise.precision"}


def enterprise_table(enterprises: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The rows of queries/enterprise_file.sql, one per enterprise."""
    w = words(lang)
    standing = {leader: w("enterprise.leader" if leader else "enterprise.documented") for leader in (True, False)}
    kinds = {held: w("list.join").join(w(f"chart.milestone.{kind}") for kind in held.split())
             for held in enterprises.kinds.dropna().unique()}
    boards = {board: enterprise_cards.boards(w, board) for board in enterprises.board.dropna().unique()}
    told = enterprises.assign(named_leader=enterprises.named_leader.map(standing), kinds=enterprises.kinds.map(kinds),
                              board=enterprises.board.map(boards))
    return _told(w, told, ENTERPRISE)


def milestone_table(milestones: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The rows of queries/milestone_file.sql, one per milestone."""
    return _told(words(lang), milestones, MILESTONE)


def about_table(lang: str, lines: dict[str, str]) -> pd.DataFrame:
    """What a file holds, as of which day and by which filters: one line each."""
    w = words(lang)
    return pd.DataFrame({w("enterprise.file.item"): lines.keys(), w("enterprise.file.content"): lines.values()})


def workbook(enterprises: pd.DataFrame, milestones: pd.DataFrame, about: dict[str, str], lang: str) -> bytes:
    """An Excel workbook of the enterprises, their milestones and what it holds."""
    w = words(lang)
    return sheets.workbook({w("enterprise.file.enterprises"): enterprise_table(enterprises, lang),
                            w("enterprise.file.milestones"): milestone_table(milestones, lang),
                            w("enterprise.file.about"): about_table(lang, about)}, w("enterprises.title"))


def csv_file(enterprises: pd.DataFrame, lang: str) -> bytes:
    """The enterprises alone, as CSV."""
    return sheets.csv_file(enterprise_table(enterprises, lang))


def _told(w: Words, rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """These columns under heads in the reader's words, with words for codes."""
    for column, prefix in CODES.items():
        if column in rows:
            code = rows[column].astype(object)
            rows = rows.assign(**{column: code.map({known: w(f"{prefix}.{known}") for known in code.dropna().unique()})})
    return pd.DataFrame({w(f"enterprise.column.{column}"): rows[column if column in rows else f"{column}_{w.lang}"]
                         for column in columns})
