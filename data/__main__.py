"""The command line of the data: `python -m data build`, `sql`, `template`, `check`, `load` … See the README."""

import argparse
import logging
import signal
import sys
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
from pydantic_core import PydanticCustomError

from data import BEIJING, hebei_today, record, replacing, reported, returns, sample, template, warehouse
from data.checks import Fault
from data.words import LANGUAGES, Words, words


def build(w: Words) -> int:
    """Builds the serving database; prints its fingerprint, rows per table and what could not be placed. 1 for bad facts."""
    try:
        state = warehouse.build()
    except warehouse.BadFacts as bad:
        for fault in bad.faults:
            print(fault.sentence(w.lang), file=sys.stderr)
        print(w("build.refused", n=len(bad.faults)), file=sys.stderr)
        return 1
    except OSError as error:
        return refuse(w("record.unwritable", file=error.filename, error=w.disk(error)))
    counts, unplaced = warehouse.contents(state)
    print(w("build.fingerprint", fingerprint=state))
    for table, rows in counts.items():
        print(f"{table}\t{rows}")
    print(w("build.unplaced", n=len(unplaced)))
    for row in unplaced.to_dict("records"):
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
    """Prints every return of the record as CSV, the latest first; `recorded_at` is UTC, beside it stands Beijing time."""
    rows = record.history()
    rows.assign(beijing_time=pd.to_datetime(rows.recorded_at) + BEIJING).to_csv(sys.stdout, index=False)
    return 0


def write_template(w: Words, file: Path, reporter: tuple[str, str] | None, period: str | None) -> int:
    """Writes the workbook of a department or city. 1 for a bad period, or a file that is there already or cannot be written."""
    if file.suffix.lower() != ".xlsx":
        return refuse(w("returns.no_workbook_name", file=file))
    if file.exists():
        return refuse(w("record.in_the_way", file=file))
    try:
        end = reported.span(period).end if period else None
        content = template.template(reporter, w.lang, period=end)
        with replacing(file) as beside:
            beside.write_bytes(content)
    except PydanticCustomError as bad:
        return refuse(Fault("--period", None, None, bad.type, **bad.context).advice(w.lang))
    except OSError as error:
        return refuse(w("record.unwritable", file=file, error=w.disk(error)))
    print(w("returns.written", file=file))
    return 0


def check(w: Words, file: Path, reporter: tuple[str, str] | None) -> returns.Return | None:
    """Checks a return and prints every fault on its own line: sheet, row, column, rule, words. None where it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        refuse(w("returns.unreadable", file=file, error=w.disk(error)))
        return None
    checked = returns.check(content, file.name, reporter=reporter)
    for fault in checked.faults:
        rule = f"{w('returns.warning')}:{fault.rule}" if fault.warning else fault.rule
        print(fault.file, fault.line or "", fault.column or "", rule, fault.advice(w.lang), sep="\t")
    print(w("returns.checked", changes=len(checked.changes), unchanged=checked.unchanged,
            faults=sum(not fault.warning for fault in checked.faults), warnings=sum(fault.warning for fault in checked.faults)))
    return checked


def load(w: Words, file: Path, reporter: tuple[str, str] | None, by: str, message: str) -> int:
    """Checks a return and keeps it; prints its receipt. 1, with nothing kept, where it has faults or nothing new."""
    checked = check(w, file, reporter)
    if checked is None or not checked.accepted:
        if checked and all(fault.warning for fault in checked.faults):
            refuse(w("returns.nothing_new", n=checked.unchanged) if checked.unchanged else w("returns.nothing_filled"))
        return 1
    try:
        print(returns.commit(checked, by=by, message=message))
    except record.Moved:
        return refuse(w("returns.moved"))
    except OSError as error:
        return refuse(w("returns.disk", error=w.disk(error)))
    except duckdb.Error as error:
        return refuse(w("returns.disk", error=error))
    return 0


def verify(w: Words, receipt: str) -> int:
    """Says whether the record holds the return of a receipt as it was kept. 1 where it does not."""
    if "." not in receipt:
        return refuse(w("record.half_a_receipt", found=receipt))
    try:
        kept = record.verify(receipt)
    except record.NotKept as missing:
        return refuse(w("record.not_kept", id=missing))
    if not kept:
        return refuse(w("record.altered", receipt=receipt))
    print(w("record.verified", receipt=receipt))
    return 0


def revert(w: Words, return_id: str, by: str, message: str) -> int:
    """Takes a return back by a return of its own; prints that one's receipt. 1 for a return that is not there."""
    if not message.strip():
        return refuse(w("record.no_reason"))
    try:
        print(returns.revert(return_id, by=by, message=message))
    except record.NotKept:
        return refuse(w("record.not_kept", id=return_id))
    except record.TakenBack:
        return refuse(w("record.taken_back", id=return_id))
    return 0


def who_reports(w: Words, kind: str, text: str) -> tuple[str, str] | None:
    """The reporter that a name or code means; None, with all names and codes said, where there is none."""
    known = reported.known(warehouse.latest(), None, hebei_today())
    found = known.names[kind].get(reported.plain(text), set())
    if len(found) == 1:
        return kind, next(iter(found))
    refuse(w("returns.unknown_reporter", found=text))
    for (each, id), names in known.called.items():
        if each == kind:
            refuse(f"{id}\t{names[LANGUAGES.index(w.lang)]}")
    return None


def refuse(text: str) -> int:
    """Says what is wrong on the error output; gives the exit status of a refusal."""
    print(text, file=sys.stderr)
    return 1


def audit(w: Words) -> int:
    """Checks the record: whether every return holds the rows that it was kept with. 1 with the ids of those that do not."""
    broken = record.audit()
    for return_id in broken:
        print(w("record.broken", id=return_id), file=sys.stderr)
    print(w("record.audited", n=len(record.history())))
    return 1 if broken else 0


def backup(w: Words, file: Path) -> int:
    """Writes the record into one file. 1 where there is no record yet, or the file is there already or cannot be written."""
    if not record.exists():
        return refuse(w("record.none"))
    if file.exists():
        return refuse(w("record.in_the_way", file=file))
    try:
        print(w("record.backed_up", n=record.backup(file), file=file))
    except OSError as error:
        return refuse(w("record.unwritable", file=file, error=w.disk(error)))
    return 0


def restore(w: Words, file: Path) -> int:
    """Fills an empty record from a backup and builds. 1 where the record is not empty or the file is no backup."""
    try:
        print(w("record.restored", n=record.restore(file)))
    except record.Exists as where:
        return refuse(w("record.not_empty", where=where))
    except (OSError, KeyError, zipfile.BadZipFile, duckdb.Error):
        return refuse(w("record.no_backup", file=file))
    return build(w)


def compact(w: Words) -> int:
    """Merges the small files of the record. 1 where there is no record yet."""
    if not record.exists():
        return refuse(w("record.none"))
    record.compact()
    print(w("record.compacted", n=len(record.history())))
    return 0


def sample_data(w: Words, deed: str) -> int:
    """Loads or removes the sample returns, which live in a database of their own."""
    if deed == "load":
        print(w("build.fingerprint", fingerprint=sample.load()))
    else:
        sample.remove()
    print(w(f"sample.{deed}_done"))
    return 0


def main(given: list[str] | None = None) -> int:
    """Runs one command; the exit status is 0 for done, 1 for refused, 2 for a command that is not understood."""
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--lang", choices=LANGUAGES, default="en")
    reporting = argparse.ArgumentParser(add_help=False)
    who = reporting.add_mutually_exclusive_group()
    who.add_argument("--department", metavar="NAME", help="the department that reports: its name or code")
    who.add_argument("--city", metavar="NAME", help="the city that reports: its name or code")
    signed = argparse.ArgumentParser(add_help=False)
    signed.add_argument("--by", required=True, metavar="NAME", help="who hands it in")

    def command(name: str, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[spoken, *parents], help=text)

    command("build", "build the serving database, print its fingerprint and row counts")
    command("sql", "ask the serving database (read-only), CSV to standard output").add_argument("statement")
    filled = command("template", "write the workbook of a department or city", reporting)
    filled.add_argument("file", type=Path)
    filled.add_argument("--period", metavar="2025-12", help="the period to report on")
    command("check", "check a return; every fault on its own line", reporting).add_argument("file", type=Path)
    loaded = command("load", "check a return and keep it, all or nothing", reporting, signed)
    loaded.add_argument("file", type=Path)
    loaded.add_argument("--message", default="")
    command("history", "every return of the record, CSV to standard output")
    reverted = command("revert", "take a return back; nothing is deleted", signed)
    reverted.add_argument("id")
    reverted.add_argument("--message", required=True)
    command("verify", "check a return against its receipt").add_argument("receipt")
    command("audit", "check that the record holds what was handed in")
    command("backup", "write the record into one file").add_argument("file", type=Path)
    command("restore", "fill an empty record from a backup").add_argument("file", type=Path)
    command("compact", "merge the small files of the record; its rows stay as they are")
    command("sample", "returns that are made up, to try the product with").add_argument("deed", choices=("load", "remove"))
    given = parser.parse_args(given)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    w = words(given.lang)
    asked = next(((kind, getattr(given, kind)) for kind in ("department", "city") if getattr(given, kind, None)), None)
    reporter = who_reports(w, *asked) if asked else None
    if asked and not reporter:
        return 1
    if "by" in given and not given.by.strip():
        return refuse(w("record.no_name"))
    match given.command:
        case "build": return build(w)
        case "sql": return sql(given.statement)
        case "template": return write_template(w, given.file, reporter, given.period)
        case "check":
            checked = check(w, given.file, reporter)
            return 0 if checked and not any(not fault.warning for fault in checked.faults) else 1
        case "load": return load(w, given.file, reporter, given.by, given.message)
        case "verify": return verify(w, given.receipt)
        case "compact": return compact(w)
        case "sample": return sample_data(w, given.deed)
        case "history": return history()
        case "revert": return revert(w, given.id, given.by, given.message)
        case "audit": return audit(w)
        case "backup": return backup(w, given.file)
        case "restore": return restore(w, given.file)


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end quietly where the reader of our output has gone, as `head` does
    sys.exit(main())
