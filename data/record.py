"""The record: everything that was ever reported, kept in DuckLake: ACID transactions, author and message per commit, plain
Parquet underneath.

A return is one transaction: its facts and one row of the table `return`. Nothing is changed or deleted afterwards: a
correction is a later row with the same key, a revert a return of its own. Each return carries the hash of its rows and of
the return before it, so that a missing or altered row shows.

The embedded record lies in `record/` of the product's home. COCKPIT_RECORD names another catalogue
(`ducklake:postgres:dbname=…`), COCKPIT_RECORD_FILES where its files lie.
"""

import hashlib
import json
import os
import secrets
import tempfile
import threading
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from errno import EIO
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pandas as pd
import tenacity
from filelock import FileLock

from data import SCHEMA, home, replacing

# The tables that returns bring rows for, with the key that a correction repeats; `return`, `paper` and `head` are the record's own.
KEYS = {"source": "source_id", "observation": "observation_id", "allocation": "allocation_id", "goal_note": "note_id",
        "enterprise": "enterprise_id", "milestone": "milestone_id"}
TABLES = (*KEYS, "return", "paper", "head")
ATTEMPTS = 30  # of a commit that others keep overtaking


class NotKept(Exception):
    """A return that the record does not hold. The argument is its id."""


class Moved(Exception):
    """The record has moved on since a return was checked."""


class TakenBack(Exception):
    """A return that was taken back already. The argument is its id."""


class Exists(Exception):
    """A record stands already where one was to be restored. The argument says where."""


# Opening -------------------------------------------------------------------------------------------------------------

def catalogue() -> str:
    """The DuckLake catalogue of the record, as DuckDB attaches it."""
    return os.environ.get("COCKPIT_RECORD") or f"ducklake:sqlite:{home() / 'record' / 'catalogue.sqlite'}"


def data_path() -> str:
    """Where the files of the record lie."""
    return os.environ.get("COCKPIT_RECORD_FILES") or str(home() / "record" / "files")


def exists() -> bool:
    """Whether there is a record to read; asking makes none."""
    return bool(os.environ.get("COCKPIT_RECORD")) or (home() / "record" / "catalogue.sqlite").exists()


def extension(name: str) -> Path:
    """The file of an extension of DuckDB, which comes as a package of its own: nothing is fetched."""
    return Path(str(files(f"duckdb_extension_{name}"))) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


_attached: str | None = None
_turn = threading.RLock()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """The DuckDB of this process that the record is attached to: its extensions are loaded once, whichever record it is."""
    return duckdb.connect(config={"autoinstall_known_extensions": False})


@contextmanager
def _lake() -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own with the record attached as `record`; its tables are made where they are missing.

    Threads of a process take turns: two transactions on one SQLite catalogue would wait for each other for ever.
    """
    global _attached
    where = catalogue()
    with _turn:
        if _attached != where:
            _attached = None
            Path(data_path()).mkdir(parents=True, exist_ok=True)
            with _engine().cursor() as lake:  # what fails half-way ends with it
                for name in ("ducklake", "postgres_scanner" if ":postgres:" in where else "sqlite_scanner"):
                    lake.execute(f"LOAD {_quoted(str(extension(name)))}")
                lake.execute("DETACH DATABASE IF EXISTS record")
                _retried(_attach, lake)  # another process may be making the same record
            _attached = where
        with _engine().cursor() as lake:
            yield lake


@cache
def _columns() -> dict[str, dict[str, str]]:
    """The columns of each table of the record and their types, as the schema has them; DuckLake knows no enumerations."""
    with duckdb.connect() as db:
        db.execute(SCHEMA.read_text(encoding="utf-8"))
        rows = db.execute("""SELECT table_name, column_name, if(data_type LIKE 'ENUM%', 'VARCHAR', data_type)
                             FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index""").fetchall()
    return {table: {column: kind for name, column, kind in rows if name == table} for table in (*KEYS, "return", "paper")}


def _quoted(text: str) -> str:
    """A text as SQL writes it: a folder may have an apostrophe in its name."""
    return "'" + text.replace("'", "''") + "'"


def _attach(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute(f"ATTACH IF NOT EXISTS {_quoted(catalogue())} AS record (DATA_PATH {_quoted(data_path())})")
    lake.execute("BEGIN")
    for table, columns in _columns().items():
        # a source of a return has them here only; a paper belongs to no return
        stamp = {"return_id": "VARCHAR", "recorded_at": "TIMESTAMP"} if table != "paper" else {}
        definition = ", ".join(f'"{name}" {kind}' for name, kind in (columns | stamp).items())
        lake.execute(f'CREATE TABLE IF NOT EXISTS record."{table}" ({definition})')
        held = {name for (name,) in lake.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'record' AND table_name = ?", [table]).fetchall()}
        for name, kind in columns.items():
            if name not in held:  # the schema has grown since the record was made
                lake.execute(f'ALTER TABLE record."{table}" ADD COLUMN "{name}" {kind}')
    lake.execute("CREATE TABLE IF NOT EXISTS record.head (return_id VARCHAR, hash VARCHAR, recorded_at TIMESTAMP)")
    if not lake.execute("SELECT count(*) FROM record.head").fetchone()[0]:
        lake.execute("INSERT INTO record.head VALUES (NULL, '', TIMESTAMP '2000-01-01')")
    lake.execute("COMMIT")


def _overtaken(error: BaseException) -> bool:
    return isinstance(error, duckdb.Error) and any(
        word in str(error).lower() for word in ("conflict", "database is locked", "could not serialize"))


@tenacity.retry(retry=tenacity.retry_if_exception(_overtaken), stop=tenacity.stop_after_attempt(ATTEMPTS),
                wait=tenacity.wait_random(0.01, 0.3), reraise=True)
def _retried(work, lake: duckdb.DuckDBPyConnection, *given):
    """What `work` gives, tried again while another writer was first; a failed try leaves nothing behind."""
    try:
        return work(lake, *given)
    except BaseException:
        with suppress(duckdb.Error):  # the transaction has ended already
            lake.execute("ROLLBACK")
        raise


@contextmanager
def _writing() -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for a writer: those of one machine take turns, so that none is overtaken again and again."""
    with _lake() as lake:
        place = home() / "record"
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / "writer.lock", poll_interval=0.01):
            yield lake


# Writing -------------------------------------------------------------------------------------------------------------

def commit(facts: dict[str, pd.DataFrame], *, by: str, message: str = "", department_id: str | None = None,
           city_id: str | None = None, head: str | None = None) -> str:
    """Keeps a return, all or nothing, and gives its id. `head` is where the record stood when the return was checked. `facts` holds rows by
    table (see KEYS) with the columns of the schema but `recorded_at` and `return_id`; `retracted` is false where it is not given.

    Other writers at the same time are waited for. Raises Moved where the record no longer stands at `head`, duckdb.Error where
    nothing could be written.
    """
    about = {"by": by, "message": message, "department_id": department_id, "city_id": city_id}
    with _writing() as lake:
        return _retried(_commit, lake, facts, about, head)


def _commit(lake: duckdb.DuckDBPyConnection, facts: dict[str, pd.DataFrame], about: dict[str, str | None],
            expected: str | None = None) -> str:
    lake.execute("BEGIN")
    previous, last = lake.execute("SELECT hash, recorded_at FROM record.head").fetchone()
    if expected not in (None, previous):
        raise Moved
    now = max(datetime.now(UTC).replace(tzinfo=None), last + timedelta(microseconds=1))
    return_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    columns = _columns()
    for table, rows in facts.items():
        stamped = rows.assign(recorded_at=now, return_id=return_id)
        if "retracted" in columns[table] and "retracted" not in stamped:
            stamped["retracted"] = False
        names = ", ".join(f'"{name}"' for name in stamped.columns)
        lake.execute(f'INSERT INTO record."{table}" ({names}) SELECT {names} FROM stamped')
    head = about | {"return_id": return_id, "recorded_at": now, "state": "accepted", "previous_hash": previous}
    head["hash"] = _hash(head, _lines(lake, facts, return_id)[return_id])
    names = ", ".join(f'"{name}"' for name in head)
    lake.execute(f'INSERT INTO record."return" ({names}) VALUES ({", ".join("?" * len(head))})', list(head.values()))
    # the one row that every commit changes: of two at once, one is refused and tried again after the other
    lake.execute("UPDATE record.head SET return_id = ?, hash = ?, recorded_at = ?", [return_id, head["hash"], now])
    lake.execute("CALL record.set_commit_message(?, ?, extra_info => ?)", [about["by"], about["message"], return_id])
    lake.execute("COMMIT")
    return return_id


def keep(paper: dict) -> None:
    """Keeps a row of the table `paper` (its columns by name, `issued_at` in UTC) once, beside the returns: it is none, and their chain of
    hashes does not name it. Raises OSError where nothing could be written."""
    try:
        with _writing() as lake:
            _retried(_keep, lake, paper)
    except duckdb.Error as error:
        raise OSError(EIO, str(error)) from error


def _keep(lake: duckdb.DuckDBPyConnection, paper: dict) -> None:
    lake.execute("BEGIN")
    if lake.execute("SELECT count(*) FROM record.paper WHERE code = ?", [paper["code"]]).fetchone()[0]:
        lake.execute("ROLLBACK")  # another process was first
        return
    names = ", ".join(f'"{name}"' for name in paper)
    lake.execute(f'INSERT INTO record.paper ({names}) VALUES ({", ".join("?" * len(paper))})', list(paper.values()))
    (last,) = lake.execute("SELECT recorded_at FROM record.head").fetchone()
    now = max(datetime.now(UTC).replace(tzinfo=None), last + timedelta(microseconds=1))
    lake.execute("UPDATE record.head SET recorded_at = ?", [now])  # what was built before has not seen it
    lake.execute("CALL record.set_commit_message(?, ?, extra_info => ?)", [paper["by"], "paper", paper["code"]])
    lake.execute("COMMIT")


def _hash(head: dict, lines: list[str]) -> str:
    """The hash of a return: of the one before it, who, what and when, and all its rows as they stand in the record."""
    given = {name: str(head[name]) for name in sorted(head) if name != "hash" and head[name] is not None}
    return hashlib.sha256("".join([json.dumps(given, ensure_ascii=False), *lines]).encode()).hexdigest()


def _lines(lake: duckdb.DuckDBPyConnection, tables: Collection[str], return_id: str | None = None) -> dict[str, list[str]]:
    """The rows of each return in some tables (of all returns, or of one) as they go into its hash, in an order of their own."""
    lines = defaultdict(list)
    for table in (table for table in KEYS if table in tables):
        rows = lake.execute(f"""SELECT COLUMNS(*)::VARCHAR FROM record."{table}"
                                WHERE $id IS NULL OR return_id = $id ORDER BY ALL""", {"id": return_id})
        names = [column[0] for column in rows.description]
        for row in rows.fetchall():
            given = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            lines[given.get("return_id")].append(json.dumps([table, given], ensure_ascii=False, sort_keys=True))
    return lines


def revert(return_id: str, before: dict[str, pd.DataFrame], *, by: str, message: str) -> str:
    """Takes a return back by a return of its own and gives that one's id: what would hold without it holds again, what nothing
    else says is retracted. A return that takes another back can be taken back in turn.

    `before` holds, by table, the rows of the same keys from elsewhere (the shipped facts).
    Raises NotKept for an unknown id, TakenBack for one that was taken back already.
    """
    about = {"by": by, "message": message, "department_id": None, "city_id": None, "reverts": return_id}
    with _writing() as lake:
        return _retried(_revert, lake, return_id, before, about)


def _revert(lake: duckdb.DuckDBPyConnection, return_id: str, before: dict[str, pd.DataFrame], about: dict) -> str:
    reverts = dict(lake.execute('SELECT return_id, reverts FROM record."return" ORDER BY recorded_at').fetchall())
    if return_id not in reverts:
        raise NotKept(return_id)
    now, then = _in_force(reverts), _in_force(reverts | {"": return_id})
    if now == then:
        raise TakenBack(return_id)
    facts = {}
    for table, key in KEYS.items():
        if table == "source":
            continue  # a source that nothing names any more does no harm
        rows = lake.execute(f'SELECT * FROM record."{table}"').df().astype(object)
        rows = rows[rows.return_id.map(reverts).isna()]  # what a revert says again, it says for the return it goes back to

        def holding(returns: set[str], rows=rows, table=table, key=key) -> pd.DataFrame:
            live = pd.concat([before.get(table, rows.iloc[:0]), rows[rows.return_id.isin(returns)]])
            return live.sort_values("recorded_at", kind="stable").drop_duplicates(key, keep="last")

        held, again = holding(now), holding(then)
        same = held[[key, "recorded_at"]].merge(again[[key, "recorded_at"]])[key]
        gone = held[~held[key].isin(again[key])].assign(retracted=True)
        changed = pd.concat([again[~again[key].isin(same)], gone])
        if len(changed):
            facts[table] = changed.drop(columns=["recorded_at", "return_id"])
    return _commit(lake, facts, about)


def _in_force(reverts: dict[str, str | None]) -> set[str]:
    """The returns that are in force, those that take others back left out; `reverts` in the order of time."""
    taken_back: set[str] = set()
    for return_id, other in reversed(reverts.items()):
        if other and return_id not in taken_back:
            taken_back.add(other)
    return {return_id for return_id, other in reverts.items() if not other and return_id not in taken_back}


# Reading -------------------------------------------------------------------------------------------------------------

def head() -> str:
    """The hash of the last return: it changes with every commit. Empty where nothing was kept yet."""
    if not exists():
        return ""
    with _lake() as lake:
        return lake.execute("SELECT hash FROM record.head").fetchone()[0]


def version() -> str:
    """What tells one state of the record from another: it changes with every return and every paper. Empty where there is none."""
    if not exists():
        return ""
    with _lake() as lake:
        return str(lake.execute("SELECT recorded_at FROM record.head").fetchone()[0])


def history() -> pd.DataFrame:
    """Every return, the latest first: return_id, by, department_id, city_id, message, state, hash, previous_hash, recorded_at."""
    if not exists():
        return pd.DataFrame(columns=list(_columns()["return"]))
    with _lake() as lake:
        return lake.execute('SELECT * FROM record."return" ORDER BY recorded_at DESC').df()


def tables() -> dict[str, pd.DataFrame]:
    """All rows of the record as text by table, with `_file` (the return; of papers `paper`) and `_line` (the row in it), from one
    snapshot."""
    if not exists():
        return {}
    columns, found = _columns(), {}
    with _lake() as lake:
        lake.execute("BEGIN")
        for table, key in (KEYS | {"return": "return_id"}).items():
            if not lake.execute(f'SELECT count(*) FROM record."{table}"').fetchone()[0]:
                continue  # a look at each column of an empty table takes longer than that at a full one
            names = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in columns[table])
            # a source is named by many returns and has no history of its own: its latest row
            only = "QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY recorded_at DESC) = 1" if table == "source" else ""
            rows = lake.execute(f"""SELECT {names}, return_id AS _file, row_number() OVER (PARTITION BY return_id ORDER BY "{key}") AS _line
                                    FROM record."{table}" {only} ORDER BY recorded_at, _line""").df().astype(object)
            found[table] = rows.where(rows.notna(), None)
        if lake.execute("SELECT count(*) FROM record.paper").fetchone()[0]:
            rows = lake.execute("""SELECT COLUMNS(*)::VARCHAR, 'paper' AS _file, row_number() OVER (ORDER BY issued_at, code) AS _line
                                   FROM record.paper ORDER BY _line""").df().astype(object)
            found["paper"] = rows.where(rows.notna(), None)
        lake.execute("COMMIT")
    return found


def audit() -> list[str]:
    """The ids of the returns whose rows are not those they were kept with, whose predecessor is missing, or that only their rows name;
    none is good."""
    if not exists():
        return []
    previous, broken = "", []
    with _lake() as lake:
        lake.execute("BEGIN")  # one moment: a return that is being kept is there with its rows or not at all
        lines = _lines(lake, KEYS)
        for head in _heads(lake.execute('SELECT * FROM record."return" ORDER BY recorded_at')):
            if head["previous_hash"] != previous or head["hash"] != _hash(head, lines[head["return_id"]]):
                broken.append(head["return_id"])
            previous = head["hash"]
            lines.pop(head["return_id"], None)
        lake.execute("COMMIT")
    return [*broken, *map(str, lines)]  # rows of no return


def receipt(return_id: str) -> str:
    """What the reporter keeps of a return: its id and the beginning of its hash. Raises NotKept for an unknown id."""
    with _lake() as lake:
        return as_receipt(return_id, _head(lake, return_id)["hash"])


def as_receipt(return_id: str, hash: str) -> str:
    """The receipt of a return by its id and its hash."""
    return f"{return_id}.{hash[:16]}"


def verify(receipt: str) -> bool:
    """Whether the record holds the return of a receipt with exactly the rows that it was kept with. Raises NotKept for an
    unknown one."""
    return_id, _, beginning = receipt.strip().rpartition(".")
    if not exists():
        raise NotKept(return_id)
    with _lake() as lake:
        head = _head(lake, return_id)
        return len(beginning) == 16 and head["hash"].startswith(beginning) and head["hash"] == _hash(head, _lines(lake, KEYS, return_id)[return_id])


def _head(lake: duckdb.DuckDBPyConnection, return_id: str) -> dict:
    """The row of a return as it went into its hash."""
    found = _heads(lake.execute('SELECT * FROM record."return" WHERE return_id = ?', [return_id]))
    if not found:
        raise NotKept(return_id)
    return found[0]


def _heads(found: duckdb.DuckDBPyConnection) -> list[dict]:
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# Keeping safe --------------------------------------------------------------------------------------------------------

def compact() -> None:
    """Merges the small files that commits leave behind and removes those no longer needed. The rows stay as they are."""
    with _writing() as lake:
        _retried(_compact, lake)


def _compact(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute("CALL ducklake_flush_inlined_data('record')")  # small returns wait in the catalogue
    lake.execute("CALL ducklake_merge_adjacent_files('record')")
    lake.execute("CALL ducklake_expire_snapshots('record', older_than => now())")
    lake.execute("CALL ducklake_cleanup_old_files('record', cleanup_all => true)")


def backup(file: Path) -> int:
    """Writes the whole record, from one snapshot, into a ZIP of Parquet files; gives the number of returns in it."""
    with _lake() as lake, replacing(file) as part, tempfile.TemporaryDirectory() as folder:
        lake.execute("BEGIN")
        for table in TABLES:
            lake.execute(f"""COPY record."{table}" TO {_quoted(f"{folder}/{table}.parquet")}""")
        (count,) = lake.execute('SELECT count(*) FROM record."return"').fetchone()
        lake.execute("COMMIT")
        with zipfile.ZipFile(part, "w") as archive:
            for parquet in sorted(Path(folder).iterdir()):
                archive.write(parquet, parquet.name)
    return count


def restore(file: Path) -> int:
    """Fills an empty record from a backup, all or nothing; gives the number of returns in it.

    Raises Exists where the record holds returns, zipfile.BadZipFile or KeyError for a file that is no backup.
    """
    with _lake() as lake, zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
        if lake.execute('SELECT count(*) FROM record."return"').fetchone()[0]:
            raise Exists(catalogue())
        held = archive.namelist()  # a backup from before papers were kept has none
        tables = [table for table in TABLES if table != "paper" or f"{table}.parquet" in held]
        for table in tables:
            archive.extract(f"{table}.parquet", folder)
        return _retried(_restore, lake, folder, tables)


def _restore(lake: duckdb.DuckDBPyConnection, folder: str, tables: list[str]) -> int:
    lake.execute("BEGIN")
    lake.execute("DELETE FROM record.head")
    for table in tables:
        lake.execute(f"""INSERT INTO record."{table}" BY NAME SELECT * FROM {_quoted(f"{folder}/{table}.parquet")}""")
    (count,) = lake.execute('SELECT count(*) FROM record."return"').fetchone()
    lake.execute("COMMIT")
    return count
