"""The shipped facts keep the truth rules: what is named by whom, what is never mixed, nothing without a source."""

import pytest

from data import warehouse


@pytest.fixture(scope="module")
def db():
    """The serving database of the shipped facts."""
    with warehouse.cursor(warehouse.current()) as cursor:
        yield cursor


def one(db, sql: str):
    """The single value of a query."""
    return db.execute(sql).fetchone()[0]


def test_the_plan_is_whole(db):
    per_action = db.execute("SELECT action_id, count(*) FROM measure GROUP BY ALL ORDER BY 1").fetchall()
    assert per_action == [("1", 4), ("2", 4), ("3", 3), ("4", 4), ("5", 2), ("6", 4)]
    assert one(db, "SELECT count(*) FROM safeguard") == 5
    assert one(db, "SELECT count(*) FROM indicator WHERE plan_id = '2022'") == 31


@pytest.mark.parametrize(("target", "lower", "upper"), [
    ("listed_companies@2023", 8, 10), ("listed_companies@2025", 30, 50), ("little_giants@2023", 300, None),
    ("little_giants@2025", 500, None), ("srdi_smes@2023", 3500, None), ("srdi_smes@2025", 5000, None),
    ("rd_share@2023", 3, None), ("rd_share@2025", 3.5, None), ("listing_pool", 500, None), ("share_reforms@year", 50, None),
    ("tech_smes@year", 5000, None), ("hightech_enterprises@year", 100, None), ("srdi_smes_new@year", 500, None),
    ("invention_patents@year", 1000, None), ("st_service_teams@year", 10, None), ("st_specialists@year", 500, None),
    ("st_docking_events@year", 100, None), ("green_factories@year", 30, None), ("energy_diagnoses@year", 30, None),
    ("low_carbon_projects@year", 20, None), ("smart_benchmarks@2023", 10, None), ("smart_benchmarks@2025", 20, None),
    ("digital_rd_tools@2023", 76, None), ("digital_rd_tools@2025", 78, None), ("digital_management@2023", 78, None),
    ("digital_management@2025", 80, None), ("industrial_cloud@2023", 50, None), ("industrial_cloud@2025", 60, None),
    ("industrial_ecommerce@2023", 70, None), ("industrial_ecommerce@2025", 80, None), ("first_set_training@year", 1, None),
    ("first_sets@year", 30, None), ("integration_demos@2023", 5, None), ("integration_demos@2025", 10, None),
    ("diagnosis_coverage@2023", 100, None), ("cluster_alliances@year", 3, None), ("standards@year", 40, None),
    ("standard_leaders@year", 3, None), ("design_products@year", 100, None), ("listing_ready_clusters", 10, None),
    ("supply_demand_events", 100, None)])
def test_targets_are_those_of_the_text(db, target, lower, upper):
    assert db.execute("SELECT lower, upper FROM target WHERE target_id = ?", [target]).fetchone() == (lower, upper)


def test_doubtful_targets_say_why(db):
    assert one(db, "SELECT count(*) FROM target WHERE NOT confirmed AND (note_zh IS NULL OR note_en IS NULL)") == 0
    assert one(db, "SELECT count(*) FROM target WHERE confirmed AND indicator_id IN ('srdi_smes', 'little_giants')") == 4
    assert one(db, "SELECT strict FROM target WHERE target_id = 'digital_management@2023'")
    assert one(db, "SELECT count(*) FROM target WHERE strict") == 1


def test_the_clusters_named_in_the_plan_are_marked_and_no_others(db):
    assert one(db, "SELECT count(*) FROM county_cluster WHERE in_plan") == 25
    assert one(db, """SELECT count(*) FROM county_cluster c
                      WHERE in_plan <> EXISTS (FROM measure_cluster m WHERE m.cluster_id = c.cluster_id)""") == 0


def test_clusters_are_merged_to_the_documented_number(db):
    assert 110 <= one(db, "SELECT count(*) FROM county_cluster") <= 130
    assert one(db, "SELECT count(*) - count(DISTINCT name_zh) FROM county_cluster") == 0
    assert one(db, "SELECT count(*) FROM county_cluster WHERE name_zh LIKE '%合计%'") == 0


def test_everything_stands_in_its_county(db):
    assert db.execute("""SELECT cluster_id FROM county_cluster c JOIN county n ON n.adcode = c.county_adcode
                         WHERE abs(c.lon - n.lon) > 0.6 OR abs(c.lat - n.lat) > 0.6""").fetchall() == []
    assert db.execute("""SELECT enterprise_id FROM enterprise e JOIN county n ON n.adcode = e.county_adcode
                         WHERE abs(e.lon - n.lon) > 0.6 OR abs(e.lat - n.lat) > 0.6""").fetchall() == []


def test_pinyin_finds_the_examples(db):
    initials = dict(db.execute("SELECT initials, name_zh FROM county_cluster WHERE in_plan").fetchall())
    assert (initials["qhyr"], initials["lxzc"], initials["apsw"]) == ("清河羊绒", "临西轴承", "安平丝网")


def test_targets_of_other_plans_are_no_results(db):
    assert one(db, "SELECT count(*) FROM observation WHERE indicator_id LIKE '%_target'") == 0


def test_the_plans_own_goals_hold_only_their_own_scope(db):
    fed = {row[0] for row in db.execute("""SELECT DISTINCT o.indicator_id FROM observation o JOIN goal_scope g USING (indicator_id)
                                           WHERE o.scope_kind = g.scope_kind""").fetchall()}
    assert {"little_giants", "srdi_smes"} <= fed
    assert "listed_companies" not in fed and "rd_share" not in fed


def test_one_preferred_figure_per_period(db):
    assert db.execute("""
        SELECT indicator_id, scope_kind, scope_id, period_start, period_end, count(*) FILTER (preferred) AS n FROM observation
        WHERE period_end IS NOT NULL GROUP BY ALL HAVING n <> 1""").fetchall() == []


def test_leader_batches_stand_side_by_side(db):
    values = {row[0] for row in db.execute("SELECT value FROM observation WHERE indicator_id = 'leader_enterprises'").fetchall()}
    assert {137, 267, 286} <= values and 387 not in values and 404 not in values


def test_every_text_is_in_both_languages(db):
    for table, column in db.execute("""SELECT table_name, column_name FROM duckdb_columns() WHERE column_name LIKE '%_zh'
                                       AND table_name IN (SELECT table_name FROM duckdb_tables())""").fetchall():
        other = column[:-2] + "en"
        if other in {row[0] for row in db.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]).fetchall()}:
            assert one(db, f'SELECT count(*) FROM {table} WHERE ({column} IS NULL) <> ({other} IS NULL)') == 0, f"{table}.{column}"


def test_chinese_facts_use_chinese_punctuation(db):
    for table, column in db.execute("""SELECT table_name, column_name FROM duckdb_columns() WHERE column_name LIKE '%_zh'
                                       AND table_name IN (SELECT table_name FROM duckdb_tables())""").fetchall():
        wrong = db.execute(f"SELECT {column} FROM {table} WHERE regexp_matches({column}, '[\\p{{Han}}][,;:?!]([\\p{{Han}}]|$)')")
        assert wrong.fetchall() == [], f"{table}.{column}"


def test_reposts_are_named_as_such(db):
    assert one(db, "SELECT count(*) FROM source WHERE kind = 'repost'") > 50
    assert one(db, "SELECT count(*) FROM source WHERE kind = 'unverified' AND url IS NOT NULL") == 0


def test_the_schema_explains_every_column(db):
    silent = db.execute("""SELECT table_name, column_name FROM duckdb_columns()
                           WHERE comment IS NULL AND table_name IN (SELECT table_name FROM duckdb_tables())""").fetchall()
    assert silent == []
