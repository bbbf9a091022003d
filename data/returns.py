"""What departments and cities report: checks a workbook, says what it would change, and hands it to the record.

A return passes three gates: the workbook can be read (`data.workbook`), every row obeys its rules (`data.reported`), and the
database can be built with its facts on top (`data.warehouse`). Nothing is kept before all three are passed.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

import duckdb
import pandas as pd
from pydantic import ValidationError

from data import hebei_today, record, reported, warehouse, workbook
from data.checks import SCOPES, Fault
from data.pinyin import spelled
from data.reported import Known, Reporter
from data.words import LANGUAGES, words

# Columns that say how a row is kept, not what it says.
KEPT = ("source_id", "confidence", "recorded_at", "return_id", "retracted", "preferred", "author", "_file", "_line")
PLACES = {"county_adcode": "county", "cluster_id": "cluster"}
JUMP = 2  # a stock that becomes so many times what it was is asked about, a share that moves by so many points
JUMP_POINTS = 10
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
    valid: dict[str, list[tuple[reported.Row, str, int]]] = {}
    for sheet, model in reported.MODELS.items():
        rows, broken = _valid(handed, sheet, model, known)
        valid[sheet] = rows
        faults += broken
    facts, lost = _facts(handed, valid, known, state)
    faults += lost
    facts, changes, unchanged = _changed(facts, known, state)
    faults += _warnings(handed, facts, known, state)
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
        return found[0], [Fault(name, None, None, "other_reporter", *(known.name(*one) or one.id for one in (found[0], given)))]
    if not found and not given:
        return None, [Fault(name, None, None, "no_reporter")]
    if not found and not known.has(given):
        return None, [Fault(name, None, None, "unknown_reporter", given.id)]
    return (found or [given])[0], []


def _valid(handed: workbook.Handed, sheet: str, model: type[reported.Row],
           known: Known) -> tuple[list[tuple[reported.Row, str, int]], list[Fault]]:
    """The rows of a sheet that obey every rule, with their place, and the faults of the others."""
    frame = handed.rows.get(sheet)
    rows, faults, seen = [], [], {}
    for given in [] if frame is None else frame.to_dict("records"):
        file, line = given.pop("_file"), int(given.pop("_line"))
        given = {column: value for column, value in given.items() if isinstance(value, str)}
        if sheet == "figure" and not given.keys() - set(workbook.GIVEN):
            continue  # a row that stood ready and was left open

        def fault(rule: str, column: str | None, found: object = "", allowed: object = "", file=file, line=line) -> None:
            header = handed.headers[sheet].get(column, column) if column else None
            faults.append(Fault(file, line, header, rule, str(found), str(allowed)))

        try:
            row = model.model_validate(given, context=known)
        except ValidationError as broken:
            for error in broken.errors(include_url=False):
                context = error.get("ctx", {})
                column = str(error["loc"][0]) if error["loc"] else context["column"]
                rule = "required" if error["type"] == "missing" else error["type"]
                fault(rule, column, context.get("found", ""), context.get("allowed", ""))
            continue
        key = _row_key(row, known)
        if key in seen:
            other, at = seen[key]
            fault("row_twice" if other == row else "row_conflict", next(iter(model.model_fields)), at)
            continue
        seen[key] = row, line
        rows.append((row, file, line))
    return rows, faults


def _row_key(row: reported.Row, known: Known) -> tuple:
    """What may stand in one sheet only once. Of a goal a reporter has one figure, whatever its basis; other series may have
    several, by basis and, where they are money, by the period they cover."""
    match row:
        case reported.Figure():
            goal = known.goals[row.indicator]
            return row.indicator, row.scope, row.period.end, row.starts_on(goal), None if goal["plan_id"] else row.basis
        case reported.Allocation(): return row.indicator, row.scope, row.due_on.end
        case reported.GoalNote(): return row.indicator, row.period.end
        case reported.Enterprise(): return (row.credit_code or reported.plain(row.name_zh),)
        case reported.Milestone(): return reported.plain(row.enterprise), row.kind, row.reached_on and row.reached_on.end, row.which


# Rows become facts -----------------------------------------------------------------------------------------------------

def _facts(handed: workbook.Handed, valid: dict[str, list], known: Known,
           state: str) -> tuple[dict[str, list[dict]], list[Fault]]:
    """The facts of valid rows by table, and the rows whose enterprise is not known."""
    reporter = known.reporter.id if known.reporter else ""
    source = source_id(known.reporter, known.today) if known.reporter else ""
    facts: dict[str, list[dict]] = {table: [] for table in ("enterprise", "observation", "allocation", "goal_note", "milestone")}
    faults: list[Fault] = []
    told: dict[tuple, int] = {}  # where an enterprise or event stands, however it is named

    def add(table: str, file: str, line: int, **columns) -> None:
        facts[table].append(columns | {"source_id": source, "confidence": "high", "_file": file, "_line": line})

    for row, file, line in valid["figure"]:
        goal, (kind, place) = known.goals[row.indicator], row.scope
        start, end = row.starts_on(goal), row.period.end
        basis = f"-{_short(row.basis)}" if row.basis and not goal["plan_id"] else ""
        since = f"-{start}" if start and goal["unit_zh"] == reported.MONEY else ""
        own = goal["plan_id"] and row.scope == (goal["scope_kind"], goal["scope_id"])
        add("observation", file, line, observation_id=f"{row.indicator}-{place}{since}-{end}{basis}-{reporter}",
            indicator_id=row.indicator, scope_kind=kind, scope_id=place, period_start=start, period_end=end,
            period_text=row.period.text, period_precision=row.period.precision, value=row.value.value,
            qualifier=row.qualifier, basis_zh=row.basis or words("zh")("returns.basis"), basis_en=row.basis or words("en")("returns.basis"),
            preferred=not own or known.reporter == ("department", goal["owner_id"]),  # a goal's figure is its owner's to give
            note_zh=row.note, note_en=row.note)
    for row, file, line in valid["allocation"]:
        kind, place = row.scope
        add("allocation", file, line, allocation_id=f"{row.indicator}-{place}-{row.due_on.end}", indicator_id=row.indicator,
            scope_kind=kind, scope_id=place, due_on=row.due_on.end, lower=row.lower.value,
            upper=row.upper.value if row.upper else None)
    for row, file, line in valid["goal_note"]:
        add("goal_note", file, line, note_id=f"{row.indicator}-{row.period.end}-{reporter}", indicator_id=row.indicator,
            period_end=row.period.end, author=reporter, status_note=row.status_note, problem=row.problem,
            next_step=row.next_step, due_on=row.due_on.end if row.due_on else None)
    with warehouse.cursor(state) as db:
        place_of = {adcode: (lon, lat) for adcode, lon, lat in db.execute("SELECT adcode, lon, lat FROM county").fetchall()}
    held = {row["enterprise_id"]: row for row in _held("enterprise", state)}
    milestones = list(_held("milestone", state))
    ids = dict(known.names["enterprise"])

    def elsewhere(enterprise: dict) -> bool:
        """Whether an enterprise lies in another city than the one that reports."""
        county = enterprise.get("county_adcode")
        return bool(county and known.reporter and known.reporter.kind == "city" and known.city_of["county", county] != reporter)

    def twice(sheet: str, column: str, file: str, line: int, *what) -> bool:
        """Whether an earlier row speaks of the same enterprise or event by another name; then it is a fault."""
        first = told.setdefault((sheet, *what), line)
        if first != line:
            faults.append(Fault(file, line, handed.headers[sheet].get(column), "row_conflict", str(first)))
        return first != line

    for row, file, line in valid["enterprise"]:
        same = {id for text in (row.credit_code, row.name_zh, row.former_name_zh) if text for id in ids.get(reported.plain(text), ())}
        codes = {held[id]["credit_code"] for id in same & held.keys()} | {row.credit_code}
        if len(same) > 1 or len(codes - {None}) > 1:
            faults.append(Fault(file, line, handed.headers["enterprise"].get("name_zh"), "enterprise_conflict", row.name_zh,
                                ", ".join(sorted(same))))
            continue
        enterprise = next(iter(same)) if same else f"e{_short(row.credit_code or row.name_zh, 10)}"
        before = held.get(enterprise, {})
        if twice("enterprise", "name_zh", file, line, enterprise):
            continue
        if elsewhere(before):
            faults.append(Fault(file, line, handed.headers["enterprise"].get("name_zh"), "foreign_scope", row.name_zh, known.name("city", reporter)))
            continue
        lon, lat = place_of[row.county]
        seat = {"lon": lon, "lat": lat, "location_basis": "county_seat"} if before.get("county_adcode") != row.county else {}
        given = {"name_zh": row.name_zh, "name_en": row.name_en or before.get("name_en") or row.name_zh,
                 "former_name_zh": row.former_name_zh, "credit_code": row.credit_code, "county_adcode": row.county,
                 "cluster_id": row.cluster, "product_zh": row.product_zh, "board": row.board, "stock_code": row.stock_code,
                 **spelled(row.name_zh)}
        held_before = {column: value for column, value in before.items() if column not in KEPT}
        add("enterprise", file, line, **held_before | seat | {"enterprise_id": enterprise}
            | {column: value for column, value in given.items() if value is not None})
        for text in (enterprise, row.name_zh, row.credit_code, row.former_name_zh):
            if text:
                ids[reported.plain(text)] = {enterprise}
    for row, file, line in valid["milestone"]:
        found = ids.get(reported.plain(row.enterprise), set())
        if len(found) != 1:
            faults.append(Fault(file, line, handed.headers["milestone"].get("enterprise"),
                                "ambiguous" if found else "unknown_enterprise", row.enterprise, ", ".join(sorted(found))))
            continue
        (enterprise,) = found
        if elsewhere(held.get(enterprise, {})):
            faults.append(Fault(file, line, handed.headers["milestone"].get("enterprise"), "foreign_scope", row.enterprise, known.name("city", reporter)))
            continue
        reached = row.reached_on
        if twice("milestone", "enterprise", file, line, enterprise, row.kind, reached and reached.end.year, row.which):
            continue
        # the same event reported again, or its date told more finely, is a correction
        same = [m for m in milestones if m["enterprise_id"] == enterprise and m["kind"] == row.kind
                and (not reached or m["reached_on"] is None or m["reached_on"].year == reached.end.year)
                and (not row.which or m["detail_zh"] in (None, row.which))]
        before = same[0] if same else {}
        if same:
            milestones.remove(before)  # each is corrected once
        given = {"ended_on": row.ended_on.end if row.ended_on else None, "detail_zh": row.detail_zh, "detail_en": row.detail_zh}
        if reached and not (before.get("date_precision") == "day" and reached.precision != "day"):
            given |= {"reached_on": reached.end, "date_precision": reached.precision}
        held_before = {column: value for column, value in before.items() if column not in KEPT}
        parts = (enterprise, row.kind, reached and str(reached.end.year), row.which and _short(row.which))
        new = {"milestone_id": "-".join(filter(None, parts)), "enterprise_id": enterprise,
               "kind": row.kind, "reached_on": None, "date_precision": None}
        add("milestone", file, line, **new | held_before | {column: value for column, value in given.items() if value is not None})
    return {table: rows for table, rows in facts.items() if rows}, faults


def _short(text: str, digits: int = 6) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


@lru_cache(maxsize=10)
def _held(table: str, state: str) -> list[dict]:
    """What a state knows of a table, to be read only: rows with None for blanks and plain dates."""
    with warehouse.cursor(state) as db:
        found = db.execute(f"SELECT * FROM {table}_known(NULL)")
        columns = [name for name, *_ in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def source_id(reporter: Reporter, day: date) -> str:
    """The source of what a reporter hands in on a day."""
    return f"reported-{reporter.id}-{day}"


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
    return {table: rows if table == "source" else rows.assign(recorded_at=now, retracted="false") for table, rows in facts.items()
            if len(rows)}


# What changes ----------------------------------------------------------------------------------------------------------

def _changed(facts: dict[str, list[dict]], known: Known, state: str) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, int]:
    """The facts that say something new, as text; how each differs from what is known; how many say nothing new."""
    kept, changes, unchanged = {}, [], 0
    names = {id: zh for (kind, id), (zh, _) in known.called.items() if kind == "enterprise"}
    names |= {row["enterprise_id"]: row["name_zh"] for row in facts.get("enterprise", [])}
    order = {indicator: n for n, indicator in enumerate(known.goals)}
    for table, rows in facts.items():
        key = record.KEYS[table]
        beside = {*KEPT, key}
        rows = sorted(rows, key=lambda row: order.get(row.get("indicator_id"), 0))
        held = {row[key]: row for row in _held(table, state)}
        new = []
        for row in rows:
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
    replaces, else the last one before, of a period as long."""
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
            SELECT n.file, n.line, i.kind, n.value, o.value, o.period_end
            FROM new n JOIN indicator i USING (indicator_id)
            JOIN observation_known(NULL) o ON o.indicator_id = n.indicator_id AND o.scope_kind::VARCHAR = n.scope_kind
                AND o.scope_id = n.scope_id AND (o.period_end < n.period_end OR o.observation_id = n.observation_id)
                AND abs(coalesce(n.period_end - n.period_start, 0) - coalesce(o.period_end - o.period_start, 0)) < 5
            QUALIFY row_number() OVER (PARTITION BY n.file, n.line ORDER BY o.period_end DESC, o.preferred DESC, o.recorded_at DESC) = 1""", columns).fetchall()
    faults = []
    for file, line, kind, value, before, day in pairs:
        far = abs(value - before) > JUMP_POINTS if kind in ("ratio", "coverage") else value > JUMP * before and value - before >= JUMP_POINTS
        rule = "falls" if kind == "stock" and value < before else "jumps" if far and kind in ("stock", "ratio", "coverage") else None
        if rule:
            faults.append(Fault(file, line, handed.headers["figure"]["value"], rule, f"{value:g}", f"{before:g} ({day:%Y-%m-%d})", True))
    return faults


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
    facts = {table: rows.drop(columns=["_file", "_line"]) for table, rows in checked.facts.items() if len(rows)}
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
