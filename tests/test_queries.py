"""Every question: documented, one SELECT, its parameters checked, its answers right on the shipped facts."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data import warehouse

FILES = sorted((Path(__file__).parent.parent / "queries").glob("*.sql"))
TODAY, MID_2024 = date(2026, 11, 24), date(2024, 6, 30)
GIVEN = {"as_of": TODAY, "known_at": None, "preset": "schedule", "other": "10/30", "city": None, "industry": None, "department": None, "light": None,
         "named_only": False, "cluster": "qinghe-cashmere", "goal": "little_giants", "return_id": "none",
         "measure": "2.3", "q": "清河", "kind": "cluster", "term": None, "trace": "observation:little_giants-130000-2021-11",
         "since": date(2021, 6, 30), "since_known_at": None, "green_from": None, "yellow_from": None,
         "meeting": "quarterly", "what": "cluster", "chosen": "qinghe-cashmere,linxi-bearings,anping-wire-mesh",
         "county": None, "milestone": None, "reached": None, "confidence": None, "standing": None, "enterprise": "ja-solar",
         "sort": "standing", "descending": False, "lang": "zh", "skipped": 0, "size": 50, "code": "00000-00000"}
CHOSEN = {"compare_city": "130500,130600", "compare_department": "diit,science"}  # where it is not clusters that are chosen
# Of returns and papers, and none is shipped.
REPORTED = ("return", "return_fact", "goal_note", "compare_allocation", "allocation_status", "paper", "paper_issued", "note_latest")


def answer(name: str, **given):
    """The answer to a question, with usual values for what is not given."""
    wanted = queries.question(name).wanted
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
    about = {"department_": {"department": "diit"}, "city_": {"city": "130500"}, "due_": {"department": "diit"},
             "incentive": {"measure": "6.1"}, "clause_industry": {"measure": "6.1"}}
    frame = answer(file.stem, as_of=as_of, **next((given for start, given in about.items() if file.stem.startswith(start)), {}),
                   chosen=CHOSEN.get(file.stem, GIVEN["chosen"]))
    ends = {"due_next": date(2025, 12, 31), "due_ahead": date(2025, 12, 31), "falling_due": date(2025, 12, 31)}.get(file.stem, date.max)
    waits = {"clause_figure": date(2022, 7, 13), "city_figure": date(2022, 7, 13), "closing_balance": date(2025, 12, 31),
             "successor": date(2025, 4, 17)}.get(file.stem, date.min)
    assert frame.empty == (not waits < as_of <= ends or file.stem in REPORTED)


def test_parameters_are_checked():
    with pytest.raises(TypeError, match=r"goal_path\.sql takes"):
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
    ("邢台", "city", "130500"), ("清河县", "county", "130534"), ("s3.2", "measure", "s3.2")])
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


def test_the_search_offers_only_departments_that_have_a_page():
    with warehouse.cursor(warehouse.current()) as db:
        named = db.execute("SELECT name_zh, department_id IN (SELECT department_id FROM measure_department) FROM department").fetchall()
    assert {measures for _, measures in named} == {True, False}
    for name, measures in named:
        assert (name in set(answer("search", q=name).query("kind == 'department'").name_zh)) == measures, name


def test_every_column_is_in_the_dictionary_with_its_meaning():
    rows = answer("dictionary")
    with warehouse.cursor(warehouse.current()) as db:
        columns = db.execute("SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
                             "USING (table_name) WHERE table_type = 'BASE TABLE'").fetchall()
        counts = {table: db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table, _ in columns}
    assert set(rows[["table_name", "column_name"]].itertuples(index=False, name=None)) == set(columns)
    assert rows[rows.comment.isna()].empty, "a column lacks its comment"
    assert dict(rows[["table_name", "row_count"]].itertuples(index=False)) == counts


def test_the_dictionary_finds_by_all_words_of_a_search():
    assert set(answer("dictionary", term=" THRESHOLD  from ").table_name) == {"threshold"}
    assert set(answer("dictionary", term="observation value").column_name) == {"value"}


def test_every_reason_of_the_rule_is_listed_with_its_light():
    rows, text = answer("reason"), answer("rule_text").iloc[0]
    assert text.function_name == "goal_status"
    spoken = set(re.findall(r"'([a-z_]+)'", text.macro_definition[text.macro_definition.index("finding AS"):
                                                                 text.macro_definition.index("lit AS")]))
    assert set(rows.reason) == spoken - {"qualifier", "value", "at_least", "exact", "day"}
    assert len(rows) == 18 and not rows.reason.duplicated().any()


@pytest.mark.parametrize("as_of", [date(2022, 7, 13), MID_2024, TODAY], ids=str)
def test_reasons_count_what_stands_in_goal_status(as_of):
    goals = answer("goal_status", as_of=as_of)
    counted = goals[goals.own].groupby("reason").indicator_id.agg(["nunique", "size"])
    rows = answer("reason", as_of=as_of).set_index("reason")
    assert len(rows) == 18
    for reason, row in rows.iterrows():
        assert (row.goals, row.verdicts) == (tuple(counted.loc[reason]) if reason in counted.index else (0, 0)), reason


@pytest.mark.parametrize(("as_of", "way", "goal"), [(MID_2024, "path", "little_giants"), (TODAY, "deadline", "little_giants"),
                                                    (date(2022, 7, 13), "figure", "little_giants")], ids=str)
def test_the_worked_example_is_a_row_of_goal_status(as_of, way, goal):
    (example,) = answer("worked_example", as_of=as_of).to_dict("records")
    status = answer("goal_status", as_of=as_of)
    row = status[(status.indicator_id == goal) & (status.due_on == example["due_on"])].iloc[0]
    assert (example["way"], example["indicator_id"]) == (way, goal)
    for name in ("baseline", "actual", "lower", "expected", "schedule_gap_pp", "light", "reason", "judged_value"):
        assert example[name] == row[name] or (pd.isna(example[name]) and pd.isna(row[name])), name
    if way == "path":
        reached = example["leg_from"] + example["leg_rise"] * example["days_in"] / example["leg_days"]
        assert reached == pytest.approx(row.expected) and (example["leg_days"], example["days_in"]) == (731, 182)
        assert 100 * example["ahead"] / example["whole"] == pytest.approx(row.schedule_gap_pp) == example["score"]
        knots = set(answer("goal_path", as_of=as_of, goal=goal).value)
        assert {example["leg_from"], example["leg_to"], example["baseline"]} <= knots


def test_the_worked_example_names_the_source_of_the_figure_that_decides():
    (example,) = answer("worked_example").to_dict("records")
    figures = answer("goal_figure", goal="little_giants").set_index("observation_id")
    assert figures.loc[example["judged_id"], "value"] == example["judged_value"] == 335
    assert figures.loc[example["judged_id"], "source_id"] == example["source_id"]


def test_the_example_day_shows_a_goal_judged_by_its_path():
    day = answer("example_day").day.item().date()
    assert answer("worked_example", as_of=day).way.item() == "path"


def test_sources_count_every_fact_once():
    rows = answer("source_register")
    kinds = rows.drop_duplicates("source_kind").set_index("source_kind")
    assert list(kinds.index) == ["official", "press", "filing", "repost", "unverified"]
    assert kinds.kind_sources.sum() == len(rows) and kinds.kind_facts.sum() == rows.facts.sum()
    with warehouse.cursor(warehouse.current()) as db:
        macros = [name for name, in db.execute("SELECT function_name FROM duckdb_functions() WHERE function_name LIKE '%\\_known' ESCAPE '\\'").fetchall()]
        known = {name: db.execute(f"SELECT count(*) FROM {name}(NULL)").fetchone()[0] for name in macros}
    assert rows.figures.sum() == known["observation_known"] and rows.facts.sum() == sum(known.values())


def test_a_goal_is_fresh_overdue_or_without_a_figure():
    rows, owed = answer("goal_freshness").set_index("indicator_id"), answer("duty")
    assert rows.state.to_dict() == {goal: "none" if pd.isna(row.value) else "overdue" if owed[(owed.indicator_id == goal) & owed.own].late_days.notna().any()
                                    else "fresh" for goal, row in rows.iterrows()}
    assert (rows.loc["little_giants", "state"], rows.loc["little_giants", "age_days"]) == ("overdue", (TODAY - MID_2024).days)
    assert rows.loc["little_giants", "late_days"] == (TODAY - date(2025, 12, 31)).days - 45
    assert rows.loc["srdi_smes", "state"] == "fresh" and rows.loc["rd_share", "state"] == "none"


# The plan checked against itself --------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def rehearsed():
    """The shipped facts in memory, to change at will: each test puts back what it changed."""
    with warehouse.rehearsal({}) as db:
        yield db


def checked(db, name: str, change: str | None = None) -> pd.DataFrame:
    """The answer to a check of the plan, after a change of the tables that is then taken back."""
    db.execute("BEGIN")
    if change:
        db.execute(change)
    frame = queries.put(db, name, GIVEN).df()
    db.execute("ROLLBACK")
    return frame


def test_the_quota_of_new_smes_falls_short_of_the_rise_it_is_part_of(rehearsed):
    def row(change=None):
        return checked(rehearsed, "plan_quota", change).set_index("quota_id").loc["srdi_smes_new"]

    shipped = row()
    assert (shipped.per_year, shipped.years, shipped.promised, shipped.needed, shipped.short) == (500, 2, 1000, 1500, 500)
    assert (row("UPDATE target SET lower = 800 WHERE indicator_id = 'srdi_smes_new'")[["promised", "short"]] == [1600, 0]).all()
    assert row("UPDATE target SET lower = 6000 WHERE target_id = 'srdi_smes@2025'").short == 1500


def test_share_reforms_cover_part_of_the_pool(rehearsed):
    row = checked(rehearsed, "plan_quota").set_index("quota_id").loc["share_reforms"]
    assert (row.years, row.promised, row.needed, row.share, row.years_needed) == (3, 150, 500, 30, 10)


def test_two_clauses_ask_for_a_hundred_events(rehearsed):
    row = checked(rehearsed, "plan_twin").iloc[0]
    assert (row.measure_id, row.other_measure_id, row.lower) == ("2.3", "4.1", 100)
    assert (bool(row.per_year), row.total, bool(row.other_per_year), row.other_total) == (True, 300, False, 100)
    rows = checked(rehearsed, "plan_twin", "UPDATE target SET lower = 120 WHERE indicator_id = 'supply_demand_events'")
    assert "st_docking_events" not in set(rows.indicator_id)


def test_targets_without_a_date_or_with_an_early_one(rehearsed):
    rows = checked(rehearsed, "plan_open")
    assert list(rows[rows.kind == "undated"].indicator_id) == ["listing_pool", "listing_ready_clusters", "supply_demand_events"]
    assert list(rows[rows.kind == "early"].indicator_id) == ["diagnosis_coverage"]
    assert rows.open_days.iloc[-1] == (date(2025, 12, 31) - date(2023, 12, 31)).days
    dated = checked(rehearsed, "plan_open", "UPDATE target SET due_on = DATE '2025-12-31' WHERE target_id = 'listing_pool'")
    assert "listing_pool" not in set(dated.indicator_id)


def test_the_steps_of_the_plan(rehearsed):
    rows = checked(rehearsed, "plan_step").set_index("indicator_id")
    assert (rows.loc["listed_companies", "least"], rows.loc["listed_companies", "most"]) == (10, 21)
    giants = rows.loc["little_giants"]
    assert (giants.least, giants.most) == (100, 100)
    assert giants.before == pytest.approx((300 - 202) / ((date(2023, 12, 31) - date(2021, 11, 30)).days / 365.25))
    assert rows.without_baseline.iloc[0] == rows.baseline.isna().sum() == 8
    changed = checked(rehearsed, "plan_step", "UPDATE target SET lower = 600 WHERE target_id = 'little_giants@2025'")
    assert changed.set_index("indicator_id").loc["little_giants", "least"] == 150


def test_scopes_without_any_figure(rehearsed):
    rows = checked(rehearsed, "plan_scope").set_index("scope_kind")
    assert (rows.loc["leaders", "goals"], rows.loc["leaders", "with_figure"]) == (8, 0)
    assert rows.goals.sum() == answer("freshness").goals.item() and rows.with_figure.sum() == answer("freshness").goals_with_figure.item()


def test_the_first_year_is_part_of_a_year(rehearsed):
    row = checked(rehearsed, "plan_part_year").iloc[0]
    assert (row.year, row.quotas, row.days, row.year_days) == (2022, 17, 172, 365)
    assert checked(rehearsed, "plan_part_year", "UPDATE plan SET starts_on = DATE '2022-01-01'").empty


def test_doubts_are_counted_table_by_table(rehearsed):
    rows = checked(rehearsed, "plan_doubt")
    for table, group in rows.groupby("table_name"):
        (doubtful,) = rehearsed.execute(f"SELECT count(*) FROM {table} WHERE NOT confirmed" + (
            " AND plan_id IS NOT NULL" if table == "indicator" else "")).fetchone()
        assert len(group) == doubtful == group.doubtful.iloc[0], table
    assert set(rows.table_name) == {"action", "measure", "commitment", "indicator", "target", "incentive", "measure_cluster", "department"}
    assert rows.note_zh.notna().all() and rows.note_en.notna().all(), "a doubt says why"


def test_answers_are_kept_up_to_a_size_and_the_last_stay_the_same_object(monkeypatch):
    first = answer("search", q="清河")
    assert answer("search", q="清河") is first
    monkeypatch.setattr(queries._answers, "_Cache__maxsize", queries._size(first) * 3)
    for word in ("安平", "临西", "高阳", "白沟", "辛集", "定州"):
        answer("search", q=word)
    assert queries._answers.currsize <= queries._size(first) * 3
    assert answer("search", q="清河") is first, "whoever still holds an answer and whoever asks again have the same one"
