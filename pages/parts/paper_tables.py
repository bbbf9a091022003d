"""The tables of the meeting papers as a workbook, as CSV and in words: every figure with scope, day, basis, qualifier, source, light.

`answers` are those of the questions of `papers`, by name; `facts` what every page of a paper carries.
"""

from collections.abc import Callable, Iterable

import pandas as pd

from data.words import Words, words
from pages.parts import enterprise_file, lights, sheets, wording
from pages.parts.moments import BEIJING
from pages.parts.paper import Paper

Answers = dict[str, pd.DataFrame]

SOURCE = ("publisher", "source_title", "published_on", "published_text", "source_kind", "url")
# The columns of each table in their order; a column in both languages stands in the reader's.
AIM = ("due_on", "year", "target", "lower", "upper", "unit")
JUDGED = ("value", "qualifier", "value_on", "basis", "expected", "expected_as_of", "schedule_gap_pp", "shown_completion", "light", "reason")
GOAL = ("clause", "name", "scope_kind", *AIM, *JUDGED, "baseline", "baseline_on", "owner", "departments", "nearest", "note", *SOURCE,
        "indicator_id", "observation_id")
FIGURE = ("clause", "name", "scope_kind", "scope", "city", "value", "unit", "qualifier", "period_text", "period_start", "period_end",
          "period_precision", "basis", "light", "due_on", "preferred", "confidence", "recorded_at", "note", *SOURCE, "indicator_id",
          "observation_id")
ALLOCATION = ("scope", "scope_kind", "clause", "name", *AIM, *JUDGED, "allocated_by", "allocated_source", "allocated_at", *SOURCE,
              "indicator_id", "observation_id")
CLUSTER = ("name", "city", "county", "industry", "product", "in_plan", "key_cluster", "series", "money", "unit", "qualifier",
           "period_text", "period_end", "basis", "money_publisher", "money_source", "money_published_on",
           "money_published_text", "money_source_kind", "leaders", "documented", "note",
           "confidence", *SOURCE, "cluster_id", "observation_id")
OWED = ("reporter", "clause", "name", "scope", "due_on", "year", "owed", "actual", "unit", "qualifier", "actual_on", "asked_on", "late_days",
        "indicator_id")
CALENDAR = ("day", "event", "name", "target", "lower", "upper", "unit", "clause", "owner", "units", "passed", "days_left")
ASSESSMENT = ("unit_name", "role", "clause", "name", *AIM, "value", "qualifier", "value_on", "basis", "shown_completion", "light", "outcome",
              "place", "placed", "unplaced", *SOURCE, "indicator_id", "observation_id")
SUMMARY = ("unit_name", "met", "missed", "no_figure", "running", "reported")
REGISTER = ("publisher", "source_title", "source_kind", "published_on", "published_text", "facts", "figures", "url", "source_id")
# Codes, and the words that stand for them.
CODES: dict[str, Callable[[Words, str], str]] = {
    "scope_kind": lambda w, code: w(f"scope.{code}"), "qualifier": lambda w, code: w(f"qualifier.{code}"),
    "light": lambda w, code: w(f"light.{code}"), "confidence": lambda w, code: w(f"trace.confidence.{code}"),
    "source_kind": lambda w, code: w(f"trace.kind.{code}"), "money_source_kind": lambda w, code: w(f"trace.kind.{code}"),
    "period_precision": lambda w, code: w(f"enterprise.precision.{code}"),
    "event": lambda w, code: w(f"paper.event.{code}"), "outcome": lambda w, code: w(f"paper.outcome.{code}"),
    "unplaced": lambda w, code: w(f"paper.unplaced.{code}"), "owed": lambda w, code: w(f"paper.owed.{code}"),
    "role": lambda w, code: w(f"paper.role.{code}"),
}


def tables(answers: Answers, facts: Paper, lang: str) -> Answers:
    """Every table by the name of its sheet, under heads in the reader's words; codes as words, numbers and days as they are."""
    w = words(lang)
    assessed = _rows(answers["assessment"], w)
    return {
        w("paper.sheet.about"): _about(answers, facts, w),
        w("paper.sheet.goals"): goals(answers, lang),
        w("paper.sheet.figures"): figures(answers, lang),
        w("paper.sheet.allocations"): _table(w, _judged(answers, w, "allocation_status"), ALLOCATION),
        w("paper.sheet.enterprises"): enterprise_file.enterprise_table(answers["enterprise_file"], lang),
        w("paper.sheet.clusters"): _table(w, _rows(answers["paper_cluster"], w), CLUSTER),
        w("paper.sheet.owed"): owed(answers, lang),
        w("paper.sheet.calendar"): _table(w, _rows(answers["calendar"], w), CALENDAR),
        w("paper.sheet.assessment"): _table(w, assessed, ASSESSMENT),
        w("paper.sheet.summary"): _table(w, {(row["unit_kind"], row["unit_id"]): row for row in assessed}.values(), SUMMARY),
        w("paper.sheet.sources"): _table(w, (row for row in _rows(answers["source_register"], w) if row["facts"]), REGISTER),
    }


def goals(answers: Answers, lang: str) -> pd.DataFrame:
    """The goals of the plan as judged, one row per target date or quota year."""
    w = words(lang)
    return _table(w, (row for row in _judged(answers, w, "goal_status") if row["own"]), GOAL)


def figures(answers: Answers, lang: str) -> pd.DataFrame:
    """Every figure known on the day."""
    w = words(lang)
    return _table(w, _rows(answers["paper_figure"], w), FIGURE)


def owed(answers: Answers, lang: str) -> pd.DataFrame:
    """The call list (催报清单): who owes which figure, since when."""
    w = words(lang)
    rows = [row | {"owed": row["reason"]} for row in _rows(answers["duty"], w) if row["missing"]]
    order = {row["reporter_id"]: n for n, row in reversed(list(enumerate(rows)))}  # whose figure is longest late comes first
    return _table(w, sorted(rows, key=lambda row: order[row["reporter_id"]]), OWED)


def workbook(answers: Answers, facts: Paper, lang: str) -> bytes:
    """All tables as an Excel workbook; printed, every page carries the day and the code."""
    return sheets.workbook(tables(answers, facts, lang), title(facts, lang), foot(facts, lang))


def goal_csv(answers: Answers, facts: Paper, lang: str) -> bytes:
    """The goals as CSV, the day and the code of the paper on every line."""
    return sheets.csv_file(_signed(goals(answers, lang), facts, lang))


def figure_csv(answers: Answers, facts: Paper, lang: str) -> bytes:
    """The figures as CSV, the day and the code of the paper on every line."""
    return sheets.csv_file(_signed(figures(answers, lang), facts, lang))


def title(facts: Paper, lang: str) -> str:
    """What the papers are: the plan, the meeting, the day."""
    w = words(lang)
    return w("paper.title", kind=w(f"paper.kind.{facts.kind}"), day=w.date(facts.as_of))


def foot(facts: Paper, lang: str) -> str:
    """What every page says: the day, the code, and that the figures are made up where they are."""
    w = words(lang)
    line = w("paper.foot", day=w.date(facts.as_of), code=facts.printed_code(w))
    return w("list.pause").join([w("sample.mark"), line]) if facts.sample else line


def readme(answers: Answers, facts: Paper, lang: str, files: dict[str, str]) -> bytes:
    """What lies in the pack, in plain text that any system opens: the files (name and what each is), the day, the code, how to check."""
    w = words(lang)
    about = [f"{item}{w('paper.colon')}{content}" for item, content in _told(answers, facts, w).items()]
    parts = [title(facts, lang), *([w("sample.banner")] if facts.sample else []), "", *about, "", w("paper.files"),
             *(f"  {name}{w('paper.colon')}{what}" for name, what in files.items()), "",
             w("paper.how_to_check_sample" if facts.sample else "paper.how_to_check"), w("paper.how_to_read"), w("due.how")]
    return "\r\n".join(parts).encode("utf-8-sig")  # as the notepad of any office reads it


def _about(answers: Answers, facts: Paper, w: Words) -> pd.DataFrame:
    told = {w("paper.sample"): w("sample.banner")} if facts.sample else {}
    told |= _told(answers, facts, w) | {w("paper.checking"): w("paper.how_to_check_sample" if facts.sample else "paper.how_to_check"),
                                        w("paper.reading"): w("paper.how_to_read"), w("paper.column.asked_on"): w("due.how")}
    return enterprise_file.about_table(w.lang, told)


def _told(answers: Answers, facts: Paper, w: Words) -> dict[str, str]:
    """What a paper is, as item and content."""
    known = w("enterprise.file.all_known") if facts.known_at is None else w.time(facts.known_at + BEIJING)
    place = w("scope.province")
    if facts.city:
        place = next(w.pick(row, "name") for row in wording.records(answers["city_standing"]) if row["city_id"] == facts.city)
    told = {w("paper.meeting"): w(f"paper.kind.{facts.kind}"), w("paper.place"): place, w("paper.column.as_of"): w.date(facts.as_of),
            w("enterprise.file.known"): known, w("paper.issued"): w("paper.issued_at", moment=w.time(facts.issued_at)),
            w("paper.column.code"): facts.printed_code(w), w("enterprise.file.state"): facts.fingerprint}
    ends_on = answers["plan"].ends_on.iloc[0].date()
    if facts.as_of > ends_on:
        told[w("paper.plan")] = w("due.ended", day=w.date(ends_on))
    if facts.city:
        told[w("paper.of_city")] = w("paper.of_city_only")
    if answers["allocation_status"].empty:
        told[w("paper.sheet.allocations")] = w("allocation.nothing")
    return told


def _signed(table: pd.DataFrame, facts: Paper, lang: str) -> pd.DataFrame:
    w = words(lang)
    signs = {w("paper.column.as_of"): facts.as_of, w("paper.column.code"): facts.printed_code(w)}
    return table.assign(**signs | ({w("paper.sample"): w("sample.mark")} if facts.sample else {}))


def _judged(answers: Answers, w: Words, question: str) -> list[dict]:
    """The rows of a judgement, each with the figure that its light speaks of, and that figure's basis and source."""
    known = {row["observation_id"]: row for row in wording.records(answers["paper_figure"])}
    rows = []
    for row in _rows(answers[question], w):
        value, on, qualifier = lights.shown_figure(row)
        shown = lights.shown_id(row)
        figure = known.get(shown, {})
        unit = w.pick(row, "unit")
        expected = {column: row[column] if row[column] is None else lights.expected_value(row[column], unit)
                    for column in ("expected", "expected_as_of")}
        rows.append(row | expected | {column: figure.get(column) for column in (*SOURCE, "basis_zh", "basis_en")} | {
            "observation_id": shown, "value": value, "value_on": on, "qualifier": qualifier, "reason": lights.reason_sentence(row, w.lang),
            "nearest": wording.nearest(w, row) if w.pick(row, "context") else None})
    return rows


def _rows(answer: pd.DataFrame, w: Words) -> list[dict]:
    """The rows of an answer, with what its tables say in words beside: clause, target, role …"""
    rows = wording.records(answer)
    for row in rows:
        of_plan = row.get("indicator_id") and row.get("of_plan", True)  # other series are of no clause
        of_clause = w("goals.clause", id=row["measure_id"]) if row.get("measure_id") else w("goals.headline_clause")
        row["clause"] = of_clause if of_plan else None
        if row.get("lower") is not None:
            row["target"] = wording.target(w, row | {"upper": row["upper"], "strict": bool(row["strict"])})
    return rows


def _table(w: Words, rows: Iterable[dict], columns: tuple[str, ...]) -> pd.DataFrame:
    """These columns under heads in the reader's words."""
    rows = list(rows)
    return pd.DataFrame({w(f"paper.column.{column}"): pd.Series([_cell(w, row, column) for row in rows], dtype=object)
                         for column in columns})


def _cell(w: Words, row: dict, column: str):
    value = row[column] if column in row else w.pick(row, column) if f"{column}_zh" in row else None
    if value is not None and column in CODES:
        return CODES[column](w, value)
    if isinstance(value, bool):
        return w("paper.yes" if value else "paper.no")
    if isinstance(value, float):
        value = round(value, 2) if column in ("schedule_gap_pp", "shown_completion") else value
        return int(value) if value.is_integer() else value
    return value
