"""The command line of the data: `python -m data build | sql | history | revert | audit | backup | restore`. See the README."""

import argparse
import logging
import sys
import zipfile
from pathlib import Path

import duckdb

from data import record, warehouse
from data.words import LANGUAGES, Words, words


def build(w: Words) -> int:
    """Builds the serving database; prints its fingerprint, rows per table and what could not be placed. 1 for bad facts."""
    try:
        built = warehouse.build()
    except warehouse.BadFacts as bad:
        for fault in bad.faults:
            print(fault.sentence(w.lang), file=sys.stderr)
        print(w("build.refused", n=len(bad.faults)), file=sys.stderr)
        return 1
    print(w("build.fingerprint", fingerprint=built.fingerprint))
    for table, rows in built.counts.items():
        print(f"{table}\t{rows}")
    print(w("build.unplaced", n=len(built.unplaced)))
    for row in built.unplaced.to_dict("records"):
        print(f"{row['what']}\t{w.pick(row, 'reason')}")
    return 0


def sql(statement: str) -> int:
    """Asks the serving database, read-only; prints CSV. 1 with the database's own words for a faulty statement."""
    try:
        answer = warehouse.cursor(warehouse.current()).execute(statement).df()
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        return 1
    answer.to_csv(sys.stdout, index=False)
    return 0


def history() -> int:
    """Prints every return of the record as CSV, the latest first."""
    record.history().to_csv(sys.stdout, index=False)
    return 0


def revert(w: Words, return_id: str, by: str, message: str) -> int:
    """Takes a return back by a return of its own; prints that one's id. 1 for a return that is not there."""
    try:
        print(record.revert(return_id, warehouse.shipped(), by=by, message=message))
    except record.NotKept:
        print(w("record.not_kept", id=return_id), file=sys.stderr)
        return 1
    warehouse.build()
    return 0


def audit(w: Words) -> int:
    """Checks the record: whether every return holds the rows that it was kept with. 1 with the ids of those that do not."""
    broken = record.audit()
    for return_id in broken:
        print(w("record.broken", id=return_id), file=sys.stderr)
    print(w("record.audited", n=len(record.history())))
    return 1 if broken else 0


def backup(w: Words, file: Path) -> int:
    """Writes the record into one file. 1 where there is no record yet or the file cannot be written."""
    if not record.exists():
        print(w("record.none"), file=sys.stderr)
        return 1
    try:
        print(w("record.backed_up", n=record.backup(file), file=file))
    except OSError as error:
        print(w("record.unwritable", file=file, error=error.strerror), file=sys.stderr)
        return 1
    return 0


def restore(w: Words, file: Path) -> int:
    """Fills an empty record from a backup and builds. 1 where the record is not empty or the file is no backup."""
    try:
        print(w("record.restored", n=record.restore(file)))
    except record.Exists as where:
        print(w("record.not_empty", where=where), file=sys.stderr)
        return 1
    except (OSError, KeyError, zipfile.BadZipFile, duckdb.Error):
        print(w("record.no_backup", file=file), file=sys.stderr)
        return 1
    return build(w)


def main() -> int:
    """Runs one command; the exit status is 0 for done, 1 for refused, 2 for a command that is not understood."""
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--lang", choices=LANGUAGES, default="en")
    commands.add_parser("build", parents=[spoken], help="build the serving database, print its fingerprint and row counts")
    command = commands.add_parser("sql", help="ask the serving database (read-only), CSV to standard output")
    command.add_argument("statement")
    commands.add_parser("history", help="every return of the record, CSV to standard output")
    command = commands.add_parser("revert", parents=[spoken], help="take a return back; nothing is deleted")
    command.add_argument("id")
    command.add_argument("--by", required=True)
    command.add_argument("--message", required=True)
    commands.add_parser("audit", parents=[spoken], help="check that the record holds what was handed in")
    for name, text in (("backup", "write the record into one file"), ("restore", "fill an empty record from a backup")):
        commands.add_parser(name, parents=[spoken], help=text).add_argument("file", type=Path)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    w = words(getattr(given, "lang", "en"))
    match given.command:
        case "build": return build(w)
        case "sql": return sql(given.statement)
        case "history": return history()
        case "revert": return revert(w, given.id, given.by, given.message)
        case "audit": return audit(w)
        case "backup": return backup(w, given.file)
        case "restore": return restore(w, given.file)


if __name__ == "__main__":
    sys.exit(main())
