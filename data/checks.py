"""The rules of the facts. They are declared once, as types and constraints in `schema.sql`; here they are read back from DuckDB's
catalogue and new rows are checked one by one, so that every fault can be named with file, line and column before any goes in.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd

from data.words import Text, words

PLACE = ["_file", "_line"]
RULES = {"DATE": "date", "TIMESTAMP": "date", "BOOLEAN": "boolean"}  # what is said of text that is not of a type; else "number"
# The table and column that hold the ids of each kind of scope; the others have one fixed id, a subset a slug of its own.
SCOPES = {
    "city": ("city", "city_id"), "county": ("county", "adcode"), "cluster": ("county_cluster", "cluster_id"),
    "department": ("department", "department_id"), "enterprise": ("enterprise", "enterprise_id"),
}
FIXED_SCOPES = {"province": "130000", "country": "100000", "all_clusters": "all_clusters", "key_clusters": "key_clusters",
                "leaders": "leaders"}


@dataclass(frozen=True)
class Fault:
    """One fault in a file: where it is, which rule it breaks (a key of the words `fault.*`), what stands there and what may; a
    warning may be right and keeps nothing out."""

    file: str
    line: int | None
    column: str | None
    rule: str
    found: Text = ""
    allowed: Text = ""
    warning: bool = False

    def sentence(self, lang: str) -> str:
        """The fault in words: file, line, column, what is wrong, how to mend it."""
        return words(lang)("fault.place", file=self.file, line=self.line or "–", column=(self.column or "–").rstrip("*")) + self.advice(lang)

    def advice(self, lang: str) -> str:
        """What is wrong and how to mend it, without the place."""
        w = words(lang)
        return w(f"fault.{self.rule}", found=w.of(self.found), allowed=w.of(self.allowed), column=self.column or "")


@dataclass(frozen=True)
class Column:
    """A column as the catalogue declares it."""

    name: str
    type: str
    required: bool


def check(db: duckdb.DuckDBPyConnection, tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Every fault of rows of text, each with `_file` and `_line`, by what the catalogue of `db` declares and beside the rows that it holds
    already. The rows stand in its temporary tables `raw_<table>` afterwards."""
    declared: dict[str, list[Column]] = {}
    for table, *column in db.execute("""
            SELECT table_name, column_name, data_type, NOT is_nullable FROM duckdb_columns()
            WHERE NOT internal AND table_oid IN (SELECT table_oid FROM duckdb_tables()) ORDER BY table_oid, column_index""").fetchall():
        declared.setdefault(table, []).append(Column(*column))
    constraints = db.execute("""
        SELECT table_name, constraint_type, constraint_text, constraint_column_names, referenced_table, referenced_column_names[1]
        FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL'""").fetchall()
    faults = [Fault(f"{frame['_file'].iloc[0]}", None, None, "unknown_table", table)
              for table, frame in tables.items() if table not in declared]
    given = [table for table in declared if table in tables]
    for table in given:
        faults += _load(db, table, declared[table], tables[table])
        checks = [(text.removeprefix("CHECK"), names) for of, kind, text, names, *_ in constraints if (of, kind) == (table, "CHECK")]
        faults += _row_faults(db, table, declared[table], checks)
    owners = {}  # of ids that a table with a history holds: no constraint can refer to them, but a column of that name does
    for table, kind, _, names, owner, key in constraints:
        if kind == "PRIMARY KEY" and names[-1] == "recorded_at":
            owners[names[0]] = table
        if table in given and kind in ("PRIMARY KEY", "UNIQUE"):
            faults += _duplicates(db, table, names)
        elif table in given and kind == "FOREIGN KEY":
            faults += _lost(db, table, names[0], _Ids(owner, key, given))
    for key, owner in owners.items():
        for table in given:
            if table != owner and key in (column.name for column in declared[table]):
                faults += _lost(db, table, key, _Ids(owner, key, given))
    for table in ("observation", "allocation"):
        if table in given:
            faults += _lost_scopes(db, table, given)
    return faults


@dataclass(frozen=True)
class _Ids:
    """The ids that a table holds or is about to hold, `given` the tables with new rows; as SQL: one column `id`."""

    owner: str
    key: str
    given: list[str]

    def __str__(self) -> str:
        held = f'SELECT "{self.key}"::VARCHAR AS id FROM "{self.owner}"'
        return f'{held} UNION ALL SELECT "{self.key}" FROM raw_{self.owner}' if self.owner in self.given else held


def _load(db: duckdb.DuckDBPyConnection, table: str, columns: list[Column], rows: pd.DataFrame) -> list[Fault]:
    """Puts the rows of a table into its raw table, as text; its columns that the schema does not know are faults."""
    faults, names = [], [column.name for column in columns]
    for name in (name for name in rows.columns if name not in {*names, *PLACE}):
        files = rows.loc[rows[name].notna(), "_file"].unique()
        faults += [Fault(file, 1, name, "unknown_column", name, ", ".join(names)) for file in files]
    text = ", ".join(f'"{name}"::VARCHAR AS "{name}"' if name in rows.columns else f'NULL::VARCHAR AS "{name}"' for name in names)
    db.execute(f"CREATE TEMP TABLE raw_{table} AS SELECT {text}, _file::VARCHAR AS _file, _line::INTEGER AS _line FROM rows")
    return faults


def _row_faults(db: duckdb.DuckDBPyConnection, table: str, columns: list[Column], checks: list[tuple[str, list[str]]]) -> Iterator[Fault]:
    """The cells of a raw table that are empty where they must not be or not of their column's type, and the rows that break a check (its
    condition and its columns): one pass over the table."""
    said, cases = [], []

    def case(wrong: str, column: str, rule: str, found: str, allowed: str = "") -> None:
        cases.append(f"CASE WHEN {wrong} THEN {{'n': {len(said)}, 'found': {found}}} END")
        said.append((column, rule, allowed))

    for column in columns:
        raw = f'"raw {column.name}"'
        if column.required:
            case(f"{raw} IS NULL", column.name, "no_source" if column.name == "source_id" else "required", "''")
        if column.type.startswith("ENUM"):
            allowed = column.type.removeprefix("ENUM").strip("()").replace("'", "")
            case(f'{raw} IS NOT NULL AND "{column.name}" IS NULL', column.name, "choice", raw, allowed)
        elif column.type != "VARCHAR":
            case(f'{raw} IS NOT NULL AND "{column.name}" IS NULL', column.name, RULES.get(column.type, "number"), raw)
    for condition, names in checks:
        found = " || ', ' || ".join(f"""coalesce("raw {name}", '–')""" for name in names)
        case(f"NOT {condition}", ", ".join(names), "check", found, condition)
    typed = ", ".join(f'TRY_CAST("{c.name}" AS {c.type}) AS "{c.name}", "{c.name}" AS "raw {c.name}"' for c in columns)
    faults = db.execute(f"""
        SELECT _file, _line, fault.n, fault.found
        FROM (SELECT _file, _line, unnest([{", ".join(cases)}]) AS fault FROM (SELECT _file, _line, {typed} FROM raw_{table}))
        WHERE fault IS NOT NULL""").fetchall() if cases else []
    for file, line, n, found in faults:
        column, rule, allowed = said[n]
        yield Fault(file, line, column, rule, found, allowed)


def _duplicates(db: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> list[Fault]:
    """The rows of a raw table that share a key, with each other or with one that is held already."""
    key, held = ", ".join(f'"{name}"' for name in names), ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in names)
    twice = db.execute(f"""
        FROM (SELECT _file, _line, concat_ws(' / ', {key})
              FROM (SELECT {key}, _file, _line FROM raw_{table} UNION ALL SELECT {held}, NULL, NULL FROM "{table}")
              QUALIFY count(*) OVER (PARTITION BY {key}) > 1)
        WHERE _file IS NOT NULL""").fetchall()
    return [Fault(file, line, ", ".join(names), "duplicate", found) for file, line, found in twice]


def _lost(db: duckdb.DuckDBPyConnection, table: str, column: str, known: _Ids) -> list[Fault]:
    """The cells of a raw table with an id that its owner does not know."""
    return [Fault(file, line, column, "unknown_id", found, _like(db, found, known) or f"{known.owner}.{known.key}")
            for file, line, found in db.execute(f"""
                SELECT _file, _line, "{column}" FROM raw_{table} t ANTI JOIN ({known}) o ON o.id = t."{column}"
                WHERE "{column}" IS NOT NULL""").fetchall()]


def _lost_scopes(db: duckdb.DuckDBPyConnection, table: str, given: list[str]) -> Iterator[Fault]:
    """The rows of a raw table about a place, group or enterprise that is not there."""
    owners = {kind: _Ids(owner, key, given) for kind, (owner, key) in SCOPES.items()}
    known = " ".join(f"WHEN '{kind}' THEN EXISTS (FROM ({ids}) o WHERE o.id = t.scope_id)" for kind, ids in owners.items())
    fixed = " ".join(f"WHEN '{kind}' THEN scope_id = '{id}'" for kind, id in FIXED_SCOPES.items())
    for file, line, kind, found in db.execute(f"""
            SELECT _file, _line, scope_kind, scope_id FROM raw_{table} t
            WHERE scope_id IS NOT NULL AND NOT CASE scope_kind {known} {fixed} ELSE true END""").fetchall():
        near = _like(db, found, owners[kind]) if kind in owners else FIXED_SCOPES[kind]
        yield Fault(file, line, "scope_id", "unknown_scope", f"{kind}: {found}", near or kind)


def _like(db: duckdb.DuckDBPyConnection, found: str, known: _Ids) -> str:
    """The ids of an owner that are most like one that it does not know."""
    ids = [id for (id,) in db.execute(f"SELECT DISTINCT id FROM ({known}) WHERE id IS NOT NULL ORDER BY ALL").fetchall()]
    return ", ".join(difflib.get_close_matches(found, ids, 3))
