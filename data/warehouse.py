"""Builds and opens the serving database: one read-only DuckDB file per state of the facts. `checks.py` names every fault of the
files; the constraints of `schema.sql` are enforced once more when the rows go in.
"""

import csv
import hashlib
import json
import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EIO
from pathlib import Path

import duckdb
import pandas as pd

from data import SCHEMA, boundaries, checks, home, record, replacing
from data.checks import PLACE, Fault, check

HERE = Path(__file__).parent
FOLDERS = ("plan", "facts", "boundaries")
# A file of a few thousand rows in many columns: small blocks make it a seventh as large, and packing them only takes time.
SMALL = {"threads": 1, "default_block_size": 16384, "force_compression": "uncompressed"}
log = logging.getLogger("cockpit.warehouse")


class BadFacts(Exception):
    """The facts break a rule: nothing was built, the last good database stays in use. `faults` lists every fault."""

    def __init__(self, faults: list[Fault]):
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(fault.sentence("en") for fault in self.faults)


def serving_file(fingerprint: str) -> Path:
    """The database file of a state."""
    return home() / "serving" / f"{fingerprint}.duckdb"


# Reading and checking ------------------------------------------------------------------------------------------------

def read_files(root: Path = HERE) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """The rows of every CSV below the folders of `root`, as text, by table; columns `_file` and `_line` say where a row stands.

    A table may be spread over several files of the same name. Faults name files that cannot be read as a table.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    faults = []
    for path in _files(root):
        name = f"{path.parent.name}/{path.name}"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, strict=True)
                header = next(reader, [])
                rows = [[*row, name, reader.line_num] for row in reader if row]
        except (UnicodeDecodeError, csv.Error) as error:
            faults.append(Fault(name, None, None, "unreadable", str(error)))
            continue
        ragged = [row for row in rows if len(row) != len(header) + len(PLACE)]
        faults += [Fault(name, row[-1], None, "ragged", str(len(row) - len(PLACE)), str(len(header))) for row in ragged]
        twice = {column for column in header if header.count(column) > 1}
        faults += [Fault(name, 1, column, "column_repeated", column) for column in sorted(twice)]
        if not ragged and not twice:
            frame = pd.DataFrame(rows, columns=[*header, *PLACE], dtype=object).replace({"": None})
            parts.setdefault(path.stem, []).append(frame)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}, faults


def _files(root: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (root / folder).glob("*.csv"))


def fingerprint_of(tables: dict[str, pd.DataFrame], shipped: str = "") -> str:
    """The identity of a state: a hash of its logical rows, of those they stand on (the state `shipped`), the schema, the outlines and this
    builder; the order of rows and files does not matter."""
    digest = hashlib.sha256(shipped.encode())
    if not shipped:
        for path in (SCHEMA, Path(__file__), Path(checks.__file__), Path(boundaries.__file__)):
            digest.update(path.read_bytes())
        for layer, content in sorted(boundaries.layers().items()):
            digest.update(layer.encode() + content)
    for table in sorted(tables):
        columns = sorted(tables[table].columns.difference(PLACE))
        rows = zip(*(tables[table][column].tolist() for column in columns), strict=True)
        lines = sorted(json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        digest.update("\n".join([table, json.dumps(columns), *lines]).encode())
    return digest.hexdigest()[:16]


# Building ------------------------------------------------------------------------------------------------------------

_building = threading.RLock()


def build(root: Path = HERE) -> str:
    """Checks the facts below `root` and those of the record, makes them the current state and gives its fingerprint; quick where this
    state was built before.

    The files of `root` are built once; what the record holds goes into a copy. That is made beside and renamed into place, then `current`
    is renamed to name it; the last two states are kept. Of several that build at once the last one names the latest record: each looks
    again once it has named its own.
    Raises BadFacts with every fault, OSError where the file cannot be written; then nothing has changed.
    """
    with _building:  # threads that want the same state wait for the first
        while True:
            version = record.version()
            shipped = _shipped(root)
            grown = record.catalogue(), version, shipped
            state = _grown_before.get(grown)
            if state is None or not _sound(serving_file(state)):
                state = _grown_before[grown] = _grown(shipped, record.tables())
            _point_to(state, shipped)
            if record.version() == version:
                return state


_read_before: dict[tuple, str] = {}  # the state of files by their names, times and sizes
_grown_before: dict[tuple, str] = {}  # the state of records by their catalogue, version and the shipped state


def _shipped(root: Path = HERE) -> str:
    """The state of the files below `root` alone, which are read only when they have changed."""
    looked = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in (SCHEMA, *_files(root)))
    state = _read_before.get(looked)
    if state is None or not _sound(serving_file(state)):
        tables, faults = read_files(root)
        state = fingerprint_of(tables)
        if faults or not _sound(serving_file(state)):
            with _making(serving_file(state)) as db:
                _found(db)
                _fill(db, tables, faults)
        _read_before[looked] = state
    return state


def _grown(shipped: str, rows: dict[str, pd.DataFrame], name: str = "{}") -> str:
    """The state of the shipped facts with more rows; `name` says how it is called by its fingerprint."""
    if not rows:
        return shipped
    state = name.format(fingerprint_of(rows, shipped))
    if not _sound(serving_file(state)):
        with _making(serving_file(state), serving_file(shipped)) as db:
            _add(db, rows)
    return state


@contextmanager
def _making(file: Path, of: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A transaction on a new database that becomes `file`, empty or a copy `of` another. Raises OSError where it cannot be written; then
    there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as beside:
        try:
            if of is not None:
                shutil.copyfile(of, beside)
            with duckdb.connect(beside, config=SMALL) as db:
                db.begin()
                yield db
                db.commit()
                db.execute("CHECKPOINT")  # what closing does too, but there a full disk goes unsaid
        except duckdb.Error as error:
            raise OSError(EIO, str(error), str(file)) from error
        finally:
            beside.with_name(f"{beside.name}.wal").unlink(missing_ok=True)


def _found(db: duckdb.DuckDBPyConnection) -> None:
    """Gives an empty database its schema and the outlines of the map."""
    db.execute(SCHEMA.read_text(encoding="utf-8"))
    db.register("outlines", boundaries.paths())
    db.execute("INSERT INTO boundary BY NAME SELECT * FROM outlines")
    db.executemany("INSERT INTO boundary_layer VALUES (?, ?)",
                   [(layer, boundaries.layer_url(layer)) for layer in boundaries.layers()])


def _add(db: duckdb.DuckDBPyConnection, *several: dict[str, pd.DataFrame]) -> None:
    """Adds rows of the record or a return to a database of the shipped facts. A source is named by many of them and always the same."""
    tables = {table: pd.concat([rows[table] for rows in several if table in rows], ignore_index=True)
              for table in dict.fromkeys(table for rows in several for table in rows)}
    if "source" in tables:
        known = [id for (id,) in db.execute("SELECT source_id FROM source").fetchall()]
        sources = tables["source"].drop_duplicates("source_id")
        tables["source"] = sources[~sources.source_id.isin(known)]
    _fill(db, tables)


def _fill(db: duckdb.DuckDBPyConnection, tables: dict[str, pd.DataFrame], faults: Iterable[Fault] = ()) -> None:
    """Adds rows to a serving database. Raises BadFacts with these faults and every other."""
    faults = [*faults, *check(db, tables)]
    if faults:
        raise BadFacts(faults)
    for name in table_names():
        if name in tables:
            db.execute(f'INSERT INTO "{name}" BY NAME SELECT * EXCLUDE (_file, _line) FROM raw_{name}')
    db.execute("DELETE FROM searchable; INSERT INTO searchable FROM searchable_now")


@contextmanager
def rehearsal(facts: dict[str, pd.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database as it would be with these facts (text, with `_file` and `_line`) on top of those on record: a copy for the length of the
    block. Raises BadFacts where they break a rule."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(serving_file(_shipped()), folder)
        with duckdb.connect(copy, config=SMALL) as db:
            db.begin()
            _add(db, record.tables(), facts)
            db.commit()
            yield db


def build_sample(facts: dict[str, pd.DataFrame]) -> str:
    """Builds the database of the sample returns, the shipped facts with `facts` (text, with `_file` and `_line`) on top; gives
    its state, whose name begins with `sample-`. The record and the current state are not touched. Raises BadFacts."""
    state = _grown(_shipped(), facts, "sample-{}")
    with replacing(_sample_pointer()) as beside:
        beside.write_text(state)
    for file in _sample_pointer().parent.glob("sample-*.duckdb"):
        if file != serving_file(state):
            file.unlink(missing_ok=True)
    return state


def sample() -> str | None:
    """The state of the sample returns; None where they are not loaded."""
    try:
        state = _sample_pointer().read_text()
    except FileNotFoundError:
        return None
    return state if serving_file(state).exists() else None


def remove_sample() -> None:
    """Removes the database of the sample returns."""
    for file in (_sample_pointer(), *_sample_pointer().parent.glob("sample-*.duckdb")):
        file.unlink(missing_ok=True)


def _sample_pointer() -> Path:
    return home() / "serving" / "sample"


def table_names() -> list[str]:
    """The tables in the order of the schema, in which a table follows those it refers to."""
    return re.findall(r'^CREATE TABLE "?(\w+)"? \(', SCHEMA.read_text(encoding="utf-8"), re.MULTILINE)


def contents(state: str) -> tuple[dict[str, int], pd.DataFrame]:
    """What a state holds: the rows per table, and what could not be placed (unplaced_id, what, reason_zh, reason_en)."""
    with cursor(state) as db:
        counts = {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in table_names()}
        return counts, db.execute("SELECT unplaced_id, what, reason_zh, reason_en FROM unplaced ORDER BY ALL").df()


def _opened(file: Path) -> duckdb.DuckDBPyConnection | None:
    """A serving file, opened; None where it is not there, does not open or holds no plan."""
    if not file.exists():  # DuckDB would give what this process still holds of one that is gone
        return None
    try:
        db = _connect(file)
        if db.execute("SELECT count(*) FROM plan").fetchone()[0]:
            return db
        db.close()
    except duckdb.Error:
        pass
    return None


def _sound(file: Path) -> bool:
    """Whether a serving file can be used: a damaged one is built again."""
    db = _opened(file)
    if db is not None:
        db.close()
    return db is not None


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches nothing but its file. One process opens a file in one way only."""
    return duckdb.connect(file, read_only=True, config={"enable_external_access": False, "threads": 1})


def _modified(file: Path) -> float:
    """When a file was written; long ago where another process has just removed it."""
    with suppress(OSError):
        return file.stat().st_mtime
    return 0


def _point_to(fingerprint: str, shipped: str) -> None:
    """Makes a state the current one and removes what is older than the state before it, but not that of the shipped facts."""
    pointer = home() / "serving" / "current"
    if not pointer.exists() or pointer.read_text() != fingerprint:
        with replacing(pointer) as beside:
            beside.write_text(fingerprint)
    others = sorted((file for file in pointer.parent.glob("[0-9a-f]*.duckdb")  # not that of the sample
                     if file.stem not in (fingerprint, shipped)), key=_modified, reverse=True)
    for file in others[1:]:
        with suppress(OSError):  # some systems do not let go of a file that is open
            file.unlink()


# Serving -------------------------------------------------------------------------------------------------------------

_adopted: str | None = None


def current() -> str:
    """The fingerprint of the state that this process shows: the latest, in a server the one it has adopted."""
    return _adopted or latest()


def latest() -> str:
    """The fingerprint of the latest state; builds it where there is none yet. Raises BadFacts where that cannot be done."""
    try:
        fingerprint = (home() / "serving" / "current").read_text()
    except FileNotFoundError:
        return build()
    return fingerprint if serving_file(fingerprint).exists() else build()


def adopt(state: str | None) -> None:
    """Makes a state the one that this process shows, so that a server can prepare for a new one first; None: always the latest."""
    global _adopted
    cursor(state or latest()).close()
    _adopted = state


def shipped() -> dict[str, pd.DataFrame]:
    """The rows of the latest state that no return brought, by table: what a revert falls back to."""
    with cursor(latest()) as db:
        return {table: db.execute(f'SELECT * FROM "{table}" WHERE return_id IS NULL').df().astype(object)
                for table in record.KEYS if table != "source"}


_open: dict[Path, duckdb.DuckDBPyConnection] = {}
_opening = threading.RLock()  # opening may build, and building opens


def cursor(fingerprint: str) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on the database of a state: a DuckDB connection shared by threads gives wrong answers."""
    file = serving_file(fingerprint)
    with _opening:
        if file not in _open:
            db = _opened(file)
            if db is None:
                log.warning("the serving database %s is damaged or gone; building it again", file.name)
                file.unlink(missing_ok=True)
                build()  # a sample is gone then, and whoever looked at it sees the real figures again
                db = _connect(file)
            _open[file] = db
            _open[file].execute("SET lock_configuration = true")
            for old in list(_open)[:-3]:  # a run pins one state: the one before and the sample may still be read
                _open.pop(old)
        return _open[file].cursor()


def boundary(name: str) -> bytes | None:
    """The GeoJSON of an outline by the last part of its address; None where there is none of that name."""
    for layer, content in boundaries.layers().items():
        if boundaries.layer_url(layer).endswith(f"/{name}"):
            return content
    return None
