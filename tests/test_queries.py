"""Every question: documented, one SELECT, its parameters checked, its answers right on the shipped facts."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data import warehouse

FILES = sorted((Path(__file__).parent.parent / "queries").glob("*.sql"))
TODAY, MID_2024 = date(2026, 11, 24), date(2024, 6, 30)
GIVEN = {"as_of": TODAY, "known_at": None, "preset": "schedule", "city": None, "industry": None, "department": None, "light": None,
         "named_only": False, "cluster": "qinghe-cashmere", "goal": "little_giants", "return_id": "none",
         "q": "清河", "trace": "observation:little_giants-130000-2021-11",
         "since": date(2021, 6, 30), "since_known_at": None, "county": None, "milestone": None, "reached": None, "confidence": None,
         "standing": None, "sort": "standing", "descending": False, "lang": "zh", "skipped": 0, "size": 50, "enterprise": "ja-solar"}
REPORTED = ("return", "return_fact", "goal_note")  # they speak of returns, and none is shipped


def answer(name: str, **given):
    """The answer to a question, with usual values for what is not given."""
    _, wanted = queries.question(name)
    return queries.ask(name, **{key: value for key, value in (GIVEN | given).items() if key in wanted})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_question_is_documented_and_one_select(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- "), "the leading comment documents the question"
    (statement,) = duckdb.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT
    assert set(statement.named_parameters) <= GIVEN.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("as_of", [date(2022, 7, 13), MID_2024, TODAY], ids=str)
def test_a_question_is_answered_on_any_day(file, as_of):
    frame = answer(file.stem, as_of=as_of, department="diit" if file.stem.startswith("department_") else None)
    waits = {"closing_balance": date(2025, 12, 31), "successor": date(2025, 4, 17)}.get(file.stem, date.min)
    assert frame.empty == (as_of <= waits or file.stem in REPORTED)


def test_parameters_are_checked():
    with pytest.raises(TypeError, match="goal_path.sql takes"):
        queries.ask("goal_path", goal="little_giants")
    with pytest.raises(TypeError):
        queries.ask("boundary_layer", city=None)
    with pytest.raises(KeyError, match="no_such"):
        queries.ask("no_such")


def light(goal: str, year: int, as_of: date) -> tuple[str, str]:
    """Light and reason of a goal's target of a year, as of a day."""
    rows = answer("goal_status", as_of=as_of)
    row = rows[(rows.indicator_id == goal) & (rows.due_on.dt.year == year)].iloc[0]
    return row.light, row.reason


def test_the_little_giants_tell_their_story():
    assert light("little_giants", 2025, MID_2024) == ("green", "on_schedule")
    assert light("little_giants", 2025, TODAY) == ("grey", "no_figure_at_deadline")
    assert light("little_giants", 2023, TODAY) == ("met", "met")


def test_srdi_smes_are_met_by_a_later_figure():
    assert light("srdi_smes", 2023, TODAY) == ("met", "met_by_later_figure")
    assert light("srdi_smes", 2025, TODAY) == ("met", "met")


def test_figures_in_another_scope_never_feed_a_goal():
    rows = answer("goal_status")
    own = rows[rows.indicator_id == "little_giants"]
    assert set(own.actual) == {383}, "the 93 and 111 little giants inside clusters are not the province's"
    assert own.context_value.notna().all(), "they stand beside it as evidence"
    listed = rows[rows.indicator_id == "listed_companies"]
    assert listed.actual.isna().all() and listed.context_value.notna().all()


def test_a_goal_without_a_figure_says_what_is_expected_and_who_owes_it():
    rows = answer("headline_goal")
    assert list(rows.indicator_id) == ["listed_companies", "little_giants", "srdi_smes", "rd_share"]
    listed = rows.iloc[0]
    assert (listed.light, listed.expected_as_of, listed.lower, listed.upper) == ("grey", 30, 30, 50)
    assert listed.owner_zh == "省工业和信息化厅"


@pytest.mark.parametrize(("as_of", "year"), [(date(2023, 12, 31), 2023), (date(2024, 1, 1), 2025), (TODAY, 2025)])
def test_the_headline_shows_the_target_in_question(as_of, year):
    assert set(answer("headline_goal", as_of=as_of).due_on.dt.year) == {year}


def test_filters_change_matches_never_rows():
    everything = answer("cluster_mark")
    for given in ({"city": "130500"}, {"industry": "cashmere"}, {"department": "science"}, {"named_only": True}):
        rows = answer("cluster_mark", **given)
        assert list(rows.cluster_id) == list(everything.cluster_id)
        assert 0 < rows.matches.sum() < len(rows)
    assert answer("cluster_mark", named_only=True).matches.sum() == 25


def test_money_classes_and_dates_hold():
    rows = answer("cluster_mark").set_index("cluster_id")
    anping = rows.loc["anping-wire-mesh"]
    assert (anping.money, anping.money_class, bool(anping.stale)) == (1006, 5, False)
    early = answer("cluster_mark", as_of=date(2023, 1, 1)).set_index("cluster_id").loc["anping-wire-mesh"]
    assert early.period_end.date() <= date(2023, 1, 1)


def test_the_named_examples_are_there_with_their_clauses():
    clauses = answer("cluster_measure", cluster="qinghe-cashmere")
    assert set(clauses[clauses.by_name].measure_id) == {"2.2", "4.1"}
    assert not answer("cluster_claim", cluster="qinghe-cashmere").empty
    assert not answer("cluster_milestone", cluster="linxi-bearings").empty


def test_a_leader_stands_from_its_naming_to_its_removal():
    leaders = answer("enterprise_mark")
    before = answer("enterprise_mark", as_of=date(2022, 7, 13))
    assert leaders.named_leader.sum() > before.named_leader.sum()
    assert not leaders.set_index("enterprise_id").loc["ja-solar", "named_leader"], "removed from the list in December 2023"
    assert answer("enterprise_mark", as_of=date(2023, 6, 30)).set_index("enterprise_id").loc["ja-solar", "named_leader"]


def test_an_enterprise_passes_with_its_city_and_its_cluster():
    everything, xingtai = answer("enterprise_mark"), answer("enterprise_mark", city="130500")
    assert everything.matches.all() and (xingtai.matches == (xingtai.city_id == "130500")).all() and xingtai.matches.any()
    cashmere = answer("enterprise_mark", industry="cashmere")
    marks = answer("cluster_mark", industry="cashmere").set_index("cluster_id").matches
    assert list(cashmere.matches) == [bool(marks.get(cluster, False)) for cluster in cashmere.cluster_id]


def test_a_milestone_has_not_ended_before_its_day():
    def ended(as_of: date):
        rows = answer("cluster_milestone", as_of=as_of, cluster=cluster)
        return rows[(rows.enterprise_id == "ja-solar") & (rows.kind == "leader")].ended_on.iloc[0]

    cluster = answer("enterprise_mark").set_index("enterprise_id").loc["ja-solar", "cluster_id"]
    assert pd.isna(ended(date(2023, 6, 30))) and ended(date(2023, 12, 31)).date() == date(2023, 12, 8)


def test_every_action_is_counted_and_no_target_twice():
    counts, goals = answer("lights_by_action"), answer("goal_status")
    assert set(counts.action_id) == set("123456")
    assert counts.goals.sum() == (goals.own & ~goals.headline).sum()


def test_the_closing_balance_counts_every_goal_once():
    assert answer("closing_balance").goals.sum() == answer("freshness").goals.iloc[0] == answer("goal_status").indicator_id.nunique()


def test_the_serving_database_is_shut_off_from_everything_else(tmp_path):
    with pytest.raises(duckdb.Error):
        warehouse.cursor(warehouse.current()).execute("CREATE TABLE x (y INTEGER)")
    with pytest.raises(duckdb.Error):
        warehouse.cursor(warehouse.current()).execute(f"COPY (SELECT 1) TO '{tmp_path}/out.csv'")
    with pytest.raises(duckdb.Error):
        warehouse.cursor(warehouse.current()).execute("SET enable_external_access = true")


def test_every_version_of_a_fact_is_told_and_what_it_does_for_the_goals():
    figure = "observation:little_giants-130000-2024H1"
    (version,) = answer("trace", trace=figure).to_dict("records")
    assert (version["value"], version["holds"], version["scope_kind"], version["source_kind"]) == (383, True, "province", "repost")
    uses = answer("trace_goal", trace=figure)
    assert list(uses.role) == ["latest", "latest"] and list(uses.light) == ["met", "grey"]
    assert answer("trace", trace="observation:nobody").empty and answer("trace", trace="' OR 1=1").empty
    beside = answer("trace_goal", trace="observation:bse_listed-130000-2025-06-30")
    assert set(beside.role) == {"beside"} and set(beside.indicator_id) == {"listed_companies"}


@pytest.mark.parametrize(("asked", "kind", "first"), [
    ("清河羊绒", "cluster", "qinghe-cashmere"), ("qhyr", "cluster", "qinghe-cashmere"), ("cashmere QINGHE", "cluster", "qinghe-cashmere"),
    ("little giant", "goal", "little_giants"), ("2.2", "measure", "2.2"), ("工业和信息化厅", "department", "diit"),
    ("邢台", "city", "130500"), ("清河县", "county", "130534")])
def test_the_search_finds_what_a_reader_may_mean(asked, kind, first):
    found = answer("search", q=asked)
    assert found[found.kind == kind].id.iloc[0] == first


def test_the_search_finds_every_cluster_and_enterprise_by_its_name_and_initials():
    for table, kind in (("county_cluster_known", "cluster"), ("enterprise_known", "enterprise")):
        with warehouse.cursor(warehouse.current()) as db:
            things = db.execute(f"SELECT {kind}_id, name_zh, name_en FROM {table}(NULL)").fetchall()
        for id, zh, en in things[::9]:
            for name in (zh, en):
                found = answer("search", q=name)
                assert id in set(found[found.kind == kind].id) or len(found[found.kind == kind]) == 6, (id, name)
    assert answer("search", q="   ").empty
