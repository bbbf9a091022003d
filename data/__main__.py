"""The command line of the data: `python -m data build | sql`. See the README for each command."""

import argparse
import logging
import sys

import duckdb

from data import warehouse
from data.words import LANGUAGES, words


def build(lang: str) -> int:
    """Builds the serving database; prints its fingerprint, rows per table and what could not be placed. 1 for bad facts."""
    w = words(lang)
    try:
        built = warehouse.build()
    except warehouse.BadFacts as bad:
        for fault in bad.faults:
            print(fault.sentence(lang), file=sys.stderr)
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


def main() -> int:
    """Runs one command; the exit status is 0 for done, 1 for refused, 2 for a command that is not understood."""
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="build the serving database, print its fingerprint and row counts")
    command.add_argument("--lang", choices=LANGUAGES, default="en")
    command = commands.add_parser("sql", help="ask the serving database (read-only), CSV to standard output")
    command.add_argument("statement")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    return build(given.lang) if given.command == "build" else sql(given.statement)


if __name__ == "__main__":
    sys.exit(main())
