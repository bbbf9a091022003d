"""What changed between two moments: each cause alone and several at once, reckoned by hand; over random histories the steps lead
from then to now without a gap, their differences add up, and none is charged with what it cannot have done.
"""

import random
from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data import SCHEMA, hebei_today
from data.words import LANGUAGES, words
from pages.parts import change_cards, shell, wording
from tests.test_goal_status import (
    END,
    PATH,
    PROVINCE,
    START,
    TWO,
    XINGTAI,
    Figure,
    Share,
    case,
    day,
    fig,
    quota,
    rows_of,
    year_fig,
)
from tests.test_pages import opened, parameter, text

SINCE, AS_OF = date(2024, 12, 31), date(2026, 1, 15)
THEN, LATER = datetime(2025, 1, 31), "2025-03-01"  # what was known then, and a moment after it
FIRST, JUNE, DECEMBER = fig("2022-06-30", 100), fig("2024-06-30", 200), fig("2024-12-15", 250)
GOALS = {  # by name: the goal, its figures, its allocations
    "real": (END, [FIRST, DECEMBER, fig("2025-12-31", 310, at="2026-01-10")], []),
    "deadline": (END, [FIRST, DECEMBER], []),
    "late": (END, [FIRST, JUNE, fig("2024-12-15", 250, at=LATER)], []),
    "corrected": (END, [FIRST, fig("2024-12-15", 250, key="a"), fig("2024-12-15", 240, key="a", at=LATER)], []),
    "withdrawn": (END, [FIRST, JUNE, fig("2024-12-15", 250, key="a"), fig("2024-12-15", 250, key="a", at=LATER, retracted=True)], []),
    "only figure withdrawn": (END, [fig("2024-12-15", 250, key="a"), fig("2024-12-15", 250, key="a", at=LATER, retracted=True)], []),
    "held again": (END, [FIRST, JUNE, fig("2024-12-15", 250, key="a"), fig("2024-12-15", 250, key="a", at="2025-01-02", retracted=True),
                         fig("2024-12-15", 250, key="a", at=LATER)], []),
    "several": (END, [FIRST, fig("2024-06-30", 200, key="a"), fig("2024-06-30", 190, key="a", at=LATER),
                      fig("2024-12-15", 250, at=LATER), fig("2025-12-31", 310, at="2026-01-10")], []),
    "replaced": (END, [fig("2024-06-30", 200, key="a"), fig("2024-06-30", 200, key="a", at=LATER, retracted=True),
                       fig("2024-12-15", 250, at=LATER)], []),
    "allocated": (END, [FIRST, fig("2024-12-15", 40, scope=XINGTAI)],
                  [Share(XINGTAI, "2025-12-31", 50, key="a"), Share(XINGTAI, "2025-12-31", 40, key="a", at=LATER)]),
    "newly allocated": (END, [], [Share(XINGTAI, "2025-12-31", 50, at=LATER)]),
    "quota": (quota(100), [year_fig("2024-12-31", 90), year_fig("2025-12-31", 120, at="2026-01-10")], []),
    "rule": (PATH, [fig(0, 100), fig(500, 570)], []),
    "nothing": (END, [FIRST, fig("2025-12-31", 310)], []),
}


def database(goals: dict) -> duckdb.DuckDBPyConnection:
    """A database of these goals, each under an indicator of its name, and a few enterprises."""
    con = duckdb.connect(config={"threads": 1})
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    con.execute("""
        INSERT INTO source (source_id, publisher, title, kind) SELECT unnest(['report', 'office', 'press']), 'publisher', 'title', 'official';
        INSERT INTO plan VALUES ('2022', 'zh', 'en', 'zh', 'en', '2022-07-13', '2022-07-13', '2025-12-31', 'zh', 'en', 'report');
        INSERT INTO threshold VALUES
            ('schedule', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true), ('revised', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true),
            ('revised', 2, 'schedule_gap_pp', -5, -20, '2024-01-01', true);
        INSERT INTO city VALUES ('130500', '邢台市', 'Xingtai', 114.5, 37.1, 5);
    """)
    given = [rows_of(case(name, goal, figures, 0, "", shares=shares)) for name, (goal, figures, shares) in goals.items()]
    for table in ("indicator", "target", "observation", "allocation"):
        rows = pd.DataFrame([row for tables in given for row in tables[table]], dtype=object)
        if len(rows):
            con.register("given", rows).execute(f"INSERT INTO {table} BY NAME FROM given")
    return con


@pytest.fixture(scope="module")
def con():
    with database(GOALS) as con:
        yield con


def answer(con, name: str, **given) -> pd.DataFrame:
    """The answer to a question between the usual two moments, or others."""
    usual = {"since": SINCE, "since_known_at": THEN, "as_of": AS_OF, "known_at": None, "preset": "schedule", "city": None} | given
    return queries.put(con, name, usual).df()


def steps(con, goal: str, **given) -> list[tuple]:
    """Cause, light before and after, figure before and after, difference of each step of a goal."""
    rows = answer(con, "change_light", **given)
    rows = rows[rows.indicator_id == goal][["cause", "light_before", "light_after", "value_before", "value_after", "difference"]]
    return list(rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None))


# Goals ---------------------------------------------------------------------------------------------------------------

def test_a_newer_figure_is_a_real_change(con):
    assert steps(con, "real") == [("real", "green", "met", 250, 310, 60)]


def test_only_the_passing_of_time_is_told_apart(con):
    assert steps(con, "deadline") == [("deadline", "green", "grey", 250, 250, 0)]


@pytest.mark.parametrize(("goal", "expected"), [
    ("late", ("late", "green", "green", 200, 250, 50)), ("corrected", ("corrected", "green", "green", 250, 240, -10)),
    ("withdrawn", ("corrected", "green", "green", 250, 200, -50)), ("only figure withdrawn", ("corrected", "grey", "grey", 250, None, None)),
    ("held again", ("corrected", "green", "green", 200, 250, 50)), ("newly allocated", ("membership", None, "grey", None, None, None))])
def test_each_cause_alone(con, goal, expected):
    (step,) = steps(con, goal, as_of=SINCE)
    assert step[0] == expected[0] and step[3:] == expected[3:]
    assert (step[1] is None) == (expected[1] is None)
    assert not steps(con, goal, as_of=SINCE, since_known_at=None), "the same day with the same knowledge is the same"


def test_another_allocation_is_membership_and_shows_both_targets(con):
    (step,) = steps(con, "allocated", as_of=SINCE)
    assert step == ("membership", "grey", "met", 40, 40, 0)  # an allocation has no baseline here, so no light before it is met
    row = answer(con, "change_light", as_of=SINCE).query("indicator_id == 'allocated' and not own").iloc[0]
    assert (row.lower_before, row.lower_after, row.scope_zh, row.scope_en) == (50, 40, "邢台市", "Xingtai")


def test_other_thresholds_are_a_rule(con):
    given = {"since": day(500), "as_of": day(500), "since_known_at": datetime(2023, 12, 31), "preset": "revised"}
    assert steps(con, "rule", **given) == [("rule", "yellow", "green", 570, 570, 0)]
    assert not steps(con, "rule", **given | {"preset": "schedule"})


def test_several_causes_are_taken_one_by_one(con):
    assert [(cause, difference) for cause, *_, difference in steps(con, "several")] == [("corrected", -10), ("late", 60), ("real", 60)]
    assert set(answer(con, "change_light").query("indicator_id == 'several'").total) == {110}


@pytest.mark.parametrize(("before", "after", "zh", "en"), [
    ((383, "exact"), (400, "at_least"), "+17家以上", "at least +17 firms"), ((383, "at_least"), (400, "exact"), "—", "—"),
    ((383, "at_least"), (400, "at_least"), "—", "—"), ((383, "about"), (400, "at_least"), "—", "—"),
    ((400, "exact"), (383, "at_least"), "—", "—"), ((383, "about"), (400, "exact"), "约+17家", "about +17 firms"),
    ((400, "exact"), (383, "about"), "约−17家", "about −17 firms"), ((383, "exact"), (400, "exact"), "+17家", "+17 firms")], ids=str)
def test_a_difference_is_no_surer_than_its_figures(before, after, zh, en):
    figures = [fig("2024-12-15", before[0], before[1]), fig("2025-12-31", after[0], after[1])]
    with database({"sure": (END, figures, [])}) as con:
        (row,) = wording.records(answer(con, "change_light"))
    assert row["difference"] == row["total"] == after[0] - before[0]
    assert row["difference_qualifier"] == row["total_qualifier"]
    for lang, said in (("zh", zh), ("en", en)):
        assert change_cards._difference(words(lang), row | {"unit_zh": "家", "unit_en": "firms"}) == said


def test_a_figure_that_stays_is_moved_by_nothing():
    with database({"rough": (END, [FIRST, fig("2024-12-15", 250, "about")], [])}) as con:
        (row,) = answer(con, "change_light").itertuples()
        assert (row.cause, row.difference, row.difference_qualifier) == ("deadline", 0, "exact")


def test_a_withdrawn_figure_is_no_zero(con):
    assert [step[3:] for step in steps(con, "replaced", as_of=SINCE)] == [(200, None, None), (None, 250, 50)]


def test_a_year_that_began_is_listed_by_what_came(con):
    rows = answer(con, "change_light").query("indicator_id == 'quota'")
    assert [(row.year, row.cause, row.light_now) for row in rows.itertuples()] == [(2024, "deadline", "missed"), (2025, "real", "met")]


def test_what_did_not_change_is_not_listed(con):
    assert not steps(con, "nothing", as_of=SINCE) and not steps(con, "deadline", as_of=SINCE)
    assert answer(con, "change_light", as_of=SINCE, since_known_at=None).empty
    assert answer(con, "change_figure", as_of=SINCE, since_known_at=None).empty


@pytest.mark.parametrize(("since_known_at", "windows"), [(None, 4), (THEN, 12)])
def test_nothing_is_judged_twice(con, since_known_at, windows):
    text = queries.question("change_light").text
    given = {"since": SINCE, "since_known_at": since_known_at, "as_of": AS_OF, "known_at": None, "preset": "schedule", "city": None}
    ((_, plan),) = con.execute("EXPLAIN (FORMAT json) " + text, given).fetchall()
    assert plan.count("WINDOW") == windows, "every judgement picks its figures in one window and the target in question in another"


def test_every_kind_of_scope_has_its_name_in_every_answer():
    scopes = {"city": ("130500", "邢台市"), "county": ("130531", "广宗县"), "cluster": ("bikes", "自行车集群"),
              "department": ("office", "办公室"), "enterprise": ("firm", "企业")}
    with database({"named": (END, [fig("2024-12-15", 40, scope=(kind, id), key=kind, at=LATER) for kind, (id, _) in scopes.items()],
                             [Share((kind, id), "2025-12-31", 50, at=LATER, key=kind) for kind, (id, _) in scopes.items()])}) as con:
        con.execute("""
            INSERT INTO industry_group VALUES ('g', 'zh', 'en', '#000000');
            INSERT INTO industry (industry_id, name_zh, name_en, group_id) VALUES ('i', 'zh', 'en', 'g');
            INSERT INTO county VALUES ('130531', '广宗县', 'Guangzong', '130500', 'county', 115.1, 37.1, 115.1, 37.1);
            INSERT INTO county_cluster BY NAME SELECT 'bikes' AS cluster_id, '自行车集群' AS name_zh, 'Bikes' AS name_en,
                '130531' AS county_adcode, 'i' AS industry_id,
                false AS in_plan, false AS key_cluster, 115.1 AS lon, 37.1 AS lat, 'p' AS pinyin, 'p' AS initials, 'report' AS source_id, 'high' AS confidence,
                TIMESTAMP '2022-01-01' AS recorded_at, false AS retracted;
            INSERT INTO department BY NAME SELECT 'office' AS department_id, '全称' AS name_zh, 'Full' AS name_en, '办公室' AS short_zh,
                'Office' AS short_en, true AS confirmed;
            INSERT INTO enterprise (enterprise_id, name_zh, name_en, cluster_id, pinyin, initials, source_id, confidence, recorded_at,
                retracted) VALUES ('firm', '企业', 'Firm', 'bikes', 'q', 'q', 'report', 'high', '2022-01-01', false)
        """)
        con.execute("UPDATE observation SET return_id = 'r'")
        expected = dict(scopes.values())
        for name, column, given in (("change_light", "scope_zh", {}), ("change_figure", "scope_zh", {}),
                                    ("rehearsal", "name_of_scope_zh", {"other": "schedule", "green_from": 0, "yellow_from": -10}),
                                    ("return_fact", "scope_zh", {"return_id": "r"})):
            rows = answer(con, name, **given).query("scope_id in @expected")
            assert dict(zip(rows.scope_id, rows[column], strict=True)) == expected, name
        for id in con.execute("SELECT observation_id FROM observation").df().observation_id:
            (row,) = answer(con, "trace", trace=f"observation:{id}").itertuples()
            assert row.scope_zh == expected[row.scope_id]


# Figures -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("goal", "expected"), [
    ("real", [("entered", "real", None, 310)]), ("deadline", []), ("late", [("entered", "late", None, 250)]),
    ("corrected", [("corrected", "corrected", 250, 240)]), ("withdrawn", [("withdrawn", "corrected", 250, None)]),
    ("held again", [("entered", "corrected", None, 250)]), ("allocated", [])])
def test_figures_by_cause(con, goal, expected):
    rows = answer(con, "change_figure").query("indicator_id == @goal")[["change", "cause", "value_then", "value_now"]]
    assert list(rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None)) == expected


def test_a_figure_that_is_no_longer_used_says_so():
    one = fig("2024-12-15", 250, key="a")
    with database({"preferred": (END, [one, fig("2024-12-15", 250, key="a", at=LATER, preferred=False)], [])}) as con:
        (row,) = answer(con, "change_figure").itertuples()
        assert (row.change, row.cause, row.preferred_then, row.preferred) == ("preference", "corrected", True, False)
        assert row.recorded_on == pd.Timestamp(LATER) + timedelta(hours=8), "the record keeps UTC"


def test_a_figure_on_another_basis_is_corrected_though_its_value_stands():
    with database({"rebased": (END, [fig("2024-12-15", 250, key="a"), fig("2024-12-15", 250, key="a", at=LATER)], [])}) as con:
        assert answer(con, "change_figure").empty, "said again, it is the same"
        con.execute("UPDATE observation SET basis_zh = '另一口径', basis_en = 'another basis' WHERE recorded_at = ?", [LATER])
        rows = answer(con, "change_figure")
        assert rows.change.tolist() == ["corrected"] and rows.basis_zh.tolist() == ["另一口径"] != rows.basis_then_zh.tolist()
        told = change_cards.causes(*(rows if name == "change_figure" else answer(con, name) for name in change_cards.QUESTIONS), "zh", "light")
        assert f"口径：{rows.basis_then_zh[0]} → 另一口径" in told


# Enterprises -----------------------------------------------------------------------------------------------------------

def firms(milestones: list[tuple], enterprises: list[tuple] = ()) -> list[tuple]:
    """Enterprise, kind, change and cause of what changed; milestones are (id, kind, reached, ended, recorded, retracted) of the
    enterprise that begins the id, enterprises (id, cluster, recorded, retracted)."""
    with database({"deadline": GOALS["deadline"]}) as con:
        con.execute("""INSERT INTO industry_group VALUES ('g', 'zh', 'en', '#000000');
                       INSERT INTO industry (industry_id, name_zh, name_en, group_id) VALUES ('i', 'zh', 'en', 'g');
                       INSERT INTO county VALUES ('130500', '县', 'County', '130500', 'county', 114.5, 37.1, 114.5, 37.1)""")
        for key, cluster, at, retracted in [*((f"{letter}", None, "2022-01-01", False) for letter in "xyz"), *enterprises]:
            con.execute("""INSERT INTO enterprise (enterprise_id, name_zh, name_en, cluster_id, pinyin, initials, source_id, confidence,
                           recorded_at, retracted) VALUES ($1, $1, $1, $2, $1, $1, 'report', 'high', $3, $4)""", [key, cluster, at, retracted])
        for key, kind, reached, ended, at, retracted in milestones:
            con.execute("""INSERT INTO milestone (milestone_id, enterprise_id, kind, reached_on, ended_on, date_precision, source_id,
                           confidence, recorded_at, retracted) VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 IS NOT NULL THEN 'day' END, 'report',
                           'high', $6, $7)""", [key, key[0], kind, reached, ended, at, retracted])
        rows = answer(con, "change_milestone")
        return list(rows[["enterprise_id", "kind", "change", "cause"]].astype(object).where(rows.notna(), None).itertuples(index=False, name=None))


R = "2022-01-01"


@pytest.mark.parametrize(("milestones", "expected"), [
    ([("x1", "listed", "2025-06-01", None, LATER, False)], ("listed", "became", "real")),
    ([("x1", "leader", "2024-06-01", None, LATER, False)], ("leader", "became", "late")),
    ([("x1", "little_giant", None, None, LATER, False)], ("little_giant", "became", "late")),
    ([("x1", "leader", "2025-06-01", None, R, False), ("x1", "leader", "2024-06-01", None, LATER, False)], ("leader", "became", "corrected")),
    ([("x1", "leader", "2024-06-01", None, R, False), ("x1", "leader", "2024-06-01", None, LATER, True)], ("leader", "ceased", "corrected")),
    ([("x1", "leader", "2024-06-01", None, R, False), ("x1", "leader_adjusted", "2024-06-01", None, LATER, False)], ("leader", "ceased", "corrected")),
    ([("x1", "leader", "2023-06-01", "2025-06-01", R, False)], ("leader", "ceased", "real")),
    ([("x1", "leader", "2023-06-01", None, R, False), ("x1", "leader", "2023-06-01", "2024-06-01", LATER, False)], ("leader", "ceased", "late")),
], ids=str)
def test_enterprises_by_cause(milestones, expected):
    assert firms(milestones) == [("x", *expected)]


def test_a_standing_that_goes_on_is_no_change():
    assert not firms([("x1", "leader", "2022-11-02", "2025-03-01", R, False), ("x2", "leader", "2025-03-01", None, LATER, False),
                      ("y1", "documented", "2025-03-01", None, LATER, False), ("z1", "listed", "2026-02-01", None, LATER, False)])


def test_joining_leaving_and_moving_are_membership():
    assert firms([], [("x", "a", LATER, False), ("y", "a", "2022-02-01", False), ("y", "b", LATER, False), ("z", "a", "2022-02-01", False),
                      ("z", "a", LATER, True)]) == [("x", None, "joined", "membership"), ("z", None, "left", "membership"),
                                                    ("y", None, "moved", "membership")]


# Random histories ------------------------------------------------------------------------------------------------------

def history(chance: random.Random) -> tuple:
    """A goal with figures and allocations that were recorded, corrected, withdrawn and held again over four years."""
    def moments(n: int) -> list[str]:
        return sorted({str(date(2022, 1, 1) + timedelta(chance.randrange(1500))) for _ in range(n)})

    goal = chance.choice([END, TWO, TWO, quota(100)])
    figures, shares = [], []
    for key in range(chance.randrange(1, 9)):
        end = date(2021, 6, 30) + timedelta(chance.randrange(1700))
        since = f"{end.year}-01-01" if goal.targets[0].per_year else None
        figures += [Figure(str(end), chance.randrange(50, 400), chance.choice(["exact"] * 4 + ["at_least", "about"]), since, chance.choice(
            [PROVINCE] * 3 + [XINGTAI]), chance.random() < 0.9, str(key), at, chance.random() < 0.2) for at in moments(chance.randrange(1, 4))]
    for key in range(chance.randrange(2)):
        shares += [Share(XINGTAI, "2025-12-31", chance.randrange(50, 200), None, f"s{key}", at, chance.random() < 0.2)
                   for at in moments(chance.randrange(1, 4))]
    return goal, figures, shares


@pytest.fixture(scope="module")
def random_goals():
    return {f"h{n}": history(random.Random(n)) for n in range(24)}


@pytest.fixture(scope="module")
def histories(random_goals):
    with database(random_goals) as con:
        yield con


def pairs() -> list[dict]:
    """Pairs of moments: later days, the same day, with and without knowledge of their own."""
    chance, found = random.Random(7), []
    for n in range(9):
        since = START + timedelta(chance.randrange(1200))
        known_at = None if n % 2 else datetime(2026, 1, 1) - timedelta(chance.randrange(300))
        then = None if n % 5 == 4 else datetime(2022, 8, 1) + timedelta(chance.randrange(900))
        found.append({"since": since, "since_known_at": then, "as_of": since + timedelta(chance.choice([0, chance.randrange(900)])),
                      "known_at": known_at, "preset": "revised" if n % 3 else "schedule"})
    return found


TARGET = ["indicator_id", "scope_kind", "scope_id", "due_on", "year"]
SEEN = ["light", "reason", "value", "qualifier", "day", "lower", "upper"]


def plain(rows: pd.DataFrame) -> list[dict]:
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def standing(con, as_of, known_at, preset) -> dict[tuple, tuple]:
    rows = con.execute("""SELECT *, coalesce(judged_value, actual) AS value, coalesce(judged_on, actual_on) AS day FROM goal_status(
                          $1, $2::TIMESTAMP, $3)""", [as_of, known_at, preset]).df()
    rows["qualifier"] = rows.judged_qualifier.where(rows.judged_value.notna(), rows.qualifier)
    return {tuple(row[key] for key in TARGET): tuple(row[key] for key in SEEN) for row in plain(rows)}


@pytest.mark.parametrize("given", pairs(), ids=lambda given: f"{given['since']} {given['since_known_at']} {given['as_of']} {given['known_at']}")
def test_the_steps_lead_from_then_to_now_and_add_up(histories, random_goals, given):
    since, as_of, known_at, preset = (given[key] for key in ("since", "as_of", "known_at", "preset"))
    known_then = given["since_known_at"] or known_at
    then, now = standing(histories, since, known_then, preset), standing(histories, as_of, known_at, preset)
    found = {}
    for row in plain(answer(histories, "change_light", **given)):
        found.setdefault(tuple(row[key] for key in TARGET), []).append(row)
    assert found.keys() == {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)}
    nowhere = (None,) * len(SEEN)
    for key, rows in found.items():
        at = [then.get(key, nowhere)]
        for row in rows:
            assert tuple(row[f"{column}_before"] for column in SEEN) == at[-1], "no step begins but where the one before it ended"
            at.append(tuple(row[f"{column}_after"] for column in SEEN))
            assert at[-1] != at[-2]
        assert at[-1] == now.get(key, nowhere)
        total = rows[0]["total"]
        assert total == (None if at[0][2] is None or at[-1][2] is None else at[-1][2] - at[0][2])
        assert total is None or sum(row["difference"] or 0 for row in rows) == total
        assert sorted(row["step"] for row in rows) == [row["step"] for row in rows]
    causes = {(key, row["cause"]) for key, rows in found.items() for row in rows}
    for key, cause in causes:
        _goal, figures, shares = random_goals[key[0]]
        first = {f.key: min(g.at for g in figures if g.key == f.key) for f in figures}
        after = [f for f in figures if f.at > str(known_then or "9") and f.at <= str(known_at or "9")]
        reason = {"corrected": any(first[f.key] <= str(known_then) for f in after),
                  "late": any(first[f.key] > str(known_then) and f.on <= str(since) for f in after),
                  "real": any(str(since) < f.on <= str(as_of) for f in figures), "deadline": as_of > since,
                  "membership": any(s.at > str(known_then) for s in shares) and key[2] == "130500",
                  "rule": preset == "revised" and known_then is not None and known_then < datetime(2024, 1, 1)}
        assert reason[cause], (key, cause)


def test_the_random_histories_know_every_cause(histories):
    changes = [answer(histories, "change_light", **given) for given in pairs()]
    assert set(pd.concat(changes).cause) == set(change_cards.CAUSES)
    assert max(rows.groupby(TARGET, dropna=False).size().max() for rows in changes if len(rows)) >= 3


@pytest.mark.parametrize("given", pairs(), ids=lambda given: f"{given['since']} {given['since_known_at']} {given['as_of']} {given['known_at']}")
def test_the_figures_of_then_with_their_changes_are_those_of_now(histories, given):
    def held(as_of, known_at):
        rows = histories.execute("SELECT observation_id, value FROM observation_known($1::TIMESTAMP) WHERE period_end <= $2", [known_at, as_of])
        return dict(rows.fetchall())

    figures = held(given["since"], given["since_known_at"] or given["known_at"])
    for row in plain(answer(histories, "change_figure", **given)):
        assert figures.pop(row["observation_id"], None) == row["value_then"]
        if row["value_now"] is not None:
            figures[row["observation_id"]] = row["value_now"]
        assert (row["cause"] == "real") == (row["change"] == "entered" and row["period_end"].date() > given["since"])
    assert figures == held(given["as_of"], given["known_at"])


# Cards -----------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cards_say_what_changed_and_why(con, lang):
    w, answers = words(lang), [answer(con, name) for name in change_cards.QUESTIONS]
    goals = answers[0]
    sentence = change_cards.takeaway(*answers, SINCE, THEN, AS_OF, lang)
    assert w("change.goals_n", n=len(goals[goals.own].drop_duplicates(TARGET))) in sentence
    assert w.date(SINCE) in sentence and w.date(AS_OF) in sentence and w.time(THEN) in sentence
    assert w("change.why_same_knowledge") not in sentence
    counts = change_cards.summary(*answers, lang)
    html = change_cards.causes(*answers, lang, "light")
    for cause in set(goals.cause):
        assert w(f"change.cause.{cause}") in counts and w(f"change.cause.{cause}") in html
    assert w("change.cause.rule") not in counts
    assert html.count("light-met") >= 3 and 'data-trace="observation:several 4"' in html
    assert "+60" in html and "−10" in html and w("change.total", total="+110") in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cards_say_that_nothing_changed_and_why_that_may_be(con, lang):
    w, answers = words(lang), [answer(con, name, as_of=SINCE, since_known_at=None) for name in change_cards.QUESTIONS]
    sentence = change_cards.takeaway(*answers, SINCE, None, SINCE, lang)
    assert w("change.why_nothing") in sentence and w("change.why_same_knowledge") in sentence
    assert change_cards.summary(*answers, lang) == change_cards.causes(*answers, lang, "dark") == ""


def test_lights_that_turned_are_counted_in_words(con):
    answers = [answer(con, name) for name in change_cards.QUESTIONS]
    turned = answers[0][answers[0].own & (answers[0].light_then == "green") & (answers[0].light_now == "grey")].drop_duplicates(TARGET)
    assert len(turned) > 1
    assert f"{len(turned)}个目标由“达到序时”转为“无法判断”" in change_cards.takeaway(*answers, SINCE, THEN, AS_OF, "zh")


# The choice of the earlier moment ----------------------------------------------------------------------------------------

PAGE = """
from pages.parts import changed, shell
view = shell.enter("goals", extras=changed.ASKED)
changed.changes(view)
"""


TODAY = hebei_today()


def page(**address) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=30)
    for key, value in ({"lang": "zh"} | address).items():
        app.query_params[key] = value
    return app.run()


def test_the_earlier_moment_stands_in_the_address():
    app = page(as_of="2026-01-15")
    assert not app.exception and not app.warning
    assert "2022年7月13日至2026年1月15日：" in text(app), "since the plan began, unless the address says otherwise"
    opened(app, "since_days").run()
    opened(app, "since_days").pills(key="since_quick").set_value(date(2024, 6, 30)).run()
    assert parameter(app, "since") == "2024-06-30" and "2024年6月30日至2026年1月15日：" in text(app)
    opened(app, "since_days").run()
    app.date_input(key="since_known_date").set_value(hebei_today()).run()
    assert parameter(app, "since_known_at") == hebei_today().isoformat() and words("zh")("change.why_same_knowledge") not in text(app)


def test_the_same_moment_twice_shows_no_change():
    assert words("zh")("change.why_nothing") in text(page(as_of="2024-06-30", since="2024-06-30"))


@pytest.mark.parametrize("address", [{"since": "yesterday"}, {"since": "2026-01-16"}, {"since": "2020-12-31"}, {"since": "2024-02-30"},
                                     {"since_known_at": "2020-01-01"}, {"since_known_at": "9999-12-31"}, {"since_known_at": "then"},
                                     {"since_known_at": TODAY.strftime("%Y%m%d")}], ids=str)
def test_an_earlier_moment_that_is_none_is_ignored_with_a_notice(address):
    app = page(as_of="2026-01-15", **address)
    ((key, value),) = address.items()
    assert not app.exception and [f"{key}={value}" in notice.value for notice in app.warning] == [True]


@pytest.mark.parametrize("text", [TODAY.strftime("%Y%m%d"), TODAY.strftime("%G-W%V-%u"), TODAY.strftime("%Y%m%dT000000")])
def test_a_moment_is_a_day_or_a_day_and_a_time(text):
    first = datetime(2021, 1, 1)
    assert shell.moment(f"{TODAY}T00:00:01", first) == datetime(TODAY.year, TODAY.month, TODAY.day, 0, 0, 1) - shell.BEIJING
    with pytest.raises(ValueError):
        shell.moment(text, first)


def test_no_day_is_offered_that_the_page_refuses():
    plan = date(2022, 7, 13), date(2025, 12, 31)
    assert shell.quick_days(date(2020, 12, 31), plan) == {}
    assert shell.quick_days(date(2021, 1, 31), plan) == {"as_of.today": date(2021, 1, 31)}
    assert not page(as_of="2021-01-01").exception
