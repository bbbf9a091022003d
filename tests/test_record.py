"""The record: what is committed stays, all or nothing, whatever happens to its writers."""

import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data import record, warehouse
from tests import processes
from tests.conftest import command


def figures(value: float, *, city: str = "130500", source: str = "reported-diit") -> dict[str, pd.DataFrame]:
    """A return of one figure: little giants of a city at the end of 2025."""
    return {
        "source": pd.DataFrame([{"source_id": source, "publisher": "省工业和信息化厅（报送）", "title": "部门报送数据", "kind": "official"}]),
        "observation": pd.DataFrame([{
            "observation_id": f"little_giants-{city}-2025-12-31", "indicator_id": "little_giants", "scope_kind": "city",
            "scope_id": city, "period_end": "2025-12-31", "period_text": "2025年底", "period_precision": "day", "value": value,
            "qualifier": "exact", "basis_zh": "累计", "basis_en": "cumulative", "preferred": True, "source_id": source,
            "confidence": "high"}]),
    }


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own on loopback, as DuckDB names it; skipped where none is installed."""
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    port = processes.free_port()
    # PostgreSQL does not run as root; pytest's own folders are closed to others
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        if other:
            shutil.chown(folder, "postgres")

        def run(program: str, *given: str) -> None:
            subprocess.run([*other, programs / program, *given], cwd=folder, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "cockpit")
        run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o",
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start")
        yield f"host=127.0.0.1 port={port} user=cockpit"
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def shared(monkeypatch, postgres: str, database: str, folder: Path) -> None:
    """Makes the record one whose catalogue is a new database of a PostgreSQL."""
    with duckdb.connect() as db:
        db.execute(f"LOAD '{record.extension('postgres_scanner')}'")
        db.execute(f"ATTACH 'dbname=postgres {postgres}' AS server (TYPE postgres)")
        db.execute(f"CALL postgres_execute('server', 'CREATE DATABASE {database}', use_transaction => false)")
    monkeypatch.setenv("COCKPIT_RECORD", f"ducklake:postgres:dbname={database} {postgres}")
    monkeypatch.setenv("COCKPIT_RECORD_FILES", str(folder))


def held(city: str = "130500", known_at=None) -> list[float]:
    """The figures of a city that hold in the current state."""
    with warehouse.cursor(warehouse.build()) as db:
        return [value for (value,) in db.execute(
            "SELECT value FROM observation_known($known_at) WHERE scope_id = $city AND return_id IS NOT NULL",
            {"known_at": known_at, "city": city}).fetchall()]


def test_asking_makes_no_record(home):
    assert record.history().empty and record.tables() == {} and record.audit() == []
    warehouse.build()
    assert not (home / "record").exists()


def test_a_return_reaches_the_serving_database(home):
    before = warehouse.build()
    return_id = record.commit(figures(57), by="王芳", message="年底数", department_id="diit")
    built = warehouse.build()
    assert built != before and warehouse.contents(built)[0]["return"] == 1
    assert held() == [57]
    (row,) = record.history().to_dict("records")
    assert (row["return_id"], row["by"], row["message"], row["department_id"], row["state"]) == \
        (return_id, "王芳", "年底数", "diit", "accepted")


def test_a_correction_holds_and_the_past_stays_known(home):
    record.commit(figures(57), by="a")
    between = record.history().recorded_at.max() + pd.Timedelta(microseconds=1)
    time.sleep(0.01)
    record.commit(figures(58), by="a")
    assert held() == [58] and held(known_at=between) == [57]


def test_a_revert_brings_back_what_held_before(home):
    record.commit(figures(57), by="a")
    second = record.commit(figures(58), by="a")
    record.revert(second, {}, by="b", message="错报")
    assert held() == [57]
    first = record.history().return_id.iloc[-1]
    taken_back = record.revert(first, {}, by="b", message="错报")
    assert held() == [], "whatever order they are taken back in"
    with pytest.raises(record.TakenBack):
        record.revert(first, {}, by="b", message="错报")
    record.revert(taken_back, {}, by="b", message="没有错")
    assert held() == [57], "taking back can be taken back"
    assert len(record.history()) == 5 and record.audit() == [], "nothing is deleted"


def test_a_revert_leaves_what_others_say(home):
    first = record.commit(figures(57), by="a")
    second = record.commit(figures(57), by="b")
    record.revert(first, {}, by="c", message="错报")
    assert held() == [57], "what a later return says again stays"
    third = record.commit(figures(59), by="a")
    record.revert(second, {}, by="c", message="错报")
    assert held() == [59], "a correction stays"
    record.revert(third, {}, by="c", message="错报")
    assert held() == []


def test_a_revert_retracts_what_it_brought_first(home):
    record.revert(record.commit(figures(57), by="a"), {}, by="a", message="错报")
    assert held() == []
    with pytest.raises(record.NotKept):
        record.revert("nothing", {}, by="a", message="")


def test_a_revert_falls_back_to_the_shipped_facts(home):
    with warehouse.cursor(warehouse.build()) as db:
        shipped = db.execute("SELECT * FROM observation WHERE indicator_id = 'little_giants' ORDER BY observation_id LIMIT 1").df()
    wrong = shipped.astype(object).where(shipped.notna(), None).assign(value=1.0).drop(columns=["recorded_at", "return_id"])
    return_id = record.commit({"observation": wrong}, by="a")
    value = "SELECT value, retracted FROM observation_known(NULL) WHERE observation_id = $id"
    given = {"id": shipped.observation_id.iloc[0]}
    with warehouse.cursor(warehouse.build()) as db:
        assert db.execute(value, given).fetchall() == [(1.0, False)]
    record.revert(return_id, warehouse.shipped(), by="a", message="错报")
    with warehouse.cursor(warehouse.build()) as db:
        assert db.execute(value, given).fetchall() == [(shipped.value.iloc[0], False)]


def test_the_commands_say_what_is_wrong_and_change_nothing(home, tmp_path):
    assert "no record yet" in command(home, "backup", str(tmp_path / "x.zip")).stderr
    return_id = record.commit(figures(57), by="a")
    assert "nothing" in command(home, "revert", "nothing", "--by", "a", "--message", "b").stderr
    said = command(home, "backup", str(tmp_path / "none/x.zip"), "--lang", "zh")
    assert said.returncode == 1 and "无法写入" in said.stderr and "Traceback" not in said.stderr
    (tmp_path / "y.zip").write_bytes(b"no zip")
    said = command(tmp_path / "new", "restore", str(tmp_path / "y.zip"))
    assert said.returncode == 1 and "not a backup" in said.stderr and "Traceback" not in said.stderr
    assert return_id in command(home, "history").stdout
    assert command(home, "audit").stdout == "1 return checked.\n"


def test_the_chain_shows_an_altered_return(home):
    ids = [record.commit(figures(value), by="a") for value in (1, 2, 3)]
    assert record.audit() == []
    with record._lake() as lake:
        lake.execute("UPDATE record.observation SET value = 9 WHERE return_id = ?", [ids[1]])
    assert record.audit() == [ids[1]]
    with record._lake() as lake:
        lake.execute("UPDATE record.observation SET return_id = NULL WHERE return_id = ?", [ids[0]])
    assert record.audit() == [*ids[:2], "None"], "rows of no return show too"


def test_a_backup_restores_to_the_same_fingerprint(home, tmp_path, monkeypatch):
    record.commit(figures(57), by="a")
    record.commit(figures(58, city="130100"), by="b", city_id="130100")
    fingerprint = warehouse.build()
    assert record.backup(tmp_path / "record.zip") == 2
    with pytest.raises(record.Exists):
        record.restore(tmp_path / "record.zip")
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "elsewhere"))
    assert record.restore(tmp_path / "record.zip") == 2
    assert warehouse.build() == fingerprint and record.audit() == []
    record.commit(figures(59), by="a")
    assert record.audit() == []


PAPER = {"code": "0123456789", "kind": "annual", "lang": "zh", "as_of": "2025-12-31", "known_at": None, "city_id": None, "state": "issued",
         "fingerprint": "8cfe5d5cf2a4a001", "issued_at": "2026-11-24 09:30:05.123456", "by": "王芳"}


def test_a_paper_is_kept_beside_the_returns(home):
    first = record.commit(figures(57), by="a")
    receipt, head, version, before = record.receipt(first), record.head(), record.version(), warehouse.build()
    record.keep(PAPER)
    record.keep(PAPER | {"by": "李明"})  # of two processes at once the first keeps it
    assert record.head() == head, "a return that was checked before may still be committed"
    assert record.version() != version, "what is built has to see it"
    built = warehouse.build()
    assert built != before and warehouse.contents(built)[0] == warehouse.contents(before)[0] | {"paper": 1}
    record.commit(figures(58), by="a", head=head)
    assert len(record.history()) == 2 and record.audit() == [] and record.verify(receipt), "it is no return"
    with warehouse.cursor(warehouse.build()) as db:
        kept = db.execute("SELECT * FROM paper").df().astype(str).iloc[0].to_dict()
        assert {name: kept[name] for name in PAPER if PAPER[name]} == {name: value for name, value in PAPER.items() if value}
    record.compact()
    assert len(record.tables()["paper"]) == 1


def test_papers_are_restored_and_a_backup_from_before_them_too(home, tmp_path, monkeypatch):
    record.commit(figures(57), by="a")
    record.keep(PAPER)
    record.backup(tmp_path / "record.zip")
    before = warehouse.build()
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "new"))
    assert record.restore(tmp_path / "record.zip") == 1 and warehouse.build() == before
    with zipfile.ZipFile(tmp_path / "record.zip") as new, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        for name in new.namelist():
            if name != "paper.parquet":
                old.writestr(name, new.read(name))
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "older"))
    assert record.restore(tmp_path / "old.zip") == 1 and record.audit() == [] and "paper" not in record.tables()


def test_writers_at_once_lose_nothing(home):
    record.commit(figures(0), by="first")
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda n: record.commit(figures(n, city="130100"), by=f"writer {n}"), range(8)))
    history = record.history()
    assert len(history) == 9 and set(history.by) == {"first", *(f"writer {n}" for n in range(8))}
    assert record.audit() == []


def write(say: Callable[[str], None], name: str, returns: int) -> None:
    """Commits returns and says the id of each when it is kept."""
    for n in range(returns):
        say(record.commit(figures(n), by=name))


def test_four_processes_at_once_lose_nothing(home):
    writers = [processes.start(write, name, 25) for name in "abcd"]
    kept = {return_id for each in writers for return_id in processes.done(*each)}
    assert len(kept) == 100 and set(record.history().return_id) == kept
    assert record.audit() == []


def test_the_record_may_be_compacted_beside_a_writer(home):
    record.commit(figures(0), by="first")
    process, heard = processes.start(write, "a", 8)
    kept = [heard.recv()]
    for _ in range(3):
        record.compact()
    kept += processes.done(process, heard)
    record.compact()
    assert len(kept) == 8 and set(kept) < set(record.history().return_id) and len(record.history()) == 9
    assert record.audit() == []


def killed_writer(name: str, after: float) -> tuple[list[str], list[str]]:
    """Kills a writer so many seconds after its first return: the returns it said were kept, and those that are."""
    process, heard = processes.start(write, name, 1000)
    kept = [heard.recv()]
    time.sleep(after)
    process.kill()
    kept += processes.told(heard)
    return kept, record.history().query("by == @name").return_id.tolist()


def test_a_writer_killed_at_any_moment_leaves_the_state_before_or_after(home):
    record.commit(figures(0), by="first")
    for n in range(10):
        kept, there = killed_writer(f"killed {n}", 0.013 * n)
        assert set(kept) <= set(there) and len(there) <= len(kept) + 1, "what was said to be kept is, and at most one more"
        assert record.audit() == []
    assert queries.ask("freshness", as_of=pd.Timestamp("2026-11-24").date(), known_at=None, preset="schedule",
                       state=warehouse.build()).goals.iloc[0] == 31


def test_a_catalogue_in_postgresql_does_the_same(home, postgres, monkeypatch, tmp_path):
    shared(monkeypatch, postgres, "record", tmp_path / "files")
    first = record.commit(figures(57), by="a", message="年底数")
    writers = [processes.start(write, name, 5) for name in ("b", "c")]
    kept = {return_id for each in writers for return_id in processes.done(*each)}
    assert len(kept) == 10 and set(record.history().return_id) == kept | {first}
    said, there = killed_writer("killed", 0.1)
    assert set(said) <= set(there) and len(there) <= len(said) + 1
    assert record.audit() == []
    record.revert(record.commit(figures(99), by="a"), {}, by="a", message="错报")
    assert len(held()) == 1 and held() != [99]
    fingerprint = warehouse.build()
    record.backup(tmp_path / "record.zip")
    shared(monkeypatch, postgres, "restored", tmp_path / "other")
    assert record.restore(tmp_path / "record.zip") == 13 + len(there)
    assert warehouse.build() == fingerprint and record.audit() == []


def test_a_home_with_an_apostrophe_in_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path / "o'brien"))
    record.commit(figures(1), by="a")
    assert len(record.history()) == 1
