"""The papers of a meeting: the same numbers as on the screens in every file, and a code that finds a paper again."""

import csv
import io
import os
import re
import threading
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest

import queries
from data import hebei_now, record, sample, warehouse
from data.words import words
from pages.parts import change_cards, lights, paper_cards, paper_tables, papers, wording
from pages.parts.paper import Paper, verification_code
from tests import processes
from tests.test_record import figures

MID, LAST = date(2025, 6, 30), date(2025, 12, 31)
ISSUED = datetime(2026, 11, 24, 17, 30, 5, 123456)


@pytest.fixture(scope="module")
def state() -> str:
    """The state of the sample returns, which has allocations and every light."""
    return sample.load()


def issue(state: str | None = None, as_of: date = MID, kind: str = "quarterly", lang: str = "zh", **given) -> Paper:
    return papers.paper_of(as_of, kind, lang, state=state, issued_at=ISSUED, **given)


@lru_cache
def files(facts: Paper) -> dict[str, bytes]:
    """The tables of a paper, made once for all tests; the notification and the slides have tests of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "FILES", {name: papers.FILES[name] for name in ("tables", "goals", "figures")})
        patch.setattr(papers, "QUESTIONS", papers.TABLES)
        return papers.files(facts)


@pytest.fixture
def figures_only(monkeypatch) -> None:
    """A pack holds its figures alone, which takes less time."""
    monkeypatch.setattr(papers, "FILES", {"figures": papers.FILES["figures"]})
    monkeypatch.setattr(papers, "QUESTIONS", papers.TABLES)


def asked(name: str, facts: Paper, **given) -> list[dict]:
    """What the screens are told: the rows of a question at the paper's day and state."""
    usual = {"as_of": facts.as_of, "known_at": None, "preset": "schedule", "city": facts.city}
    return wording.records(queries.ask(name, state=facts.fingerprint, **{
        key: (usual | given).get(key) for key in queries.question(name).wanted}))


@lru_cache
def book(content: bytes) -> openpyxl.Workbook:
    """A workbook as a spreadsheet reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet(made: dict[str, bytes], name: str, lang: str) -> list[dict]:
    """The rows of a sheet of the workbook by the columns' names in the code."""
    (content,) = [content for file, content in made.items() if file.endswith(".xlsx")]
    return _named(book(content)[words(lang)(f"paper.sheet.{name}")].values, lang)


def comma_separated(made: dict[str, bytes], name: str, lang: str) -> list[dict]:
    (content,) = [content for file, content in made.items() if file.endswith(".csv") and words(lang)(f"paper.file.{name}") in file]
    return _named(csv.reader(io.StringIO(content.decode("utf-8-sig"))), lang)


def _named(lines, lang: str) -> list[dict]:
    w, lines = words(lang), [list(line) for line in lines]
    columns = {column for table in (paper_tables.GOAL, paper_tables.FIGURE, paper_tables.ALLOCATION, paper_tables.CLUSTER, paper_tables.OWED,
                                    paper_tables.CALENDAR, paper_tables.ASSESSMENT, paper_tables.SUMMARY, paper_tables.REGISTER,
                                    ("as_of", "code")) for column in table}
    heads = {w(f"paper.column.{column}"): column for column in sorted(columns)}
    return [{heads.get(head, head): value for head, value in zip(lines[0], line, strict=True)} for line in lines[1:]]


def same(shown, said, digits: int | None = None) -> bool:
    """Whether a cell holds exactly the number of the answer, or it rounded to so many decimals."""
    if said is None:
        return shown in (None, "")
    return float(shown) == (said if digits is None else round(said, digits))


# The same numbers everywhere -----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("real", "lang"), [(True, "zh"), (False, "zh"), (False, "en")], ids=["real-zh", "sample-zh", "sample-en"])
def test_the_goals_say_what_the_screens_say(state, real, lang):
    facts = issue(None if real else state, lang=lang)
    made, rows = files(facts), [row for row in asked("goal_status", facts) if row["own"]]
    for shown in (sheet(made, "goals", lang), comma_separated(made, "goals", lang)):
        assert len(shown) == len(rows) > 60
        for cell, row in zip(shown, rows, strict=True):
            value, on, _ = lights.shown_figure(row)
            assert cell["indicator_id"] == row["indicator_id"] and same(cell["lower"], row["lower"]) and same(cell["upper"], row["upper"])
            assert same(cell["value"], value) and same(cell["baseline"], row["baseline"])
            assert same(cell["shown_completion"], row["shown_completion"], 2) and same(cell["schedule_gap_pp"], row["schedule_gap_pp"], 2)
            expected = row["expected_as_of"]
            assert same(cell["expected_as_of"], None if expected is None else lights.expected_value(expected, words(lang).pick(row, "unit")))
            assert cell["light"] == words(lang)(f"light.{row['light']}") and cell["reason"] == lights.reason_sentence(row, lang)
            assert str(cell["value_on"] or "")[:10] == str(on or "")[:10]
            assert (value is None) == (cell["publisher"] in (None, "")), "every figure has its source, and nothing else has one"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_has_scope_day_basis_qualifier_and_source(state, lang):
    facts = issue(state, lang=lang)
    made = files(facts)
    with warehouse.cursor(state) as db:
        known = dict(db.execute("""SELECT observation_id, value FROM observation_known(NULL)
                                   WHERE coalesce(period_end, DATE '2025-06-30') <= DATE '2025-06-30'""").fetchall())
    for shown in (sheet(made, "figures", lang), comma_separated(made, "figures", lang)):
        assert {row["observation_id"]: float(row["value"]) for row in shown} == known
        for row in shown:
            assert all(row[column] not in (None, "") for column in ("scope_kind", "period_text", "basis", "qualifier", "publisher", "source_title"))
    lit = {row["observation_id"] for row in sheet(made, "figures", lang) if row["light"]}
    assert lit == {row["judged_id"] or row["actual_id"] for row in asked("goal_status", facts) if row["actual_id"]}


def test_allocations_clusters_and_the_assessment_say_what_the_screens_say(state):
    facts = issue(state, as_of=LAST)
    made = files(facts)
    pairs = {"allocations": "allocation_status", "clusters": "paper_cluster", "assessment": "assessment", "calendar": "calendar"}
    shown = {name: sheet(made, name, "zh") for name in pairs}
    for name, question in pairs.items():
        rows = asked(question, facts)
        assert len(shown[name]) == len(rows) > 0, name
        for cell, row in zip(shown[name], rows, strict=True):
            for column in {"lower", "upper", "money", "leaders", "documented", "place", "placed", "units", "days_left"} & cell.keys() & row.keys():
                assert same(cell[column], row[column]), (name, column)
            if "shown_completion" in cell:
                assert same(cell["shown_completion"], row["shown_completion"], 2)
                assert same(cell["value"], lights.shown_figure(row)[0])
    assert all(row["allocated_by"] for row in shown["allocations"]), "a breakdown names who reported it"
    marks = {row["cluster_id"]: row["money"] for row in asked("cluster_mark", facts, named_only=False)}
    assert {row["cluster_id"]: row["money"] for row in shown["clusters"]} == marks, "as on the map"


def test_who_owes_what_is_called_the_longest_late_first(state):
    facts = issue(state)
    rows = [row for row in asked("duty", facts) if row["missing"]]
    shown = sheet(files(facts), "owed", "zh")
    assert sorted((row["late_days"] or -1, row["indicator_id"]) for row in shown) == \
        sorted((row["late_days"] or -1, row["indicator_id"]) for row in rows)
    who = [row["reporter"] for row in shown]
    assert sum(a != b for a, b in pairwise(who)) == len(set(who)) - 1, "each is called once"
    assert shown[0]["late_days"] == max(row["late_days"] or 0 for row in rows)
    assert all(row["asked_on"] and row["owed"] for row in shown)


def test_the_sources_are_those_that_something_rests_on():
    facts = issue()
    shown = {row["source_id"]: row["facts"] for row in sheet(files(facts), "sources", "zh")}
    assert shown == {row["source_id"]: row["facts"] for row in asked("source_register", facts) if row["facts"]}


def test_the_papers_of_a_city_hold_no_other_citys_figures(state):
    facts = issue(state, city="130500")
    made = files(facts)
    assert {row["city"] for row in sheet(made, "figures", "zh")} == {None, "邢台市"}
    assert {row["city"] for row in sheet(made, "clusters", "zh")} == {"邢台市"}
    assert {row["scope"] for row in sheet(made, "allocations", "zh")} == {"邢台市"}
    assert {row["unit_name"] for row in sheet(made, "assessment", "zh")} == {"邢台市"}
    assert len(sheet(made, "goals", "zh")) == len(sheet(files(issue(state)), "goals", "zh")), "the goals are the province's"


# The calendar and the assessment --------------------------------------------------------------------------------------

def calendar(as_of: date) -> pd.DataFrame:
    return queries.ask("calendar", as_of=as_of, known_at=None, city=None)


def test_the_calendar_has_the_meetings_and_deadlines_of_the_year():
    events = calendar(date(2023, 6, 30))
    assert events.event.value_counts().reindex(["monthly", "quarterly", "annual"]).tolist() == [12, 4, 1]
    assert events[events.event == "target"].day.dt.date.unique().tolist() == [date(2023, 12, 31)]
    assert (events[events.event == "monthly"].passed == (events[events.event == "monthly"].day < "2023-06-30")).all()
    assert events[events.day == "2023-06-30"].days_left.tolist() == [0, 0]
    assert calendar(date(2024, 2, 1)).event.isin(["monthly", "quarterly", "annual", "quota"]).all(), "no target is due in 2024"
    assert date(2024, 2, 29) in calendar(date(2024, 2, 1)).day.dt.date.tolist()


def test_the_calendar_keeps_to_the_life_of_the_plan():
    first = calendar(date(2022, 8, 1))
    assert (first.event.iloc[0], first.day.iloc[0].date()) == ("start", date(2022, 7, 13)) and first.event.eq("monthly").sum() == 6
    assert calendar(LAST).event.iloc[-1] == "end"
    (ended,) = calendar(date(2026, 11, 24)).itertuples()
    assert (ended.event, ended.day.date()) == ("ended", LAST)
    assert "不再有" in sheet(files(issue(as_of=date(2026, 11, 24))), "calendar", "zh")[0]["event"]
    assert calendar(date(2021, 12, 31)).empty


def assessment(state: str | None, as_of: date, city: str | None = None) -> pd.DataFrame:
    return queries.ask("assessment", state=state, as_of=as_of, known_at=None, preset="schedule", city=city)


def test_places_are_given_among_like_allocations_only(state):
    rows = assessment(state, LAST)
    reforms = rows[(rows.indicator_id == "share_reforms") & (rows.unit_kind == "city")].set_index("unit_name_zh")
    placed = reforms[reforms.place.notna()]
    assert placed.placed.eq(11).all() and placed.loc["石家庄市", "place"] == 1 and placed.loc["沧州市", "place"] == 2
    assert placed.loc["秦皇岛市", "place"] == 11, "ten are ahead of it"
    assert (placed.place == placed.shown_completion.rank(ascending=False, method="min")).all()
    assert reforms.loc["承德市", "unplaced"] == "no_figure" and pd.isna(reforms.loc["承德市", "place"])
    assert rows[rows.own].unplaced.eq("whole_goal").all() and rows[rows.own].place.isna().all(), "departments are never ranked"
    unlike = assessment(state, date(2023, 12, 31)).query("indicator_id == 'little_giants' and unit_kind == 'city'")
    assert unlike.place.isna().all() and set(unlike.unplaced) == {"unlike", "no_figure"}, "one figure is of September"


def test_outcomes_are_counted_by_unit(state):
    rows = assessment(state, date(2026, 11, 24))
    assert set(rows.due_on.dt.year.dropna()) == {2025}, "after the plan its last year is assessed"
    for _, unit in rows.groupby(["unit_kind", "unit_id"]):
        for outcome in ("met", "missed", "no_figure", "running", "reported"):
            assert (unit[outcome] == (unit.outcome == outcome).sum()).all()
    assert (rows[rows.outcome == "no_figure"].light == "grey").all() and rows.running.eq(0).all()
    assert rows[rows.value.notna()].publisher.notna().all(), "a figure is the evidence with its source"
    mine = assessment(state, date(2026, 11, 24), city="130500")
    everyone = rows[rows.unit_id == "130500"]
    assert mine[["indicator_id", "outcome", "place"]].values.tolist() == everyone[["indicator_id", "outcome", "place"]].values.tolist()


def test_without_reports_nothing_is_said_to_be_missed():
    rows = assessment(None, date(2026, 11, 24))
    assert rows.missed.eq(0).all() and rows.outcome.eq("no_figure").sum() > 50 and rows.unit_kind.eq("department").all()


# The pack -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("kind", "lang"), [("monthly", "zh"), ("annual", "en")])
def test_the_archive_holds_every_file_and_says_what_it_is(kind, lang):
    facts = issue(kind=kind, lang=lang)
    with zipfile.ZipFile(io.BytesIO(papers.archive(facts)[1])) as packed:
        assert packed.testzip() is None
        made = {name: packed.read(name) for name in packed.namelist()}
        assert {info.date_time for info in packed.infolist()} == {(2026, 11, 24, 17, 30, 4)}, "ZIP counts two seconds at a time"
    assert sorted(name.rsplit(".")[-1] for name in made) == ["csv", "csv", "docx", "pptx", "txt", "xlsx"]
    told = made["README.txt"].decode("utf-8-sig")
    assert all(name in told for name in made if name != "README.txt")
    assert facts.code in told and words(lang).date(MID) in told and words(lang)(f"paper.kind.{kind}") in told


def test_the_same_facts_give_the_same_papers(state):
    facts = issue(state)
    found = papers.answers(facts)
    once, again = ({f"{name}{ending}": draw(found, facts, "zh") for name, (ending, draw) in papers.FILES.items()} for _ in range(2))
    assert once.keys() == again.keys()
    for name, content in once.items():
        if name.endswith(".xlsx"):
            books = [openpyxl.load_workbook(io.BytesIO(each)) for each in (content, again[name])]
            assert [list(page.values) for page in books[0]] == [list(page.values) for page in books[1]]
        elif name.endswith((".docx", ".pptx")):  # the parts that are read; what surrounds them has the time it was written
            parts = [{part: held.read(part) for part in held.namelist() if part.endswith(".xml") and not part.startswith("docProps")}
                     for held in (zipfile.ZipFile(io.BytesIO(each)) for each in (content, again[name]))]
            assert parts[0] == parts[1]
        else:
            assert content == again[name]


def test_every_page_carries_the_day_the_code_and_the_mark_of_a_sample(state):
    for facts, marked in ((issue(state), True), (issue(), False)):
        made = files(facts)
        (book,) = [openpyxl.load_workbook(io.BytesIO(content)) for name, content in made.items() if name.endswith(".xlsx")]
        for page in book:
            foot = page.oddFooter.left.text
            assert (facts.code or "无（未存档）") in foot and "2025年6月30日" in foot and ("演示数据" in foot) == marked
            assert page.freeze_panes == "A2" and page.auto_filter.ref and page.print_title_rows == "$1:$1"
        for name in ("goals", "figures"):
            for row in comma_separated(made, name, "zh"):
                assert (row["as_of"], row["code"], row.get("提示")) == ("2025-06-30", facts.code or "无（未存档）", "演示数据" if marked else None)
        assert all(("演示数据" in name) == marked for name in made if name != "README.txt")
        assert ("虚构" in made["README.txt"].decode()) == marked


@pytest.mark.parametrize(("as_of", "kind", "before"), [
    (date(2025, 3, 31), "monthly", date(2025, 2, 28)), (date(2024, 3, 30), "monthly", date(2024, 2, 29)),
    (date(2025, 3, 31), "quarterly", date(2024, 12, 31)), (date(2025, 1, 15), "monthly", date(2024, 12, 15)),
    (date(2024, 2, 29), "annual", date(2023, 2, 28)), (date(2025, 2, 28), "annual", date(2024, 2, 29))], ids=str)
def test_a_meeting_looks_back_to_the_one_before(as_of, kind, before):
    assert papers.since(as_of, kind) == before


# The code -------------------------------------------------------------------------------------------------------------

GIVEN = {"kind": "annual", "as_of": LAST, "known_at": None, "city": None, "lang": "zh", "fingerprint": "8cfe5d5cf2a4a001", "issued_at": ISSUED}


def test_a_code_is_two_groups_that_cannot_be_misread():
    codes = {verification_code(**GIVEN | {"issued_at": ISSUED + timedelta(microseconds=n)}) for n in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


@pytest.mark.parametrize(("name", "other"), [("kind", "monthly"), ("as_of", MID), ("known_at", ISSUED), ("city", "130500"), ("lang", "en"),
                                             ("fingerprint", "f148878ba9b794a6"), ("issued_at", ISSUED + timedelta(seconds=1))])
def test_a_code_stands_for_all_that_a_paper_was_drawn_from(name, other):
    assert verification_code(**GIVEN) == verification_code(**GIVEN) != verification_code(**GIVEN | {name: other})


def found(code: str) -> list[dict]:
    return wording.records(queries.ask("paper", state=warehouse.latest(), code=code))


def test_a_kept_paper_is_found_by_its_code_as_people_write_it(home):
    facts = papers.paper_of(LAST, "annual", "en", city="130500")
    while "0" not in facts.code or "1" not in facts.code:
        facts = papers.paper_of(LAST, "annual", "en", city="130500")
    papers.keep(facts, "王芳")
    for code in (facts.code, facts.code.replace("-", ""), facts.code.lower(), f" {facts.code.replace('0', 'o').replace('1', 'I')} ",
                 facts.code.replace("1", "l")):
        (row,) = found(code)
        assert (row["kind"], row["lang"], row["as_of"].date(), row["city_zh"], row["by"], row["fingerprint"], row["state"]) == \
            ("annual", "en", LAST, "邢台市", "王芳", facts.fingerprint, "issued")
        assert row["issued_at"] == facts.issued_at and row["kind_zh"] == "年考核"
        again = verification_code(row["kind"], row["as_of"].date(), row["known_at"], row["city_id"], row["lang"], row["fingerprint"],
                                  row["issued_at"])
        assert again == facts.code
    assert found("ZZZZZ-ZZZZZ") == found("") == []


def changed(facts: Paper) -> list[tuple]:
    """What its page lists as changed since a paper was issued."""
    state = warehouse.build()
    (row,) = wording.records(queries.ask("paper", state=state, code=facts.code))
    day = row["as_of"].date()
    rows = queries.ask("change_figure", state=state, as_of=day, since=day, since_known_at=row["known_until"], known_at=None, city=row["city_id"])
    return [(row["change"], row["scope_id"], row["value_then"], row["value_now"]) for row in wording.records(rows)]


def test_a_paper_says_which_figures_have_changed_since(home):
    record.commit(figures(57), by="a")
    warehouse.build()
    facts, earlier, elsewhere = (papers.paper_of(day, "annual", "zh", city=city) for day, city in ((LAST, None), (MID, None), (LAST, "130400")))
    for paper in (facts, earlier, elsewhere):
        papers.keep(paper, "王芳")
    assert changed(facts) == []
    record.commit(figures(58), by="a")
    assert changed(facts) == [("corrected", "130500", 57, 58)]
    assert changed(elsewhere) == [], "another city's figure is not in it"
    assert changed(earlier) == [], "the figure is of a later day than the paper speaks of"
    record.commit(figures(30, city="130400"), by="b")
    assert changed(facts) == [("entered", "130400", None, 30), ("corrected", "130500", 57, 58)]
    record.commit(figures(57), by="a")
    assert changed(facts) == [("entered", "130400", None, 30)], "what it says holds again"
    record.revert(record.history().return_id.iloc[-1], {}, by="b", message="错报")
    latest = papers.paper_of(LAST, "annual", "zh")
    papers.keep(latest, "王芳")
    assert changed(latest) == []


def test_a_paper_is_drawn_from_what_was_on_record_when_it_was_issued(home):
    record.commit(figures(57), by="a")
    warehouse.build()
    facts = papers.paper_of(LAST, "annual", "zh")
    record.commit(figures(58), by="a")
    later = replace(facts, fingerprint=warehouse.build())
    for paper in (facts, later):
        values = {row["observation_id"]: row["value"] for row in wording.records(papers.answers(paper)["paper_figure"])}
        assert values["little_giants-130500-2025-12-31"] == 57


def test_the_paper_of_a_sample_is_not_kept(home):
    facts = papers.paper_of(LAST, "annual", "zh", state=sample.load())
    papers.keep(facts, "王芳")
    assert facts.code is None and not record.exists()


def test_a_reader_gets_papers_that_are_not_kept_and_say_so(home, figures_only):
    facts, name, content = papers.issue(LAST, "annual", "zh", None, None, False, None)
    assert facts.code is None and not record.exists() and name == "年考核材料-2025-12-31.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert "无（未存档）" in packed.read("README.txt").decode()


def plain(content: bytes) -> dict[str, bytes]:
    """The files of a pack that hold nothing but what they say."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name.endswith((".csv", ".txt"))}


def test_the_same_papers_keep_their_code_until_something_is_recorded(home, figures_only):
    record.commit(figures(57), by="a")
    first, _, content = papers.issue(LAST, "annual", "zh", None, None, False, "王芳")
    same, _, again = papers.issue(LAST, "annual", "zh", None, None, False, None)
    assert same == first and plain(again) == plain(content), "what was issued and still holds comes again, also to a reader"
    state = warehouse.latest()
    assert papers.issued(state, LAST, "annual", "zh", None, None) == first
    for other in ((MID, "annual", "zh", None, None), (LAST, "monthly", "zh", None, None), (LAST, "annual", "en", None, None),
                  (LAST, "annual", "zh", first.issued_at - papers.BEIJING, None), (LAST, "annual", "zh", None, "130500")):
        assert papers.issued(state, *other) is None, "another day, meeting, language, knowledge or place is another paper"
    record.commit(figures(58), by="a")
    assert papers.issued(warehouse.build(), LAST, "annual", "zh", None, None) is None


def test_a_past_paper_comes_again_with_the_figures_of_its_day(home, figures_only):
    record.commit(figures(57), by="a")
    facts, name, content = papers.issue(LAST, "annual", "zh", None, None, False, "王芳")
    record.commit(figures(58), by="a")
    warehouse.build()
    record.commit(figures(59), by="a")
    warehouse.build()
    assert not warehouse.serving_file(facts.fingerprint).exists(), "its own state is gone"
    named, again = papers.again(facts.code.lower())
    assert named == name and plain(again) == plain(content)
    assert papers.again("00000-00000") is None


def test_what_is_recorded_while_a_paper_is_made_is_in_it_at_every_reading_or_at_none(home, figures_only, monkeypatch):
    record.commit(figures(57), by="a")

    def meanwhile():
        record.commit(figures(58), by="b")
        return hebei_now()

    monkeypatch.setattr(papers, "hebei_now", meanwhile)
    facts, _, content = papers.issue(LAST, "annual", "zh", None, None, False, "王芳")
    assert plain(papers.again(facts.code)[1]) == plain(content)


def test_no_paper_is_older_than_what_it_says(home, figures_only, monkeypatch):
    record.commit(figures(57), by="a")
    last = queries.ask("recording", state=warehouse.build()).last_at.item()
    monkeypatch.setattr(papers, "hebei_now", lambda: hebei_now() - timedelta(days=400))  # a clock that was set back
    facts, _, content = papers.issue(LAST, "annual", "zh", None, None, False, "王芳")
    assert facts.issued_at >= last + papers.BEIJING
    assert plain(papers.again(facts.code)[1]) == plain(content)


def test_a_paper_says_in_one_sentence_whether_it_still_stands(home, figures_only):
    record.commit(figures(57), by="a")
    facts, _, _ = papers.issue(LAST, "annual", "zh", None, "130500", False, "王芳")

    def said() -> list[str]:
        state = warehouse.build()
        rows = queries.ask("paper", state=state, code=facts.code)
        (row,) = wording.records(rows)
        given = {"as_of": LAST, "since": LAST, "since_known_at": row["known_until"], "known_at": None, "city": "130500", "preset": "schedule"}
        answers = [queries.ask(name, state=state, **{key: given[key] for key in queries.question(name).wanted})
                   for name in change_cards.QUESTIONS]
        sentences = []
        for lang in ("zh", "en"):
            html = paper_cards.standing(rows, *answers, lang, "light")
            assert facts.code in html and "王芳" in html
            assert ("<table" in html) == any(map(len, answers)), "every change has its row"
            sentences.append(re.search("<p role=\"status\"><b>(.*?)</b>", html).group(1))
        return sentences

    held = len(wording.records(queries.ask("paper_figure", state=warehouse.latest(), as_of=LAST, known_at=None, preset="schedule", city="130500")))
    unchanged = [f"所载{held}项数据至今均未变化。", f"All {held} figures it was drawn from still stand."]
    assert said() == unchanged
    record.commit(figures(58), by="a")
    record.commit(figures(30, city="130400"), by="b")
    assert said() == [f"所载{held}项数据自签发以来有变化：1项已更正。",
                      f"Of the {held} figures it was drawn from, some have changed since: 1 corrected."]
    record.commit(figures(57), by="a")
    assert said() == unchanged, "what it says holds again"


# The command ----------------------------------------------------------------------------------------------------------

def command(*given: str) -> int:
    return papers.main(list(map(str, given)))


def test_the_command_writes_the_papers_and_keeps_them(home, tmp_path, capsys):
    out = tmp_path / "a" / "out"
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--lang", "en", "--out", out, "--by", "王芳") == 0
    said = capsys.readouterr().out.splitlines()
    assert {str(file) for file in out.iterdir()} == set(said[:-1]) and len(said) == 7
    code = said[-1].rsplit(" ")[-1]
    assert found(code)[0]["by"] == "王芳" and code in (out / "README.txt").read_text(encoding="utf-8-sig")
    record.commit(figures(57), by="a")
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--lang", "en", "--out", out) == 0, "a second issue takes its place"
    assert len(list(out.iterdir())) == 6 and code not in (out / "README.txt").read_text(encoding="utf-8-sig")
    sample.load()
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--out", tmp_path / "sample", "--sample") == 0
    assert found(capsys.readouterr().out.split("：")[-1].strip()) == []


WRONG = [  # what is given otherwise, the exit status, what the sentence names in Chinese and English
    ({"--as-of": "2025-13-01"}, 2, "2025-13-01", "2025-13-01"), ({"--as-of": "2999-12-31"}, 2, "今天", "today"),
    ({"--kind": "weekly"}, 2, "quarterly", "quarterly"), ({"--lang": "fr"}, 2, "zh、en", "zh"), ({"--city": "999999"}, 2, "邢台市", "Xingtai"),
    ({"--known-at": "yesterday"}, 2, "yesterday", "yesterday"), ({"--known-at": "2001-01-01"}, 2, "2001-01-01", "2001-01-01"),
    ({"--as-of": "1990-01-01"}, 1, "1990年1月1日", "1 Jan 1990"), ({"--as-of": "2022-07-12"}, 1, "2022年7月12日", "12 Jul 2022"),
    ({"--out": None}, 2, "--out", "--out"),
    ({"--colour": "red"}, 2, "--colour", "--colour"), ({"--sample": None}, 2, "sample load", "sample load")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("other", "status", "zh", "en"), WRONG, ids=str)
def test_a_command_that_cannot_be_done_says_so_in_one_sentence(tmp_path, monkeypatch, capsys, lang, other, status, zh, en):
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "home")) if "--sample" in other else None
    given = {"--as-of": "2025-12-31", "--kind": "annual", "--lang": lang, "--out": str(tmp_path / "out")} | other
    parts = [part for key, value in given.items() for part in ((key, value) if value else (key,) if key == "--sample" else ())]
    assert command(*parts) == status
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1 and (zh if lang == "zh" or other.get("--lang") else en) in said.err
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_of_the_folder_stays_as_it_is(figures_only, tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    for out in (tmp_path / "out", tmp_path / "out" / "below"):
        assert command("--as-of", "2025-12-31", "--kind", "annual", "--out", out) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert (tmp_path / "out").read_text() == "mine"


def test_a_full_disk_leaves_nothing_half_written(home, figures_only, tmp_path, capsys):
    out = tmp_path / "out"
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--out", out) == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    last = out / f"指标数据-2025-12-31.csv.{os.getpid()}-{threading.get_ident()}.part"
    last.symlink_to("/dev/full")  # where the last file is written to
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--out", out) == 1
    assert "磁盘已满" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before and len(record.tables()["paper"]) == 1
    (out / "README.txt").unlink()
    (out / "README.txt").mkdir()
    assert command("--as-of", "2025-12-31", "--kind", "annual", "--out", out) == 1 and len(record.tables()["paper"]) == 1
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == {
        name: content for name, content in before.items() if name != "README.txt"}


def written_within(say: Callable, room: int, *given: str) -> None:
    """The status and the sentence of the command on a full disk, for temporary files as well."""
    processes.fill_disk(room)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
        status = command(*given)
    say((status, said.getvalue()))


def test_without_room_for_temporary_files_nothing_is_made(home, tmp_path):
    given = "--as-of", "2025-12-31", "--kind", "annual", "--lang", "en", "--out", str(tmp_path / "out")
    ((status, said),) = processes.done(*processes.start(written_within, 100_000, *given))
    assert status == 1 and len(said.splitlines()) == 1 and "could not be made" in said, said
    assert not (tmp_path / "out").exists() and not record.exists()
    ((status, said),) = processes.done(*processes.start(written_within, 10_000_000, *given))
    assert status == 0 and said == "" and len(list((tmp_path / "out").iterdir())) == 6, said
