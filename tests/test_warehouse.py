"""Building and serving: bad facts are refused by file, line and column, states are exact, readers never see half a state."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data import record, warehouse
from tests import processes
from tests.conftest import command
from tests.test_record import figures

SHIPPED = Path(warehouse.__file__).parent


@pytest.fixture
def facts(tmp_path, monkeypatch):
    """A copy of the shipped facts to damage, with a home of its own."""
    for folder in warehouse.FOLDERS:
        shutil.copytree(SHIPPED / folder, tmp_path / "data" / folder, ignore=shutil.ignore_patterns("*.geojson", "*.py"))
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "var"))
    return tmp_path / "data"


def edit(file: Path, line: int, column: str, value: str | None) -> None:
    """Puts a value into one cell of a CSV file; line 1 is the header."""
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame.loc[line - 2, column] = value
    frame.to_csv(file, index=False)


def duplicate(file: Path, line: int) -> None:
    """Repeats a line at the end of a file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[line - 1]]) + "\n", encoding="utf-8")


FAULTS = [  # file, line, column, what is put there, the rule that must speak
    ("facts/observation.csv", 2, "indicator_id", "little_giant", "unknown_id"),
    ("facts/observation.csv", 3, "period_end", "2023-02-30", "date"),
    ("facts/observation.csv", 4, "source_id", "", "no_source"),
    ("facts/observation.csv", 5, "value", "12,5", "number"),
    ("facts/observation.csv", 6, "value", "", "required"),
    ("facts/observation.csv", 7, "scope_kind", "village", "choice"),
    ("facts/observation.csv", 8, "scope_id", "130999", "unknown_scope"),
    ("facts/observation.csv", 9, "source_id", "s00000000", "unknown_id"),
    ("facts/county_cluster.csv", 2, "county_adcode", "130199", "unknown_id"),
    ("facts/county_cluster.csv", 3, "in_plan", "perhaps", "boolean"),
    ("facts/claim.csv", 2, "cluster_id", "qinghe-cashmeer", "unknown_id"),
    ("facts/enterprise.csv", 2, "credit_code", "123", "check"),
    ("facts/milestone.csv", 2, "enterprise_id", "nobody", "unknown_id"),
    ("plan/target.csv", 2, "lower", "0", "check"),
    ("plan/measure_department.csv", 2, "department_id", "ministry", "unknown_id"),
]


def test_bad_facts_are_refused_where_they_stand(facts):
    good = warehouse.build(facts)
    for file, line, column, value, _ in FAULTS:
        edit(facts / file, line, column, value)
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build(facts)
    for file, line, column, _, rule in FAULTS:
        (fault,) = [f for f in refused.value.faults if (f.file, f.line, f.rule) == (file, line, rule) and column in f.column]
        for lang in ("zh", "en"):
            assert file in fault.sentence(lang) and str(line) in fault.sentence(lang)
    assert len(refused.value.faults) == len(FAULTS), "nothing else is wrong"
    assert warehouse.current() == good, "the last good database stays in use"
    assert not list((warehouse.home() / "serving").glob("*.part"))


def test_upper_below_lower_is_refused(facts):
    target = facts / "plan/target.csv"
    line = next(i for i, text in enumerate(target.read_text().splitlines(), 1) if text.startswith("listed_companies@2023"))
    edit(target, line, "upper", "7")
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build(facts)
    (fault,) = refused.value.faults
    assert (fault.rule, fault.line) == ("check", line) and "upper" in fault.column


def test_a_duplicate_key_names_both_lines(facts):
    duplicate(facts / "facts/event.csv", 2)
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build(facts)
    lines = {fault.line for fault in refused.value.faults if fault.rule == "duplicate"}
    assert lines == {2, len((facts / "facts/event.csv").read_text().splitlines())}


def test_every_fault_is_named_at_once(facts):
    edit(facts / "facts/observation.csv", 2, "value", "many")
    edit(facts / "facts/claim.csv", 2, "kind", "boast")
    (facts / "plan/wishes.csv").write_text("a,b\n1,2\n")
    (facts / "facts/event.csv").write_bytes("事件".encode("gb18030"))
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build(facts)
    assert {"number", "choice", "unknown_table", "unreadable"} <= {fault.rule for fault in refused.value.faults}


def test_a_ragged_line_is_named(facts):
    file = facts / "facts/industry.csv"
    file.write_text(file.read_text() + "extra,行业\n")
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build(facts)
    assert ("ragged", len(file.read_text().splitlines())) in {(f.rule, f.line) for f in refused.value.faults}


def test_the_order_of_rows_does_not_change_the_state(facts):
    before = warehouse.build(facts)
    file = facts / "facts/claim.csv"
    head, *lines = file.read_text().splitlines()
    file.write_text("\n".join([head, *reversed(lines)]) + "\n")
    assert warehouse.build(facts) == before
    edit(file, 2, "rank", "9")
    assert warehouse.build(facts) != before


def test_a_correction_is_a_later_row(facts):
    file = facts / "facts/observation.csv"
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    row = frame[(frame.indicator_id == "little_giants") & (frame.period_end == "2024-06-30")].iloc[[0]]
    frame = pd.concat([frame, row.assign(value="390", recorded_at="2026-12-01 00:00:00")])
    frame.to_csv(file, index=False)
    state = warehouse.build(facts)
    given = {"goal": "little_giants", "as_of": pd.Timestamp("2026-11-24").date()}
    now = queries.ask("goal_figure", state=state, known_at=None, **given)
    then = queries.ask("goal_figure", state=state, known_at=pd.Timestamp("2026-11-30"), **given)
    assert (now.value.iloc[-1], then.value.iloc[-1]) == (390, 383)


def test_the_last_two_states_are_kept(facts):
    states = []
    for rank in "678":
        edit(facts / "facts/claim.csv", 2, "rank", rank)
        states.append(warehouse.build(facts))
    assert {file.stem for file in (warehouse.home() / "serving").glob("*.duckdb")} == set(states[1:])
    assert warehouse.current() == states[-1]


def test_a_damaged_database_is_built_again(home):
    warehouse.serving_file(warehouse.latest()).write_bytes(b"not a database")
    assert command(home, "sql", "SELECT count(*) AS n FROM action").stdout == "n\n6\n"


def test_a_state_grown_from_the_shipped_facts_is_the_one_built_whole(home):
    record.commit(figures(57), by="a")
    record.commit(figures(58) | {"enterprise": pd.DataFrame([{
        "enterprise_id": "jinggong-new", "name_zh": "新企业", "name_en": "New company", "county_adcode": "130534",
        "pinyin": "xinqiye", "initials": "xqy", "source_id": "reported-diit", "confidence": "high"}])}, by="b")
    shipped, _ = warehouse.read_files()
    with duckdb.connect() as whole, warehouse.cursor(warehouse.build()) as grown:
        whole.execute(warehouse.SCHEMA.read_text(encoding="utf-8"))
        rows = record.tables()
        for table in warehouse.table_names():
            for frame in (part[table].drop(columns=warehouse.PLACE) for part in (shipped, rows) if table in part):
                whole.register("frame", frame).execute(f'INSERT INTO "{table}" BY NAME FROM frame')
            if table not in ("searchable", "boundary", "boundary_layer"):
                every = f'FROM "{table}" ORDER BY ALL'
                assert grown.execute(every).fetchall() == whole.execute(every).fetchall(), table
        searched = "FROM searchable ORDER BY ALL"
        assert grown.execute(searched).fetchall() == whole.execute(searched.replace("searchable", "searchable_now")).fetchall()


def test_what_the_record_says_is_checked_against_the_shipped_facts(home):
    good = warehouse.build()
    record.commit({"milestone": pd.DataFrame([{"milestone_id": "m", "enterprise_id": "nobody", "kind": "srdi", "source_id": "s00000000",
                                               "confidence": "high"}])}, by="a")
    with pytest.raises(warehouse.BadFacts) as refused:
        warehouse.build()
    assert {(fault.column, fault.rule) for fault in refused.value.faults} >= {("enterprise_id", "unknown_id"), ("source_id", "unknown_id")}
    assert warehouse.latest() == good


def test_the_shipped_facts_stay_beside_the_last_two_states(home):
    shipped = warehouse.build()
    states = []
    for value in (57, 58, 59):
        record.commit(figures(value), by="a")
        states.append(warehouse.build())
    assert {file.stem for file in (home / "serving").glob("*.duckdb")} == {shipped, *states[1:]}


def test_what_could_not_be_placed_is_listed_with_its_reason(facts):
    _, unplaced = warehouse.contents(warehouse.build(facts))
    assert len(unplaced) > 10 and unplaced.reason_zh.notna().all() and unplaced.reason_en.notna().all()


def test_readers_and_writers_at_once(facts, monkeypatch):
    """Six readers ask while three builders publish new states: every answer is whole and of the state it was asked of."""
    monkeypatch.setattr(warehouse.build, "__defaults__", (facts,))
    warehouse.build()
    wrong, done = [], threading.Event()

    def read():
        while not done.is_set():
            state = warehouse.current()
            rows = warehouse.cursor(state).execute("SELECT count(*), count(DISTINCT cluster_id) FROM county_cluster").fetchone()
            marks = queries.ask("cluster_mark", state=state, as_of=None, known_at=None, city=None, industry=None,
                                department=None, named_only=False)
            if rows[0] < 100 or rows[0] != rows[1] or len(marks) != rows[0]:
                wrong.append(rows)
            done.wait(0.02)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    try:
        script = "import sys; from pathlib import Path; from data import warehouse; warehouse.build(Path(sys.argv[1]))"
        for rank in "45":
            edit(facts / "facts/claim.csv", 2, "rank", rank)
            builders = [subprocess.Popen([sys.executable, "-c", script, str(facts)], cwd=SHIPPED.parent) for _ in range(2)]
            warehouse.build(facts)
            assert [builder.wait(60) for builder in builders] == [0, 0]
    finally:
        done.set()
        for reader in readers:
            reader.join(30)
    assert not wrong


def run(home: Path, *words: str) -> subprocess.CompletedProcess:
    """One command of the data's command line, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "data", *words], capture_output=True, text=True, timeout=60,
                          cwd=SHIPPED.parent, env=os.environ | {"COCKPIT_HOME": str(home)})


def test_the_command_line_builds_and_asks(tmp_path):
    built = run(tmp_path, "build")
    assert built.returncode == 0 and "fingerprint" in built.stdout and "measure\t21" in built.stdout
    asked = run(tmp_path, "sql", "SELECT count(*) AS n FROM measure")
    assert asked.stdout == "n\n21\n"
    refused = run(tmp_path, "sql", "DELETE FROM measure")
    assert refused.returncode == 1 and "Traceback" not in refused.stderr


def build_within(say: Callable, home: Path, room: int) -> None:
    """Builds on a full disk."""
    processes.fill_disk(room)
    say(command(home, "build", "--lang", "zh"))


@pytest.mark.parametrize("room", [100_000, 1_000_000, 3_000_000])
def test_on_a_full_disk_no_empty_database_becomes_the_current_one(tmp_path, room):
    (said,) = processes.done(*processes.start(build_within, tmp_path, room))
    assert said.returncode == 1 and "无法写入" in said.stderr and "Traceback" not in said.stderr, said.stderr
    assert not list((tmp_path / "serving").iterdir())


def test_a_database_without_its_rows_is_built_again(home):
    file = warehouse.serving_file(warehouse.latest())
    file.unlink()
    duckdb.connect(file).close()
    assert command(home, "sql", "SELECT count(*) AS n FROM action").stdout == "n\n6\n"


def test_a_serving_database_cannot_be_reached_past(tmp_path):
    with pytest.raises(duckdb.Error):
        warehouse.cursor(warehouse.current()).execute("SELECT * FROM read_csv('README.md')")


def test_a_state_that_was_built_and_is_gone_is_built_again(home):
    record.commit(figures(1), by="a")
    state = warehouse.build()
    warehouse.serving_file(state).unlink()
    assert warehouse.build() == state and warehouse.serving_file(state).exists()


def test_a_column_that_is_there_twice_is_named(tmp_path):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "county_cluster.csv").write_text("cluster_id,name_zh,name_zh\na,b,c\n", encoding="utf-8")
    tables, faults = warehouse.read_files(tmp_path)
    assert not tables and [(fault.line, fault.rule, fault.found) for fault in faults] == [(1, "column_repeated", "name_zh")]
