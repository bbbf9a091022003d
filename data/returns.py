"""What departments and cities report: checks a workbook, says what it would change, and hands it to the record.

A return passes three gates: the workbook can be read (`data.workbook`), every row obeys its rules (`data.reported`, `data.rows`), and
the database can be built with its facts on top (`data.warehouse`). Nothing is kept before all three are passed.
"""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

import duckdb
import pandas as pd

from data import hebei_today, record, reported, rows, warehouse, workbook
from data.checks import SCOPES, Fault
from data.reported import Known, Reporter
from data.rows import KEPT, source_id
from data.words import LANGUAGES, Text, both, words

PLACES = {"county_adcode": "county", "cluster_id": "cluster"}
JUMP = 2  # a stock that becomes so many times what it was is asked about, a share that moves by so many points
JUMP_POINTS = 10
FAR = 20  # a first figure that is so many times the target is asked about
log = logging.getLogger("cockpit.returns")


@dataclass(frozen=True)
class Return:
    """A checked return: who reports, the facts that it changes (by table, as text), how each row changes them, the goals that are
    judged otherwise then, how many rows say what is known already, and every fault; warnings among them do not keep it out.
    `head` is where the record stood."""

    name: str
    reporter: Reporter | None
    facts: dict[str, pd.DataFrame]
    changes: pd.DataFrame
    lights: pd.DataFrame
    unchanged: int
    faults: list[Fault]
    head: str

    @property
    def accepted(self) -> bool:
        """Whether it may be committed: no fault but warnings, and something to change."""
        return bool(len(self.changes)) and not [fault for fault in self.faults if not fault.warning]


# Checking --------------------------------------------------------------------------------------------------------------

@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's collector looks through thousands of cells again and again and finds nothing: a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@_without_collector()
def check(content: bytes, name: str, *, reporter: tuple[str, str] | None = None, today: date | None = None,
          as_of: date | None = None) -> Return:
    """Checks a workbook or CSV against the current state. `reporter` (kind and id) speaks for a file that does not say who reports.

    `changes` has one row per fact: table, sheet, line, new, subject_*, unit_* (None but for figures and allocations), and `before` and
    `after`, dicts of the columns that differ. `lights` has the goals that would be judged otherwise as of a day (today unless told otherwise):
    indicator_id, name_*, unit_*, scope_kind, scope_id, scope_*, due_on, year, and actual (the figure that the light speaks of), qualifier, light,
    reason with `_before` and `_after`. Never raises for what stands in the file: every fault is in the answer.
    """
    head = record.head()
    handed = workbook.read(content, name)
    faults, today = list(handed.faults), today or hebei_today()
    nothing = Return(name, None, {}, pd.DataFrame(), pd.DataFrame(), 0, faults, head)
    if not handed.rows:
        return nothing
    try:
        state = warehouse.build()  # what another has kept a moment ago may not be built yet
    except warehouse.BadFacts as bad:
        faults += bad.faults
        return nothing
    reporter, unknown = _reporter(handed, name, Reporter(*reporter) if reporter else None, state, today)
    faults += unknown
    known = reported.known(state, reporter, today)
    made, broken = rows.facts(handed, known, state)
    faults += broken
    facts, changes, unchanged = _changed(made, known, state)
    faults += _warnings(handed, facts, known, state) + _clusters_elsewhere(handed, facts, known, state)
    lights = pd.DataFrame()
    if reporter and facts and not [fault for fault in faults if not fault.warning]:
        facts["source"] = _source(reporter, state, today)
        try:
            with warehouse.rehearsal(_stamped(facts)) as after:
                lights = _lights(state, after, as_of or today)
        except warehouse.BadFacts as bad:
            faults += bad.faults
    return Return(name, reporter, facts, changes, lights, unchanged, sorted(faults, key=lambda f: (workbook.place(f.file), f.line or 0)), head)


def _reporter(handed: workbook.Handed, name: str, given: Reporter | None, state: str,
              today: date) -> tuple[Reporter | None, list[Fault]]:
    """Who reports: as the file says, else as given."""
    known, written = reported.known(state, None, today), handed.about.get("reporter")
    found = [Reporter(kind, id) for kind in ("department", "city") for id in known.names[kind].get(reported.plain(written or ""), ())]
    if written and not found:
        return None, [Fault(name, None, None, "unknown_reporter", written)]
    if found and given not in (None, found[0]):
        return found[0], [Fault(name, None, None, "other_reporter", *(known.name(*one) if known.has(one) else one.id for one in (found[0], given)))]
    if not found and not given:
        return None, [Fault(name, None, None, "no_reporter")]
    if not found and not known.has(given):
        return None, [Fault(name, None, None, "unknown_reporter", given.id)]
    return (found or [given])[0], []


def _source(reporter: Reporter, state: str, day: date) -> pd.DataFrame:
    """The source of a return: who reports, on which day. No row where the day's source is known already."""
    table, column = SCOPES[reporter.kind]
    with warehouse.cursor(state) as db:
        (name,) = db.execute(f"SELECT name_zh FROM {table} WHERE {column} = ?", [reporter.id]).fetchone()
        (there,) = db.execute("SELECT count(*) FROM source WHERE source_id = ?", [source_id(reporter, day)]).fetchone()
    w = words("zh")
    row = {"source_id": source_id(reporter, day), "publisher": w("returns.publisher", name=name), "title": w("returns.title_of_source"),
           "url": None, "published_on": str(day), "published_text": None, "kind": "official", "_file": None, "_line": None}
    return pd.DataFrame([] if there else [row], columns=list(row), dtype=object)


def _stamped(facts: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Facts as text with the moment of now, as a rehearsal takes them."""
    now = str(datetime.now(UTC).replace(tzinfo=None))
    return {table: frame if table == "source" else frame.assign(recorded_at=now, retracted="false") for table, frame in facts.items()
            if len(frame)}


# What changes ----------------------------------------------------------------------------------------------------------

def _changed(facts: dict[str, list[dict]], known: Known, state: str) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, int]:
    """The facts that say something new, as text; how each differs from what is known; how many say nothing new."""
    kept, changes, unchanged = {}, [], 0
    names = {id: zh for (kind, id), (zh, _) in known.called.items() if kind == "enterprise"}
    names |= {row["enterprise_id"]: row["name_zh"] for row in facts.get("enterprise", [])}
    order = {indicator: n for n, indicator in enumerate(known.goals)}
    for table, made in facts.items():
        key = record.KEYS[table]
        beside = {*KEPT, key}
        held = {row[key]: row for row in rows.held(table, state)}
        new = []
        for row in sorted(made, key=lambda row: order.get(row.get("indicator_id"), 0)):
            before, said = held.get(row[key], {}), {column: _text(value) for column, value in row.items()}
            columns = [column for column in row if column not in beside and _text(before.get(column)) != said[column]]
            if before and not columns:
                unchanged += 1
                continue
            if "value" in columns and "qualifier" not in columns:
                columns.append("qualifier")  # a figure is told with it
            new.append(said)
            changes.append({"table": table, "sheet": row["_file"], "line": row["_line"], "new": not before,
                            **_subject(table, row, known, names),
                            **{f"unit_{lang}": known.goals.get(row.get("indicator_id"), {}).get(f"unit_{lang}") for lang in LANGUAGES},
                            "before": {c: _shown(c, before.get(c), known) for c in columns} if before else {},
                            "after": {c: _shown(c, row[c], known) for c in columns}})
        if new:
            frame = pd.DataFrame(new, dtype=object)
            kept[table] = frame.where(frame.notna(), None)
    return kept, pd.DataFrame(changes), unchanged


def _shown(column: str, value, known: Known):
    """A value as a reader knows it: places by their names."""
    return known.called.get((PLACES.get(column), value), (value,))[0]


def _text(value) -> str | None:
    """A value as the tables of facts write it."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _subject(table: str, row: dict, known: Known, enterprises: dict[str, str]) -> dict[str, str]:
    """What a fact is about, in both languages."""
    if "enterprise_id" in row:
        name = enterprises[row["enterprise_id"]]
        return {"subject_zh": name, "subject_en": row.get("name_en") or name}
    goal, place = known.goals[row["indicator_id"]], known.called.get((row.get("scope_kind"), row.get("scope_id")), ("", ""))
    return {f"subject_{lang}": " · ".join(filter(None, (goal[f"name_{lang}"], name))) for lang, name in zip(LANGUAGES, place, strict=True)}


def _warnings(handed: workbook.Handed, facts: dict[str, pd.DataFrame], known: Known, state: str) -> list[Fault]:
    """What may be right and should be looked at: a stock that falls or jumps, a share that moves far, against the figure that it
    replaces, else the last one before, of a period as long; a first figure that is far above its target."""
    if "observation" not in facts:
        return []
    new = facts["observation"]
    columns = {name: new[name].tolist() for name in ("_file", "_line", "observation_id", "indicator_id", "scope_kind", "scope_id",
                                                     "period_start", "period_end", "value")}
    with warehouse.cursor(state) as db:
        pairs = db.execute("""
            WITH new AS (SELECT unnest($_file) AS file, unnest($_line)::INTEGER AS line, unnest($observation_id) AS observation_id,
                                unnest($indicator_id) AS indicator_id, unnest($scope_kind) AS scope_kind, unnest($scope_id) AS scope_id,
                                unnest($period_start)::DATE AS period_start, unnest($period_end)::DATE AS period_end, unnest($value)::DOUBLE AS value)
            SELECT n.file, n.line, i.kind, i.unit_zh, i.unit_en, n.value, o.value, o.qualifier::VARCHAR, o.period_end,
                   (SELECT max(coalesce(upper, lower)) FROM target t WHERE t.indicator_id = n.indicator_id)
            FROM new n JOIN indicator i USING (indicator_id)
            LEFT JOIN observation_known(NULL) o ON o.indicator_id = n.indicator_id AND o.scope_kind::VARCHAR = n.scope_kind
                AND o.scope_id = n.scope_id AND (o.period_end < n.period_end OR o.observation_id = n.observation_id)
                AND abs(coalesce(n.period_end - n.period_start, 0) - coalesce(o.period_end - o.period_start, 0)) < 5
            QUALIFY row_number() OVER (PARTITION BY n.file, n.line ORDER BY o.period_end DESC NULLS LAST, o.preferred DESC, o.recorded_at DESC) = 1
            """, columns).fetchall()
    faults = []
    for file, line, kind, *unit, value, before, qualifier, day, target in pairs:
        if before is None:
            rule = "far_above_target" if target is not None and value > FAR * target else None
        else:
            far = abs(value - before) > JUMP_POINTS if kind in ("ratio", "coverage") else value > JUMP * before and value - before >= JUMP_POINTS
            rule = "falls" if kind == "stock" and value < before else "jumps" if far and kind in ("stock", "ratio", "coverage") else None
        if rule:
            than = _amount(target, unit) if before is None else _amount_on(before, unit, qualifier, day)
            faults.append(Fault(file, line, handed.headers["figure"]["value"], rule, _amount(value, unit), than, True))
    return faults


def _amount(value: float, unit: list[str]) -> Text:
    """A figure with its unit (one for each language) as the workbook has it."""
    return both(lambda w: w.measured(value, w.of(tuple(unit))))


def _amount_on(value: float, unit: list[str], qualifier: str, day: date) -> Text:
    """The same as surely as it is known, with its day."""
    return both(lambda w: w("fault.on_day", figure=w.measured(value, w.of(tuple(unit)), qualifier), day=w.date(day)))


def _clusters_elsewhere(handed: workbook.Handed, facts: dict[str, pd.DataFrame], known: Known, state: str) -> list[Fault]:
    """The enterprises whose cluster lies in another county than they do, which may be right."""
    if "enterprise" not in facts or "cluster" not in handed.headers["enterprise"]:
        return []
    with warehouse.cursor(state) as db:
        county_of = dict(db.execute("SELECT cluster_id, county_adcode FROM county_cluster_known(NULL)").fetchall())
    return [Fault(row["_file"], int(row["_line"]), handed.headers["enterprise"]["cluster"], "cluster_elsewhere",
                  known.name("cluster", row["cluster_id"]), known.name("county", county_of[row["cluster_id"]]), True)
            for row in facts["enterprise"].to_dict("records")
            if row.get("cluster_id") and county_of[row["cluster_id"]] != row["county_adcode"]]


def _judged(db: duckdb.DuckDBPyConnection, as_of: date) -> pd.DataFrame:
    return db.execute("""SELECT s.indicator_id, i.name_zh, i.name_en, i.unit_zh, i.unit_en, s.scope_kind::VARCHAR AS scope_kind, s.scope_id,
                                s.due_on, s.year, coalesce(s.judged_value, s.actual) AS actual,
                                coalesce(s.judged_qualifier, s.qualifier)::VARCHAR AS qualifier, s.light, s.reason
                         FROM goal_status(?, NULL, 'schedule') s JOIN indicator i USING (indicator_id)""", [as_of]).df()


@lru_cache(maxsize=4)
def _judged_before(state: str, as_of: date) -> pd.DataFrame:
    with warehouse.cursor(state) as db:
        return _judged(db, as_of)


def _lights(state: str, rehearsal: duckdb.DuckDBPyConnection, as_of: date) -> pd.DataFrame:
    before, after = _judged_before(state, as_of), _judged(rehearsal, as_of)
    same = ["indicator_id", "name_zh", "name_en", "unit_zh", "unit_en", "scope_kind", "scope_id", "due_on", "year"]
    both = after.merge(before, on=same, how="left", suffixes=("_after", "_before"))
    differs = both[(both.light_after != both.light_before) | (both.reason_after != both.reason_before)
                   | (both.actual_after.fillna(-1) != both.actual_before.fillna(-1))]
    called = reported.known(state, None, as_of).called
    places = [called.get((row.scope_kind, row.scope_id), (row.scope_id,) * 2) for row in differs.itertuples()]
    return differs.reset_index(drop=True).assign(**{f"scope_{lang}": [place[n] for place in places] for n, lang in enumerate(LANGUAGES)})


# Committing ------------------------------------------------------------------------------------------------------------

class NotAccepted(Exception):
    """A return with faults, or with nothing to change, was to be committed."""


def commit(checked: Return, *, by: str, message: str = "") -> str:
    """Keeps an accepted return and makes its state the current one; gives its receipt, which `record.verify` takes.

    Raises NotAccepted for a return that was not accepted, record.Moved where the record has moved on since it was checked; OSError
    or duckdb.Error where nothing could be written.
    """
    if not checked.accepted:
        raise NotAccepted(checked.name)
    facts = {table: frame.drop(columns=["_file", "_line"]) for table, frame in checked.facts.items() if len(frame)}
    if "goal_note" in facts:
        facts["goal_note"] = facts["goal_note"].assign(author=by)
    kind, id = checked.reporter
    return_id = record.commit(facts, by=by, message=message, head=checked.head, **{f"{kind}_id": id})
    _build()
    return record.receipt(return_id)


def _build() -> None:
    """Builds the state with what was just kept. It is kept, whatever becomes of the build: a server tries it again."""
    try:
        warehouse.build()
    except (OSError, duckdb.Error, warehouse.BadFacts) as error:
        log.error("The return is kept but cannot be shown yet.", exc_info=error)


def revert(return_id: str, *, by: str, message: str) -> str:
    """Takes a return back by a return of its own and makes its state the current one; gives that one's receipt.

    Raises record.NotKept for an unknown id, record.TakenBack for one that was taken back already.
    """
    reverted = record.revert(return_id, warehouse.shipped(), by=by, message=message)
    _build()
    return record.receipt(reverted)
