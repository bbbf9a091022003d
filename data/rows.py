"""The rows of a return become facts: an enterprise that is on record is the same one, an event reported again is corrected. What only
other rows or the state can tell is a fault here; a row that is wrong elsewhere is looked at all the same, so that all is told at once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from data import reported, warehouse
from data.checks import Fault
from data.pinyin import spelled
from data.reported import Broken, Known, Reporter
from data.words import Text, both, words
from data.workbook import GIVEN, REQUIRED, SHEETS, Handed

# Columns that say how a row is kept, not what it says.
KEPT = ("source_id", "confidence", "recorded_at", "return_id", "retracted", "preferred", "author", "_file", "_line")
TABLES = {"enterprise": "enterprise", "figure": "observation", "allocation": "allocation", "goal_note": "goal_note", "milestone": "milestone"}


def source_id(reporter: Reporter, day: date) -> str:
    """The source of what a reporter hands in on a day."""
    return f"reported-{reporter.id}-{day}"


@lru_cache(maxsize=10)
def held(table: str, state: str) -> list[dict]:
    """What a state knows of a table, to be read only: rows with None for blanks and plain dates."""
    with warehouse.cursor(state) as db:
        found = db.execute(f"SELECT * FROM {table}_known(NULL)")
        columns = [name for name, *_ in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def facts(handed: Handed, known: Known, state: str) -> tuple[dict[str, list[dict]], list[Fault]]:
    """The facts of a return by table, each with `_file` and `_line`, and every fault of its rows. A row with a fault makes no fact."""
    reading, faults = _Reading(handed, known, state), []
    made: dict[str, list[dict]] = {table: [] for table in TABLES.values()}
    source = source_id(known.reporter, known.today) if known.reporter else ""
    named = defaultdict(set)  # what is wrong with a line already: the headers of cells that were not read; None where cells have shifted
    for fault in handed.faults:
        named[fault.file, fault.line].add(fault.column)
    for sheet in reported.MODELS:
        frame, headers, take = handed.rows.get(sheet), handed.headers.get(sheet, {}), getattr(reading, sheet)
        missing = set(REQUIRED[sheet]) - headers.keys()  # which is told of the header
        for given in [] if frame is None else frame.to_dict("records"):
            file, number = given.pop("_file"), int(given.pop("_line"))
            cells = {column: text for column, text in given.items() if isinstance(text, str)}
            lost = named.get((file, number), set())
            unread = {column for column, header in headers.items() if header in lost} | missing
            left_open = sheet == "figure" and not (cells.keys() | unread) - set(GIVEN)
            if None in lost or left_open:
                continue  # where cells have shifted nothing can be said
            row, broken = reported.read(sheet, cells, known, unread=unread, columns=headers)
            line = _Line(number, cells, broken, unread)
            fact = take(row, line)
            if fact and not line.wrong:
                made[TABLES[sheet]].append(fact | {"source_id": source, "confidence": "high", "_file": file, "_line": number})
            faults += [Fault(file, number, headers.get(column, column), *said)
                       for column, *said in sorted(line.broken, key=lambda each: SHEETS[sheet].index(each.column))]
    return {table: rows for table, rows in made.items() if rows}, faults


@dataclass
class _Line:
    """A line of a sheet that is read: its cells, the rules that it breaks, and the columns that could not be read."""

    number: int
    cells: dict[str, str]
    broken: list[Broken]
    unread: set[str]

    @property
    def wrong(self) -> set[str]:
        """The columns in which something is wrong."""
        return {each.column for each in self.broken} | self.unread

    def fault(self, column: str, rule: str, found: Text = "", allowed: Text = "") -> None:
        self.broken.append(Broken(column, rule, found, allowed))


class _Reading:
    """The sheets of a return in the order of `reported.MODELS`, a method for each: the fact that a row says, or None where it cannot
    be told; what is wrong with it goes to its line."""

    def __init__(self, handed: Handed, known: Known, state: str) -> None:
        self._known, self._reporter = known, known.reporter.id if known.reporter else ""
        self._first: dict[tuple, tuple[reported.Row, _Line]] = {}  # the row that spoke first of something
        self._ids = dict(known.names["enterprise"])  # those of this return beside those on record
        self._listed: dict[str, tuple[str, int]] = {}  # the name and line of each enterprise of this return
        listed = handed.rows.get("enterprise", pd.DataFrame())  # the figures are read before it
        self._new = {reported.plain(text) for column in ("name_zh", "credit_code") if column in listed for text in listed[column].dropna()}
        self._unsure: set[str] = set()  # ids and names of enterprises whose own row is wrong: nothing more is said of what refers to them
        self._enterprises = {row["enterprise_id"]: row for row in held("enterprise", state)}
        self._milestones = list(held("milestone", state))
        with warehouse.cursor(state) as db:
            self._seats = {adcode: (lon, lat) for adcode, lon, lat in db.execute("SELECT adcode, lon, lat FROM county").fetchall()}

    def figure(self, row: reported.Figure, line: _Line) -> dict | None:
        if row.scope is None and reported.plain(written := line.cells.get("scope", "")) in self._new:
            line.broken[:] = [Broken("scope", "enterprise_first", written) if each.column == "scope" else each for each in line.broken]
        goal = self._known.goals.get(row.indicator)
        start = row.starts_on(goal) if goal and row.period else None
        # of a goal a reporter has one figure, whatever its basis; other series may have several, and money by the period it covers
        told_apart = row.basis if not (goal and goal["plan_id"]) else None
        self._once(row, line, "indicator", "scope", "period", "basis", called={"basis": told_apart or ""}, since=start)
        if line.wrong:
            return None
        (kind, place), end = row.scope, row.period.end
        since = f"-{start}" if start and goal["unit_zh"] == reported.MONEY else ""
        basis = f"-{_short(told_apart)}" if told_apart else ""
        own = goal["plan_id"] and row.scope == (goal["scope_kind"], goal["scope_id"])
        return {"observation_id": f"{row.indicator}-{place}{since}-{end}{basis}-{self._reporter}", "indicator_id": row.indicator,
                "scope_kind": kind, "scope_id": place, "period_start": start, "period_end": end, "period_text": row.period.text,
                "period_precision": row.period.precision, "value": row.value.value, "qualifier": row.qualifier,
                "basis_zh": row.basis or words("zh")("returns.basis"), "basis_en": row.basis or words("en")("returns.basis"),
                # a goal's figure is its owner's to give
                "preferred": not own or self._known.reporter == ("department", goal["owner_id"]), "note_zh": row.note, "note_en": row.note}

    def allocation(self, row: reported.Allocation, line: _Line) -> dict | None:
        self._once(row, line, "indicator", "scope", "due_on")
        if line.wrong:
            return None
        (kind, place), due_on = row.scope, row.due_on.end
        return {"allocation_id": f"{row.indicator}-{place}-{due_on}", "indicator_id": row.indicator, "scope_kind": kind, "scope_id": place,
                "due_on": due_on, "lower": row.lower.value, "upper": row.upper.value if row.upper else None}

    def goal_note(self, row: reported.GoalNote, line: _Line) -> dict | None:
        self._once(row, line, "indicator", "period")
        if line.wrong:
            return None
        return {"note_id": f"{row.indicator}-{row.period.end}-{self._reporter}", "indicator_id": row.indicator,
                "period_end": row.period.end, "author": self._reporter, "status_note": row.status_note, "problem": row.problem,
                "next_step": row.next_step, "due_on": row.due_on.end if row.due_on else None}

    def enterprise(self, row: reported.Enterprise, line: _Line) -> dict | None:
        names = [text for text in (row.credit_code, row.name_zh, row.former_name_zh) if text]
        same = {id for text in names for id in self._ids.get(reported.plain(text), ())}
        codes = {self._enterprises[id]["credit_code"] for id in same & self._enterprises.keys()} | {row.credit_code}
        if not names:
            return None
        if len(same) > 1 or len(codes - {None}) > 1:
            line.fault("name_zh", "enterprise_conflict", row.name_zh or "", reported.listed([self._told(id) for id in sorted(same)]))
            self._once(row, line, "name_zh", "credit_code", "former_name_zh")
            self._unsure.update(map(reported.plain, names))
            return None
        enterprise = next(iter(same)) if same else f"e{_short(names[0], 10)}"
        before = self._enterprises.get(enterprise, {})
        written = line.cells.get("credit_code", enterprise)  # others may write it with the same hyphens
        self._ids |= {reported.plain(text): {enterprise} for text in (enterprise, written, *names)}
        self._listed.setdefault(enterprise, (row.name_zh or names[0], line.number))
        self._once(row, line, "name_zh", called={"name_zh": enterprise})
        self._own(before, "name_zh", row.name_zh or names[0], line)
        if line.wrong:
            self._unsure.add(enterprise)
            return None
        lon, lat = self._seats[row.county]
        seat = {"lon": lon, "lat": lat, "location_basis": "county_seat"} if before.get("county_adcode") != row.county else {}
        given = {"name_zh": row.name_zh, "name_en": row.name_en or before.get("name_en") or row.name_zh,
                 "former_name_zh": row.former_name_zh, "credit_code": row.credit_code, "county_adcode": row.county,
                 "cluster_id": row.cluster, "product_zh": row.product_zh, "board": row.board, "stock_code": row.stock_code,
                 **spelled(row.name_zh)}
        return _said(before) | seat | {"enterprise_id": enterprise} | _filled(given)

    def milestone(self, row: reported.Milestone, line: _Line) -> dict | None:
        if "enterprise" in line.wrong:
            return None
        called = reported.plain(row.enterprise)
        found = self._ids.get(called, set())
        enterprise = next(iter(found)) if len(found) == 1 else called
        if len(found) > 1:
            line.fault("enterprise", "ambiguous", row.enterprise, reported.listed([self._known.told("enterprise", id) for id in sorted(found)]))
        elif not found and called not in self._unsure:
            line.fault("enterprise", "unknown_enterprise", row.enterprise)
        self._own(self._enterprises.get(enterprise, {}), "enterprise", row.enterprise, line)
        reached = row.reached_on
        self._once(row, line, "enterprise", "kind", "reached_on", "detail_zh",
                   called={"enterprise": enterprise, "detail_zh": row.which or ""} | ({"reached_on": reached.end.year} if reached else {}))
        if line.wrong or enterprise in self._unsure:
            return None
        # the same event reported again, or its date told more finely, is a correction
        same = [m for m in self._milestones if m["enterprise_id"] == enterprise and m["kind"] == row.kind
                and (not reached or m["reached_on"] is None or m["reached_on"].year == reached.end.year)
                and (not row.which or m["detail_zh"] in (None, row.which))]
        before = same[0] if same else {}
        if same:
            self._milestones.remove(before)  # each is corrected once
        given = {"ended_on": row.ended_on.end if row.ended_on else None, "detail_zh": row.detail_zh, "detail_en": row.detail_zh}
        if reached and not (before.get("date_precision") == "day" and reached.precision != "day"):
            given |= {"reached_on": reached.end, "date_precision": reached.precision}
        parts = (enterprise, row.kind, reached and str(reached.end.year), row.which and _short(row.which))
        new = {"milestone_id": "-".join(filter(None, parts)), "enterprise_id": enterprise,
               "kind": row.kind, "reached_on": None, "date_precision": None, "ended_on": None}
        event = new | _said(before) | _filled(given)
        if event["reached_on"] and event["ended_on"] and event["ended_on"] < event["reached_on"]:  # one of them is on record
            line.fault("ended_on" if row.ended_on else "reached_on", "ends_before",
                       reported.dated(event["ended_on"]), reported.dated(event["reached_on"]))
        return event

    def _once(self, row: reported.Row, line: _Line, *columns: str, called: Mapping = {}, since: date | None = None) -> None:
        """It is a fault where an earlier row speaks of the same in these columns (`called`: what some of them mean) and the same `since`,
        in whichever words; a cell that means nothing is taken as it is written, one that is not there speaks of nothing."""
        if not line.unread.isdisjoint(columns) or any(each.rule == "required" and each.column in columns for each in line.broken):
            return
        what = []
        for column in columns:
            meant = called.get(column, getattr(row, column))
            meant = meant.end if isinstance(meant, reported.Span) else meant
            what.append(reported.plain(line.cells.get(column, "")) if meant is None else meant)
        first, at = self._first.setdefault((type(row), *what, since), (row, line))
        if first is not row:
            column, wrong, unread = columns[0], at.wrong | line.wrong, at.unread | line.unread
            same = at.cells == line.cells and not unread if wrong else first == row
            line.fault(column, "row_twice" if same else "row_conflict", str(at.number))

    def _own(self, enterprise: dict, column: str, called: str, line: _Line) -> None:
        """It is a fault where an enterprise on record lies in another city than the one that reports."""
        reporter, county = self._known.reporter, enterprise.get("county_adcode")
        if county and reporter and reporter.kind == "city" and self._known.city_of["county", county] != reporter.id:
            line.fault(column, "foreign_scope", called, self._known.name("city", reporter.id))

    def _told(self, enterprise: str) -> tuple[str, ...]:
        """An enterprise by its name and its code on record, or the row that lists it."""
        if (known := self._enterprises.get(enterprise)) is not None:
            return both(lambda w: w("fault.enterprise.on_record", name=w.pick(known, "name"), code=known["credit_code"] or enterprise))
        name, number = self._listed[enterprise]
        return both(lambda w: w("fault.enterprise.in_row", name=name, line=number))


def _said(before: dict) -> dict:
    """What a row on record says, without how it is kept."""
    return {column: value for column, value in before.items() if column not in KEPT}


def _filled(given: dict) -> dict:
    return {column: value for column, value in given.items() if value is not None}


def _short(text: str, digits: int = 6) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:digits]
