"""The papers of a meeting as files, made without a browser from the answers that the screens read:

    python -m pages.parts.papers --as-of 2025-12-31 --kind annual --lang zh --out FOLDER
"""

import argparse
import getpass
import io
import logging
import os
import sys
import zipfile
from calendar import monthrange
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import date, datetime
from errno import EISDIR
from functools import lru_cache
from pathlib import Path

import pandas as pd

import queries
from data import BEIJING, hebei_now, hebei_today, record, replacing, warehouse
from data.words import LANGUAGES, words
from pages.parts import notice, paper_tables, slides, wording
from pages.parts.moments import moment
from pages.parts.paper import KINDS, NoData, Paper, kept_paper, verification_code

# What the papers are drawn from; all are asked at the paper's day, knowledge and state, with its city where they take one.
TABLES = (
    "plan", "rhythm", "freshness", "closing_balance", "successor", "headline_goal", "goal_status", "goal_light", "lights_by_action",
    "allocation_status", "duty", "calendar", "assessment", "paper_figure", "paper_cluster", "enterprise_file", "city_standing",
    "source_register")
# Every question that a pack asks, once.
QUESTIONS = tuple(dict.fromkeys((*TABLES, *notice.NOTICE_QUESTIONS, *slides.SLIDES_QUESTIONS)))
PRESET = "schedule"
MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}  # from one meeting of a kind to the next
# The files of a pack: how the name ends, and what makes it of the answers, the facts and the language.
FILES: dict[str, tuple[str, Callable[[dict[str, pd.DataFrame], Paper, str], bytes]]] = {
    "notice": (".docx", notice.notice),
    "slides": (".pptx", slides.presentation),
    "tables": (".xlsx", paper_tables.workbook),
    "goals": (".csv", paper_tables.goal_csv),
    "figures": (".csv", paper_tables.figure_csv),
}
README = "README.txt"
log = logging.getLogger("cockpit.papers")


# Making --------------------------------------------------------------------------------------------------------------

def paper_of(as_of: date, kind: str, lang: str, known_at: datetime | None = None, city: str | None = None, state: str | None = None,
             issued_at: datetime | None = None, kept: bool = True) -> Paper:
    """A paper to be issued: its facts, with its code where it is to be `kept`; that of a sample is not. `known_at` is UTC; `state` None is
    the current one, `issued_at` (Beijing time) None is now, but no paper is issued before the last fact of its state was recorded, whatever
    the clock says. Raises NoData."""
    state = state or warehouse.current()
    fresh = queries.ask("freshness", state=state, as_of=as_of, known_at=known_at, preset=PRESET).iloc[0]
    if pd.isna(fresh.latest_figure_on) or as_of < queries.ask("plan", state=state).starts_on.item().date():
        raise NoData(as_of)
    last = queries.ask("recording", state=state).last_at.item().to_pydatetime()
    issued_at = max(issued_at or hebei_now(), last + BEIJING)
    sample = state.startswith("sample-")
    code = verification_code(kind, as_of, known_at, city, lang, state, issued_at) if kept and not sample else None
    return Paper(kind, as_of, lang, code, state, issued_at, known_at, city, sample)


def since(as_of: date, kind: str) -> date:
    """The day of the meeting of that kind before: a month, a quarter or a year earlier, the end of a month for the end of a month."""
    months = as_of.year * 12 + as_of.month - 1 - MONTHS[kind]
    year, month = months // 12, months % 12 + 1
    last, ends = monthrange(year, month)[1], as_of.day == monthrange(as_of.year, as_of.month)[1]
    return date(year, month, last if ends else min(as_of.day, last))


def answers(facts: Paper, state: str | None = None) -> dict[str, pd.DataFrame]:
    """The answers to QUESTIONS that a paper is drawn from, by name: what was on record when it was issued, as `state` holds it (None: the
    state that it was issued from)."""
    issued = facts.issued_at - BEIJING
    pinned = {"as_of": facts.as_of, "known_at": min(facts.known_at or issued, issued), "preset": PRESET, "city": facts.city,
              "since": since(facts.as_of, facts.kind)}

    def ask(name: str) -> pd.DataFrame:
        return queries.ask(name, state=state or facts.fingerprint, keep=False, **{key: pinned.get(key) for key in queries.question(name).wanted})

    with ThreadPoolExecutor(os.cpu_count()) as threads:  # the database works while Python waits
        return dict(zip(QUESTIONS, threads.map(ask, QUESTIONS), strict=True))


def files(facts: Paper, state: str | None = None) -> dict[str, bytes]:
    """The papers themselves: file name to content, what they hold in README.txt."""
    w, found = words(facts.lang), answers(facts, state)
    names = {file: _name(facts, file, ending) for file, (ending, _) in FILES.items()}
    made = {names[file]: draw(found, facts, facts.lang) for file, (_, draw) in FILES.items()}
    about = {name: w(f"paper.file_about.{file}") for file, name in names.items()}
    return {README: paper_tables.readme(found, facts, facts.lang, about)} | made


def _name(facts: Paper, file: str, ending: str) -> str:
    w = words(facts.lang)
    mark = f"{w('sample.mark')}-" if facts.sample else ""
    return mark + w(f"paper.file.{file}") + f"-{facts.as_of}{ending}"


@lru_cache(maxsize=3)  # the same papers are often asked for again
def archive(facts: Paper, state: str | None = None) -> tuple[str, bytes]:
    """The files of a paper as one ZIP, each dated when the paper was issued; its name and its content."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in files(facts, state).items():
            packed.writestr(zipfile.ZipInfo(name, facts.issued_at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return _name(facts, f"pack.{facts.kind}", ".zip"), held.getvalue()


def keep(facts: Paper, by: str) -> None:
    """Keeps that a paper was issued, so that its code finds it again; not one without a code, nor one that is kept already. Raises
    OSError where nothing could be written."""
    if facts.code is None or len(queries.ask("paper", state=warehouse.latest(), code=facts.code)):
        return
    record.keep({"code": facts.code.replace("-", ""), "kind": facts.kind, "lang": facts.lang, "as_of": facts.as_of,
                 "known_at": facts.known_at, "city_id": facts.city, "state": "issued", "fingerprint": facts.fingerprint,
                 "issued_at": facts.issued_at - BEIJING, "by": by})
    try:
        warehouse.build()
    except Exception as error:  # it is kept, whatever becomes of the build: a server tries it again
        log.error("The paper is kept but cannot be looked up yet.", exc_info=error)


def issue(as_of: date, kind: str, lang: str, known_at: datetime | None, city: str | None, sample: bool,
          by: str | None) -> tuple[Paper, str, bytes]:
    """A paper with its ZIP (name and content): the one issued before where nothing has been recorded since, else a new one, kept as issued
    `by` somebody; for None, and of the sample, not kept and without a code. Raises NoData, also where the sample is gone, OSError where
    it could not be kept."""
    now = hebei_now()  # before its state is looked up, which has not seen what is recorded later
    state = warehouse.sample() if sample else warehouse.build()
    if state is None:
        raise NoData(as_of)
    facts = issued(state, as_of, kind, lang, known_at, city) or paper_of(as_of, kind, lang, known_at, city, state, now, by is not None)
    name, content = archive(facts, state)
    keep(facts, by)
    return facts, name, content


def issued(state: str, as_of: date, kind: str, lang: str, known_at: datetime | None, city: str | None) -> Paper | None:
    """The paper of these facts that was issued last, where it still says what a new one would."""
    papers = [kept_paper(row) for row in wording.records(queries.ask("paper_issued", state=state)) if row["current"]]
    asked = as_of, kind, lang, known_at, city
    return next((facts for facts in papers if (facts.as_of, facts.kind, facts.lang, facts.known_at, facts.city) == asked), None)


def again(code: str) -> tuple[str, bytes] | None:
    """A kept paper once more, as a ZIP (name and content): the same figures as on the day that it was issued; None for an unknown code."""
    state = warehouse.build()
    rows = wording.records(queries.ask("paper", state=state, code=code))
    return archive(kept_paper(rows[0]), state) if rows else None


# The command ---------------------------------------------------------------------------------------------------------

class Misunderstood(Exception):
    """A command that cannot be understood; the argument is what to say of it."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise Misunderstood(message)


def main(given: list[str] | None = None) -> int:
    """Writes the papers into a folder and says which; 2 for a command that is not understood, 1 where nothing could be written."""
    given = sys.argv[1:] if given is None else given
    spoken = next((lang for lang in LANGUAGES for word, after in zip(given, [*given[1:], ""], strict=True)
                   if word == f"--lang={lang}" or (word, after) == ("--lang", lang)), LANGUAGES[0])
    w = words(spoken)
    try:
        facts, folder, by = _asked(given, spoken)
        made = files(facts, None if facts.sample else warehouse.latest())  # one issued before may be of a state that is gone
    except Misunderstood as said:
        return _refuse(str(said), 2)
    except NoData as day:
        return _refuse(w("papers.no_data", day=w.date(day.args[0])), 1)
    except Exception as error:  # whatever keeps a database or a workbook from being made: a full disk, a record out of reach
        return _refuse(w("papers.failed", error=w.disk(error) if isinstance(error, OSError) else str(error).partition("\n")[0]), 1)
    try:
        _write(made, folder, facts, by)
    except OSError as error:
        return _refuse(w("papers.unwritable", folder=folder, error=w.disk(error)), 1)
    for name in made:
        print(folder / name)
    print(w("papers.issued", code=facts.code) if facts.code else w("papers.issued_sample"))
    return 0


def _asked(given: list[str], lang: str) -> tuple[Paper, Path, str]:
    """The paper that a command asks for, the folder it goes to and who has it made. Raises Misunderstood, NoData."""
    w = words(lang)
    parser = _Parser(prog="python -m pages.parts.papers", description=__doc__.partition(":")[0] + ".", allow_abbrev=False)
    parser.add_argument("--as-of", required=True, metavar="DATE", help="the day as of which the papers speak, 2025-12-31")
    parser.add_argument("--kind", required=True, metavar="|".join(KINDS), help="the meeting")
    parser.add_argument("--lang", default=LANGUAGES[0], metavar="|".join(LANGUAGES))
    parser.add_argument("--out", required=True, metavar="DIR", type=Path, help="the folder that the files go to")
    parser.add_argument("--known-at", metavar="MOMENT", help="as of whose knowledge (Beijing time): 2026-11-20 or 2026-11-20T09:30")
    parser.add_argument("--city", metavar="ID", help="papers of one city: its code or name")
    parser.add_argument("--by", metavar="NAME", help="who has them made")
    parser.add_argument("--sample", action="store_true", help="from the sample data")
    try:
        asked = parser.parse_args(given)
    except Misunderstood as said:
        raise Misunderstood(w("papers.usage", error=said, usage=" ".join(parser.format_usage().split()[1:]))) from said
    for key, known in (("kind", KINDS), ("lang", LANGUAGES)):
        if getattr(asked, key) not in known:
            raise Misunderstood(w("papers.unknown", option=f"--{key}", found=getattr(asked, key), known=w("list.join").join(known)))
    now = hebei_now()  # before its state is looked up, which has not seen what is recorded later
    state = warehouse.sample() if asked.sample else warehouse.build()  # with all that the record holds
    if state is None:
        raise Misunderstood(w("papers.no_sample"))
    try:
        as_of = date.fromisoformat(asked.as_of)
        if as_of > hebei_today():
            raise ValueError(as_of)
    except ValueError as error:
        raise Misunderstood(w("papers.bad_day", found=asked.as_of)) from error
    first = queries.ask("recording", state=state).first_at.iloc[0].to_pydatetime()
    try:
        known_at = moment(asked.known_at, first) if asked.known_at else None
    except ValueError as error:
        raise Misunderstood(w("papers.bad_moment", found=asked.known_at, first=w.time(first + BEIJING))) from error
    cities = queries.ask("city", state=state)
    city = next((row.city_id for row in cities.itertuples() if asked.city in (row.city_id, row.name_zh, row.name_en)), None)
    if asked.city and city is None:
        known = w("list.join").join(f"{row['city_id']} {w.pick(row, 'name')}" for row in cities.to_dict("records"))
        raise Misunderstood(w("papers.unknown", option="--city", found=asked.city, known=known))
    given = as_of, asked.kind, asked.lang, known_at, city
    return issued(state, *given) or paper_of(*given, state, now), asked.out, asked.by or _user()


def _user() -> str:
    with suppress(OSError, KeyError):  # a container may know no names
        return getpass.getuser()
    return "—"


def _write(made: dict[str, bytes], folder: Path, facts: Paper, by: str) -> None:
    """Writes all files and keeps the paper, or none. Raises OSError."""
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    for name in made:
        if (folder / name).is_dir():  # it would show only when the others have taken their names
            raise IsADirectoryError(EISDIR, "is a directory", folder / name)
    try:
        with ExitStack() as all_of_them:
            for name, content in made.items():
                all_of_them.enter_context(replacing(folder / name)).write_bytes(content)
            keep(facts, by)
    except OSError:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _refuse(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.unraisablehook = lambda _: None  # what a library stumbles over while it cleans up after a full disk
    sys.exit(main())
