"""The sample returns: made up, said to be so on every row, apart from the record, and rich in lights."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import record, sample, warehouse

REASONS = {"no_data", "no_figure_since_start", "stale", "no_baseline", "below_baseline", "behind", "slightly_behind",
           "on_schedule", "met", "above_range", "met_late", "met_by_later_figure", "missed", "no_figure_at_deadline",
           "only_at_least", "too_close_to_call", "reported", "part_year"}
LIGHTS = {  # of the goals of the plan itself, on a day
    "2023-06-30": {"met", "green", "yellow", "red", "grey", "reported"},
    "2024-06-30": {"met", "green", "yellow", "red", "missed", "grey", "reported"},
    "2025-06-30": {"met", "green", "yellow", "red", "missed", "grey", "reported"},
    "2025-12-31": {"met", "yellow", "red", "missed", "grey", "reported"},
    "2026-11-24": {"met", "missed", "grey", "reported"},
}


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home of the product with nothing in it yet."""
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def rows() -> dict[str, pd.DataFrame]:
    return sample.returns()


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return warehouse.read_files()[0]


@pytest.fixture
def db(home) -> duckdb.DuckDBPyConnection:
    return warehouse.cursor(sample.load())


def goals(db: duckdb.DuckDBPyConnection, day: str) -> pd.DataFrame:
    """The plan's own goals as judged on a day."""
    return db.execute("""SELECT * FROM goal_status($day::DATE, NULL, 'schedule')
                         JOIN goal_scope USING (indicator_id, scope_kind, scope_id)""", {"day": day}).df()


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_seed_gives_the_same_rows_every_time(rows):
    again, other = sample.returns(), sample.returns(seed=7)
    assert list(rows) == list(again) == list(other)
    for table, frame in rows.items():
        pd.testing.assert_frame_equal(frame, again[table])
    assert not rows["observation"].equals(other["observation"])


def test_all_cells_are_text(rows):
    for table, frame in rows.items():
        cells = frame.drop(columns="_line")
        assert cells.dtypes.eq(object).all(), table
        assert cells.map(lambda cell: cell is None or isinstance(cell, str)).all(axis=None), table


@pytest.mark.parametrize("seed", [sample.SEED, 7])
def test_the_database_is_built_without_faults(home, seed):
    given = sample.returns(seed)
    with warehouse.cursor(sample.load(seed)) as db:
        for table in ("observation", "allocation", "goal_note", "enterprise", "milestone", "return"):
            (held,) = db.execute(f'SELECT count(*) FROM "{table}" WHERE return_id IS NOT NULL').fetchone()
            assert held == len(given[table]), table


def test_every_light_and_reason_occurs(db):
    found = {day: goals(db, day) for day in LIGHTS}
    assert {day: set(judged.light) for day, judged in found.items()} == LIGHTS
    assert set(pd.concat(found.values()).reason) == REASONS


def test_the_headline_goals_stand_apart_in_the_last_year(db):
    judged = goals(db, "2025-06-30")
    light = judged[judged.due_on == pd.Timestamp("2025-12-31")].set_index("indicator_id").light
    assert light[["srdi_smes", "little_giants", "rd_share", "listed_companies"]].tolist() == ["met", "green", "yellow", "red"]


def test_the_cities_have_lights_of_their_own(db):
    lights = {light for (light,) in db.execute("""SELECT DISTINCT light FROM goal_status(DATE '2025-06-30', NULL, 'schedule')
                                                  WHERE scope_kind = 'city'""").fetchall()}
    assert lights == {"met", "green", "yellow", "red", "missed", "grey"}


def test_every_headline_goal_begins_before_the_plan_and_runs_to_its_end(rows):
    own = rows["observation"].query("scope_kind != 'city'")
    for indicator in ("listed_companies", "little_giants", "srdi_smes", "rd_share"):
        days = own[own.indicator_id == indicator].period_end
        assert days.min() == "2022-06-30" and days.max() == "2025-12-31"


def test_every_row_says_that_it_is_made_up(rows):
    (source,) = rows["source"].to_dict("records")
    assert (source["publisher"], source["title"], source["kind"], source["url"]) == \
        ("演示数据（虚构）", "演示数据 Sample data", "unverified", None)
    for table in ("observation", "allocation", "goal_note", "enterprise", "milestone"):
        assert set(rows[table].source_id) == {source["source_id"]} and set(rows[table].confidence) == {"low"}
    assert set(rows["observation"].note_zh) == {"演示数据，非真实数据"}
    assert set(rows["observation"].note_en) == {"Sample data, not real"}
    assert rows["enterprise"].name_zh.str.fullmatch(r"演示企业\d{3}（.+）").all()
    assert rows["enterprise"].name_en.str.fullmatch(r"Sample Enterprise \d{3} \(.+\)").all()
    assert rows["return"].message.str.startswith("演示").all() and rows["goal_note"].author.str.startswith("演示").all()


def test_nothing_is_made_up_about_a_real_enterprise_or_cluster(rows, shipped):
    made_up = set(rows["enterprise"].enterprise_id)
    assert not made_up & set(shipped["enterprise"].enterprise_id)
    assert set(rows["milestone"].enterprise_id) <= made_up
    assert set(rows["observation"].scope_kind) == {"province", "all_clusters", "leaders", "city"}
    assert not set(rows["observation"].observation_id) & set(shipped["observation"].observation_id)


def test_a_published_figure_has_no_made_up_one_beside_it(rows, shipped):
    key = ["indicator_id", "scope_kind", "scope_id", "period_end"]
    assert rows["observation"].merge(shipped["observation"], on=key).empty


def test_no_goal_is_broken_down_to_its_own_scope_and_the_parts_add_up(rows, shipped):
    parts = rows["allocation"].assign(lower=rows["allocation"].lower.astype(int))
    assert set(parts.scope_kind) == {"city"}
    targets = shipped["target"].set_index("target_id").lower.astype(float)
    for (indicator, due_on), lower in parts.groupby(["indicator_id", "due_on"]).lower.sum().items():
        year = "year" if indicator == "share_reforms" else due_on[:4]
        assert lower == targets[f"{indicator}@{year}"]


def test_the_figures_come_from_those_who_owe_them(db):
    others = db.execute("""SELECT o.observation_id FROM observation o JOIN "return" r USING (return_id)
                           LEFT JOIN figure_owner f USING (indicator_id)
                           WHERE CASE WHEN o.scope_kind = 'city' THEN o.scope_id IS DISTINCT FROM r.city_id
                                      ELSE f.department_id IS DISTINCT FROM r.department_id END""").fetchall()
    assert others == []


def test_the_returns_follow_the_quarters_in_one_chain(rows):
    returns = rows["return"]
    assert returns.recorded_at.is_monotonic_increasing and returns.return_id.is_unique
    assert returns.previous_hash.tolist() == ["", *returns.hash[:-1]]
    observed = rows["observation"]
    days = (pd.to_datetime(observed.recorded_at) - pd.to_datetime(observed.period_end)).dt.days
    assert days.min() >= 6 and days.max() > 60, "some came late"


def test_one_figure_is_corrected_and_one_withdrawn(db):
    indicator, quarter = sample.MISTYPED
    day = pd.Period(quarter).end_time.date()
    first, later = db.execute("""SELECT value, recorded_at FROM observation WHERE indicator_id = $indicator
                                 AND period_end = $day ORDER BY recorded_at""", {"indicator": indicator, "day": day}).fetchall()
    assert first[0] == 10 * later[0]
    holds = "SELECT value FROM observation_known($known_at) WHERE indicator_id = $indicator AND period_end = $day"
    for known_at, value in ((first[1], first[0]), (None, later[0])):
        assert db.execute(holds, {"known_at": known_at, "indicator": indicator, "day": day}).fetchall() == [(value,)]
    indicator, quarter = sample.WITHDRAWN
    gone = {"indicator": indicator, "day": pd.Period(quarter).end_time.date()}
    assert db.execute(holds, gone | {"known_at": None}).fetchall() == []
    assert len(db.execute(holds, gone | {"known_at": "2024-11-01"}).fetchall()) == 1


def test_the_enterprises_reach_every_step_in_order(rows, db):
    assert len(rows["enterprise"]) == sample.ENTERPRISES and rows["enterprise"].cluster_id.nunique() > 50
    milestones = rows["milestone"].drop_duplicates("milestone_id")
    reached = milestones.pivot(index="enterprise_id", columns="kind", values="reached_on")
    assert set(reached.columns) == {"leader", "leader_adjusted", "pool", "share_reform", "tutoring", "listed", "srdi",
                                    "little_giant"}
    assert reached.max(axis=None) <= "2025-12-31"
    assert set(reached.leader.str[:4]) == {"2022", "2023", "2024"}
    for before, after in (("pool", "share_reform"), ("share_reform", "tutoring"), ("tutoring", "listed"),
                          ("srdi", "little_giant")):
        both = reached[reached[after].notna()]
        assert (both[before] < both[after]).all()
    (standing,) = db.execute("""SELECT count(*) FILTER (named_leader) FROM enterprise_standing(DATE '2025-12-31', NULL)
                                WHERE enterprise_id LIKE 'sample-%'""").fetchone()
    assert standing == sample.ENTERPRISES - len(sample.ADJUSTED)


def test_loading_touches_neither_the_record_nor_the_current_state(home):
    record.commit({"source": pd.DataFrame([{"source_id": "reported-diit", "publisher": "省工业和信息化厅（报送）",
                                            "title": "部门报送数据", "kind": "official"}])}, by="a")
    current, before = warehouse.build(), files(home)
    state = sample.load()
    after = files(home)
    assert {name: content for name, content in after.items() if name in before} == before
    assert set(after) - set(before) == {"serving/sample", f"serving/{state}.duckdb"}
    assert warehouse.current() == current and warehouse.sample() == state
    warehouse.remove_sample()
    assert files(home) == before and warehouse.sample() is None


def test_loading_twice_gives_the_same_state(home):
    state = sample.load()
    assert sample.load() == state and state.startswith("sample-")
    assert [file.stem for file in (home / "serving").glob("sample-*.duckdb")] == [state]
    assert not (home / "serving" / "current").exists() and not (home / "record").exists()


def test_what_was_removed_while_it_was_looked_at_can_be_loaded_again(home):
    state = sample.load()
    warehouse.cursor(state).close()  # this process holds it open from now on
    sample.remove()
    assert not warehouse.serving_file(state).exists() and not sample.loaded()
    assert sample.load() == state and sample.loaded() and warehouse.serving_file(state).exists()
