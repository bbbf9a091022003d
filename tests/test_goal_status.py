"""How goals are judged, by a table of cases: each light and reason, and both sides of every boundary.

Every case is an indicator of its own in one database; expectations are worked out by hand from the rules, not from the macro.
"""

from dataclasses import dataclass, field
from datetime import date

import duckdb
import pytest

from data.warehouse import SCHEMA

LAST = "2025-12-31"
LIGHT_OF = {"met": "met", "above_range": "met", "met_late": "met", "met_by_later_figure": "met", "on_schedule": "green",
            "slightly_behind": "yellow", "behind": "red", "below_baseline": "red", "missed": "missed", "reported": "reported",
            "part_year": "reported"}


@dataclass(frozen=True)
class Case:
    """Targets (due, lower[, upper]), figures (end, value[, qualifier[, start]]), and what is expected of one row as of a day."""

    name: str
    as_of: str
    reason: str | None
    figures: tuple = ()
    targets: tuple = (("2023-12-31", 200), (LAST, 300))
    row: str | int | None = LAST
    kind: str = "stock"
    scope: str = "province"
    feeds: str | None = None
    strict: bool = False
    cycle: int | None = None
    preset: str = "schedule"
    values: dict = field(default_factory=dict)


BASE = ("2021-12-31", 100.0)  # a baseline: 730 days before the first deadline, 1461 before the last
# Path: 100 at the end of 2021, 200 at the end of 2023, 300 at the end of 2025. Half-way, on 2022-12-31: 150; on 2024-12-31: 200 + 100 * 366/731.
QUOTA = {"kind": "quota", "scope": "clusters", "targets": ((None, 100),)}
FREE = {"targets": ((None, 500),), "row": None}
ONE = {"targets": ((LAST, 300),)}


def year(reason, as_of, *figures, row=2023, **more):
    """A case of a yearly quota of 100; the figures run from 1 January of their year unless they say otherwise."""
    full = tuple((end, value, *(rest or ("exact",)), f"{end[:4]}-01-01") if len(rest) < 2 else (end, value, *rest)
                 for end, value, *rest in figures)
    return {**QUOTA, "reason": reason, "as_of": as_of, "figures": full, "row": row, **more}


CASES = [
    # No figure, old figures -------------------------------------------------------------------------------------------
    Case("nothing before the deadline", "2024-06-30", "no_data", values={"actual": None, "expected": None}),
    Case("nothing after the deadline", "2026-06-30", "no_data", values={"expected_as_of": 300}),
    Case("nothing and no baseline: no path before the first target", "2023-06-30", "no_data", values={"expected_as_of": None}),
    Case("nothing and no baseline: the path begins at the first target", "2023-12-31", "no_data", values={"expected_as_of": 200}),
    Case("dated on the first day of the plan", "2022-12-01", "no_figure_since_start", (BASE, ("2022-07-13", 140))),
    Case("dated a day after", "2022-12-01", "on_schedule", (BASE, ("2022-07-14", 140))),
    Case("only the baseline", "2023-06-30", "no_figure_since_start", (BASE,)),
    Case("met outranks since-start", "2022-12-01", "met", (("2022-07-01", 300),), values={"completion": 100}),
    Case("229 days old: the cycle of 184 and 45 more", "2023-08-17", "on_schedule", (BASE, ("2022-12-31", 150))),
    Case("230 days old", "2023-08-18", "stale", (BASE, ("2022-12-31", 150))),
    Case("own cycle of 90 days: 135 days old", "2023-05-15", "on_schedule", (BASE, ("2022-12-31", 150)), cycle=90),
    Case("own cycle of 90 days: 136 days old", "2023-05-16", "stale", (BASE, ("2022-12-31", 150)), cycle=90),
    Case("met outranks stale", "2024-12-31", "met", (BASE, ("2022-12-31", 300))),
    Case("a later figure is not known yet", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 150), ("2023-03-31", 110)),
         values={"actual": 150}),
    # The baseline and the path ---------------------------------------------------------------------------------------
    Case("no baseline", "2023-03-31", "no_baseline", (("2022-12-31", 150),), values={"baseline": None, "schedule_gap_pp": None}),
    Case("the target is no higher than the baseline", "2023-03-31", "no_baseline", (("2021-12-31", 300), ("2022-12-31", 299))),
    Case("the baseline is the latest up to the start", "2022-12-31", "on_schedule",
         (("2021-06-30", 50), BASE, ("2022-12-31", 150)), values={"baseline": 100}),
    Case("below the baseline", "2023-01-31", "below_baseline", (BASE, ("2022-12-31", 99.9))),
    Case("exactly on the path", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 150)),
         values={"expected": 150, "schedule_gap_pp": 0}),
    Case("just under the path", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 149.99))),
    Case("ten points behind (20 of 200)", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 130)),
         values={"schedule_gap_pp": -10}),
    Case("more than ten points behind", "2022-12-31", "behind", (BASE, ("2022-12-31", 129.9))),
    Case("the gap of the first target counts against its own way (20 of 100)", "2022-12-31", "behind",
         (BASE, ("2022-12-31", 130)), row="2023-12-31", values={"schedule_gap_pp": -20}),
    Case("between the targets the path is steeper or flatter", "2024-12-31", "on_schedule", (BASE, ("2024-12-31", 251)),
         values={"expected": 200 + 100 * 366 / 731}),
    Case("under the second leg", "2024-12-31", "slightly_behind", (BASE, ("2024-12-31", 250))),
    Case("one target only: one straight line", "2023-12-31", "slightly_behind", (BASE, ("2023-12-31", 199)), **ONE,
         values={"expected": 100 + 200 * 730 / 1461}),
    Case("expected by now runs on to the day, the figure's stays", "2023-03-31", "on_schedule", (BASE, ("2022-12-31", 150)),
         values={"expected": 150, "expected_as_of": 100 + 100 * 455 / 730}),
    Case("expected by now after the deadline is the target", "2024-03-31", "no_figure_at_deadline", (BASE, ("2022-12-31", 150)),
         row="2023-12-31", values={"expected_as_of": 200}),
    # Presets ---------------------------------------------------------------------------------------------------------
    Case("10/30: ten behind is green", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 130)), preset="10/30"),
    Case("10/30: beyond ten is yellow", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 129)), preset="10/30"),
    Case("10/30: thirty behind is yellow", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 120)), preset="10/30",
         row="2023-12-31", values={"schedule_gap_pp": -30}),
    Case("10/30: beyond thirty is red", "2022-12-31", "behind", (BASE, ("2022-12-31", 119)), preset="10/30", row="2023-12-31"),
    Case("90/75: nine tenths of the expected", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 135)), preset="90/75"),
    Case("90/75: just under", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 134)), preset="90/75"),
    Case("90/75: three quarters", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 112.5)), preset="90/75"),
    Case("90/75: under three quarters", "2022-12-31", "behind", (BASE, ("2022-12-31", 112)), preset="90/75"),
    # Met, ranges, strict, percentages --------------------------------------------------------------------------------
    Case("met to the number", "2024-12-31", "met", (BASE, ("2024-12-31", 300))),
    Case("one short of it", "2024-12-31", "on_schedule", (BASE, ("2024-12-31", 299))),
    Case("strict: the number is not enough", "2024-12-31", "on_schedule", (BASE, ("2024-12-31", 300)), strict=True),
    Case("strict: above it", "2024-12-31", "met", (BASE, ("2024-12-31", 300.1)), strict=True),
    Case("a range is judged on its floor", "2024-12-31", "met", (BASE, ("2024-12-31", 300)), targets=((LAST, 300, 500),)),
    Case("under the floor", "2026-01-31", "missed", (BASE, ("2025-12-31", 299)), targets=((LAST, 300, 500),)),
    Case("the top of the range is inside", "2024-12-31", "met", (BASE, ("2024-12-31", 500)), targets=((LAST, 300, 500),)),
    Case("over the top", "2024-12-31", "above_range", (BASE, ("2024-12-31", 501)), targets=((LAST, 300, 500),)),
    Case("over the top after the deadline", "2026-01-31", "above_range", (BASE, ("2025-12-31", 501)), targets=((LAST, 300, 500),)),
    Case("percentages in points", "2022-12-31", "on_schedule", (("2021-12-31", 2.0), ("2022-12-31", 2.5)), kind="ratio",
         targets=(("2023-12-31", 3.0), (LAST, 3.5)), values={"expected": 2.5, "completion": 100 * 2.5 / 3.5}),
    # At least, about -------------------------------------------------------------------------------------------------
    Case("at least: may prove met", "2024-12-31", "met", (BASE, ("2024-12-31", 300, "at_least"))),
    Case("at least: never red", "2022-12-31", "only_at_least", (BASE, ("2022-12-31", 120, "at_least"))),
    Case("at least: never below the baseline", "2022-12-31", "only_at_least", (BASE, ("2022-12-31", 90, "at_least"))),
    Case("at least: yellow stays", "2022-12-31", "slightly_behind", (BASE, ("2022-12-31", 140, "at_least"))),
    Case("at least: never missed", "2026-01-31", "only_at_least", (BASE, ("2025-12-31", 280, "at_least"))),
    Case("at least with strict: the number does not prove more", "2026-01-31", "only_at_least",
         (BASE, ("2025-12-31", 300, "at_least")), strict=True),
    Case("about: within 2 % above", "2024-12-31", "too_close_to_call", (BASE, ("2024-12-31", 306, "about"))),
    Case("about: beyond 2 % above", "2024-12-31", "met", (BASE, ("2024-12-31", 306.1, "about"))),
    Case("about: within 2 % below, at the deadline", "2026-01-31", "too_close_to_call", (BASE, ("2025-12-31", 294, "about"))),
    Case("about: beyond 2 % below, at the deadline", "2026-01-31", "missed", (BASE, ("2025-12-31", 293.9, "about"))),
    Case("about: far from the target it counts as any", "2022-12-31", "behind", (BASE, ("2022-12-31", 120, "about"))),
    # At and after the deadline ---------------------------------------------------------------------------------------
    Case("on the deadline itself the rules before it hold", LAST, "slightly_behind", (BASE, ("2025-12-31", 290))),
    Case("the day after", "2026-01-01", "missed", (BASE, ("2025-12-31", 290)), values={"judged_value": 290}),
    Case("1 December is at the deadline", "2026-01-01", "missed", (BASE, ("2025-12-01", 290))),
    Case("30 November is not", "2026-01-01", "no_figure_at_deadline", (BASE, ("2025-11-30", 290)),
         values={"actual": 290, "judged_value": None}),
    Case("met long before it", "2026-06-30", "met", (BASE, ("2024-06-30", 301)), values={"judged_value": 301}),
    Case("a fall after the deadline changes nothing", "2026-06-30", "met", (BASE, ("2025-12-31", 300), ("2026-03-31", 250)),
         values={"judged_value": 300, "actual": 250}),
    Case("met late", "2026-06-30", "met_late", (BASE, ("2025-12-15", 290), ("2026-03-31", 310)), values={"judged_value": 310}),
    Case("met by a later figure: none at the deadline", "2026-06-30", "met_by_later_figure", (BASE, ("2025-06-30", 250),
         ("2026-03-31", 310))),
    Case("met by a later figure: at least at the deadline", "2026-06-30", "met_by_later_figure",
         (BASE, ("2025-12-15", 290, "at_least"), ("2026-03-31", 310))),
    Case("the first later figure is named", "2026-12-31", "met_late",
         (BASE, ("2025-12-31", 290), ("2026-03-31", 310), ("2026-06-30", 320)), values={"judged_on": "2026-03-31", "actual": 320}),
    Case("a later figure that falls short", "2026-06-30", "missed", (BASE, ("2025-12-31", 290), ("2026-03-31", 295))),
    Case("the first deadline, seen from later", "2026-06-30", "met_by_later_figure", (BASE, ("2024-06-30", 210)), row="2023-12-31"),
    # Yearly quotas ---------------------------------------------------------------------------------------------------
    Case("first year: reported", **year("part_year", "2023-06-30", ("2022-12-31", 60), row=2022), values={"expected_as_of": None}),
    Case("first year: reported even when above", **year("part_year", "2022-12-31", ("2022-12-31", 160), row=2022)),
    Case("first year: nothing", **year("no_data", "2023-06-30", row=2022)),
    Case("running year: nothing", **year("no_data", "2023-07-02"), values={"expected_as_of": 100 * 183 / 365}),
    Case("running year: on schedule, first and last day counted", **year("on_schedule", "2023-08-01", ("2023-07-02", 50.2)),
         values={"expected": 100 * 183 / 365}),
    Case("running year: just behind", **year("slightly_behind", "2023-08-01", ("2023-07-02", 50.1))),
    Case("running year: ten points behind", **year("slightly_behind", "2023-03-14", ("2023-03-14", 10)), values={
        "schedule_gap_pp": -10}),
    Case("running year: more than ten points behind", **year("behind", "2023-03-14", ("2023-03-14", 9.9))),
    Case("running year: an old figure is not stale", **year("slightly_behind", "2023-12-30", ("2023-01-31", 8))),
    Case("running year: met early", **year("met", "2023-06-30", ("2023-06-30", 100))),
    Case("leap year", **year("on_schedule", "2024-06-30", ("2024-06-30", 49.8), row=2024), values={"expected": 100 * 182 / 366}),
    Case("31 December is still running", **year("slightly_behind", "2023-12-31", ("2023-12-31", 95))),
    Case("past year: met", **year("met", "2024-02-01", ("2023-12-31", 100))),
    Case("past year: met before its end", **year("met", "2024-02-01", ("2023-09-30", 110))),
    Case("past year: missed", **year("missed", "2024-01-01", ("2023-12-31", 99))),
    Case("past year: at least", **year("only_at_least", "2024-01-01", ("2023-12-31", 99, "at_least"))),
    Case("past year: the figure stops on 30 December", **year("no_figure_at_deadline", "2024-02-01", ("2023-12-30", 99))),
    Case("past year: nothing", **year("no_data", "2024-02-01")),
    Case("a figure that does not start on 1 January", **year("no_data", "2024-02-01", ("2023-12-31", 120, "exact", "2023-04-01"))),
    Case("a figure of another year", **year("no_data", "2024-02-01", ("2022-12-31", 120))),
    Case("years are never added up", **year("missed", "2024-02-01", ("2022-12-31", 60), ("2023-12-31", 50)), values={"actual": 50}),
    Case("no row after the plan's end", **year(None, "2026-11-24", ("2026-06-30", 120), row=2026)),
    Case("no row for a year to come", **year(None, "2023-06-30", row=2024)),
    Case("frequency counts as a quota", **year("met", "2024-02-01", ("2023-12-31", 100), kind="frequency")),
    # Without a date --------------------------------------------------------------------------------------------------
    Case("undated: nothing", "2024-06-30", "no_data", **FREE, values={"expected_as_of": None}),
    Case("undated: reported", "2024-06-30", "reported", (("2024-05-31", 400),), **FREE, values={"completion": 80}),
    Case("undated: met", "2024-06-30", "met", (("2024-05-31", 500),), **FREE),
    # Scope -----------------------------------------------------------------------------------------------------------
    Case("clusters reads all clusters", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 150)), scope="clusters"),
    Case("key clusters never feed it", "2022-12-31", "no_data", (BASE, ("2022-12-31", 150)), scope="clusters", feeds="key_clusters"),
    Case("all clusters never feed a province's goal", "2022-12-31", "no_data", (BASE, ("2022-12-31", 150)), feeds="all_clusters"),
    Case("a city never feeds the province's", "2022-12-31", "no_data", (BASE, ("2022-12-31", 150)), feeds="city"),
    Case("leaders", "2022-12-31", "on_schedule", (BASE, ("2022-12-31", 150)), scope="leaders"),
    # Pace ------------------------------------------------------------------------------------------------------------
    Case("fast enough", "2024-12-31", "on_schedule", (BASE, ("2024-06-30", 230), ("2024-09-30", 242), ("2024-12-31", 255)), values={
        "trend": "↗", "required_per_month": 45 / 365 * 365.25 / 12}),
    Case("too slow", "2024-12-31", "behind", (BASE, ("2024-06-30", 200), ("2024-09-30", 205), ("2024-12-31", 210)), values={"trend": "↘"}),
    Case("falling", "2024-12-31", "behind", (BASE, ("2024-06-30", 210), ("2024-09-30", 205), ("2024-12-31", 200)), values={"trend": "↓"}),
    Case("nearly", "2024-12-31", "slightly_behind", (BASE, ("2024-06-30", 220), ("2024-09-30", 230), ("2024-12-31", 240)), values={
        "trend": "→"}),
    Case("two figures make no trend", "2024-12-31", "slightly_behind", (BASE, ("2024-09-30", 230), ("2024-12-31", 240)), values={
        "trend": None, "observed_per_month": None}),
    Case("figures older than twelve months are left out", "2024-12-31", "slightly_behind",
         (BASE, ("2023-11-30", 100), ("2024-09-30", 230), ("2024-12-31", 240)), values={"trend": None}),
    Case("no pace is required once met", "2024-12-31", "met", (BASE, ("2024-12-31", 310)), values={"required_per_month": None}),
    Case("no pace is required at the deadline", LAST, "slightly_behind", (BASE, ("2025-12-31", 290)), values={"required_per_month": None}),
]


def scope_id(kind: str) -> str:
    """The id of a scope of a kind."""
    return {"province": "130000", "city": "130500"}.get(kind, kind)


def observe(db, indicator: str, kind: str, end: str, value: float, qualifier: str = "exact", start: str | None = None, **more) -> None:
    """Adds one figure."""
    row = {"id": f"{indicator}-{end}-{start}", "preferred": True, "recorded": "2026-11-24", "retracted": False, "basis": "b"} | more
    db.execute("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, 'p', 'day', ?, ?, ?, 'b', ?, NULL, NULL, 'plan', 'high', ?, NULL, ?)",
               [row["id"], indicator, kind, scope_id(kind), start, end, value, qualifier, row["basis"], row["preferred"], row["recorded"],
                row["retracted"]])


def add_indicator(db, name: str, kind: str = "stock", scope: str = "province", cycle: int | None = None) -> None:
    """Adds one indicator of the plan."""
    db.execute("INSERT INTO indicator VALUES (?, 'p', NULL, 'n', 'n', 'd', 'd', 'u', 'u', ?, ?, false, true, ?, NULL, NULL)",
               [name, kind, scope, cycle])


def add_target(db, name: str, due: str | None, lower: float, upper: float | None = None, per_year: bool = False, strict: bool = False):
    """Adds one target."""
    db.execute("INSERT INTO target VALUES (?, ?, ?, ?, ?, ?, ?, true, NULL, NULL)",
               [f"{name}@{due}", name, due, per_year, lower, upper, strict])


@pytest.fixture(scope="module")
def db():
    """A database of the real schema with every case as an indicator of its own."""
    con = duckdb.connect()
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    con.execute("INSERT INTO source VALUES ('plan', 'p', 't', NULL, NULL, NULL, 'official')")
    con.execute("INSERT INTO plan VALUES ('p', 't', 't', 'i', 'i', '2022-07-13', '2022-07-13', '2025-12-31', 'l', 'l', 'plan')")
    con.execute("""INSERT INTO threshold VALUES ('schedule', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true),
        ('10/30', 1, 'schedule_gap_pp', -10, -30, '2022-07-13', true), ('90/75', 1, 'expected_ratio', 90, 75, '2022-07-13', true),
        ('old', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true), ('old', 2, 'schedule_gap_pp', -50, -60, '2026-01-01', true)""")
    for case in CASES:
        add_indicator(con, case.name, case.kind, case.scope, case.cycle)
        for due, lower, *upper in case.targets:
            add_target(con, case.name, due, lower, *upper, per_year=case.kind in ("quota", "frequency"), strict=case.strict)
        kind = case.feeds or {"clusters": "all_clusters"}.get(case.scope, case.scope)
        for figure in case.figures:
            observe(con, case.name, kind, *figure)
    return con


def status(db, name: str, as_of: str, preset: str = "schedule", known_at: str | None = None, more: str = ""):
    """The rows of one indicator as judged."""
    return db.execute(f"FROM goal_status(?::DATE, ?::TIMESTAMP, ?{more}) WHERE indicator_id = ?", [as_of, known_at, preset, name]).df()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(db, case):
    rows = status(db, case.name, case.as_of, case.preset)
    if isinstance(case.row, int):
        rows = rows[rows.year == case.row]
    elif case.row:
        rows = rows[rows.due_on == case.row]
    if case.reason is None:
        assert rows.empty
        return
    (row,) = rows.to_dict("records")
    assert (row["reason"], row["light"]) == (case.reason, LIGHT_OF.get(case.reason, "grey"))
    for key, value in case.values.items():
        if value is None:
            assert row[key] is None or row[key] != row[key], f"{key} is {row[key]}"
        elif isinstance(value, str):
            assert str(row[key]).startswith(value)
        else:
            assert row[key] == pytest.approx(value), key


def test_there_are_cases_for_every_reason():
    assert len({case.name for case in CASES}) == len(CASES) >= 90
    reasons = {case.reason for case in CASES} - {None}
    assert reasons == {*LIGHT_OF, "no_data", "no_figure_since_start", "stale", "no_baseline", "no_figure_at_deadline", "only_at_least",
                       "too_close_to_call"}


def test_one_row_per_target_or_year(db):
    rows = db.execute("FROM goal_status(DATE '2026-11-24', NULL, 'schedule')").df()
    assert not rows.duplicated(["indicator_id", "scope_kind", "scope_id", "due_on", "year"]).any()
    years = rows[rows.indicator_id == "past year: met"].year
    assert sorted(years) == [2022, 2023, 2024, 2025]


def test_thresholds_can_be_overridden_and_have_versions(db):
    name = "ten points behind (20 of 200)"
    last = lambda rows: rows[rows.due_on == LAST].iloc[0]  # noqa: E731
    assert last(status(db, name, "2022-12-31", more=", green_from := -10, yellow_from := -20")).light == "green"
    assert last(status(db, name, "2022-12-31", more=", yellow_from := -5")).light == "red"
    new, old = (last(status(db, name, "2022-12-31", "old", known_at)) for known_at in (None, "2025-12-31"))
    assert (new.light, new.rule_version, old.rule_version) == ("green", 2, 1)


def test_history_is_in_the_rows(db):
    add_indicator(db, "history")
    add_target(db, "history", LAST, 300)
    observe(db, "history", "province", "2021-12-31", 100)
    observe(db, "history", "province", "2024-06-30", 150, id="h", recorded="2024-08-01")
    observe(db, "history", "province", "2024-06-30", 280, id="h", recorded="2025-02-01")
    observe(db, "history", "province", "2024-06-30", 280, id="h", recorded="2025-09-01", retracted=True)
    seen = {moment: status(db, "history", "2024-07-31", known_at=moment).iloc[0].actual
            for moment in ("2024-07-31", "2024-12-31", "2025-06-30", "2025-12-31")}
    db.execute("DELETE FROM observation WHERE indicator_id = 'history'")
    assert seen["2024-12-31"] == 150 and seen["2025-06-30"] == 280
    assert seen["2024-07-31"] != seen["2024-07-31"] and seen["2025-12-31"] != seen["2025-12-31"]  # not known, taken back


def test_the_preferred_of_conflicting_figures_is_judged(db):
    add_indicator(db, "conflict")
    add_target(db, "conflict", LAST, 300)
    observe(db, "conflict", "province", "2024-06-30", 310, id="c1", preferred=False, basis="one")
    observe(db, "conflict", "province", "2024-06-30", 250, id="c2", preferred=True, basis="other")
    assert status(db, "conflict", "2024-06-30").iloc[0].actual == 250


def test_allocations_are_judged_in_their_own_scope(db):
    add_indicator(db, "shared")
    add_target(db, "shared", LAST, 300)
    db.execute("""INSERT INTO allocation VALUES ('a', 'shared', 'city', '130500', '2025-12-31', 30, NULL, 'plan', 'high', '2026-11-24',
                  NULL, false)""")
    observe(db, "shared", "city", "2021-12-31", 10, id="s1")
    observe(db, "shared", "city", "2025-06-30", 31, id="s2")
    rows = status(db, "shared", "2025-06-30").set_index("scope_kind")
    assert (rows.loc["city"].reason, rows.loc["province"].reason) == ("met", "no_data")


def test_every_light_is_one_of_seven_and_met_means_met(db):
    for as_of in ("2022-07-13", "2023-12-31", "2024-02-29", "2025-12-31", "2026-11-24"):
        rows = db.execute("FROM goal_status(?::DATE, NULL, 'schedule')", [date.fromisoformat(as_of)]).df()
        assert set(rows.light) <= {"met", "green", "yellow", "red", "missed", "grey", "reported"}
        assert rows.reason.notna().all()
        met = rows[rows.light == "met"]
        assert (met.judged_value >= met.lower).all()
