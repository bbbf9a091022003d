"""How progress is judged, case by case: every light and reason, both sides of every boundary, reckoned by hand.

All cases live in one database, each with an indicator of its own, and ask the real macro. A day may be given as a
number: days since the plan began, so that the usual path, 100 at the start and 1100 on day 1000, expects 100 + n on
day n, and ten units are one percentage point of the schedule gap.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import duckdb
import pandas as pd
import pytest

from data.warehouse import SCHEMA

START = date(2022, 7, 13)
RECORDED = "2022-01-01"
PROVINCE, SHIJIAZHUANG, XINGTAI = ("province", "130000"), ("city", "130100"), ("city", "130500")
ANPING = ("cluster", "anping-wire-mesh")
ALL_CLUSTERS, KEY_CLUSTERS, LEADERS = (("all_clusters",) * 2, ("key_clusters",) * 2, ("leaders",) * 2)
OWN = {"province": PROVINCE, "clusters": ALL_CLUSTERS, "leaders": LEADERS}
LIGHTS = {  # every light with the reasons it may have
    "met": {"met", "above_range", "met_late", "met_by_later_figure"},
    "green": {"on_schedule"},
    "yellow": {"slightly_behind"},
    "red": {"behind", "below_baseline"},
    "missed": {"missed"},
    "grey": {"no_data", "no_figure_since_start", "stale", "no_baseline", "no_figure_at_deadline", "only_at_least",
             "too_close_to_call"},
    "reported": {"reported", "part_year"},
}


def day(when: str | int | None) -> date | None:
    """A day, from ISO text or days since the plan began."""
    return START + timedelta(when) if isinstance(when, int) else when and date.fromisoformat(when)


@dataclass(frozen=True)
class Target:
    due: str | int | None
    lower: float
    upper: float | None = None
    strict: bool = False
    per_year: bool = False


@dataclass(frozen=True)
class Goal:
    targets: tuple[Target, ...]
    kind: str = "stock"
    scope: str = "province"
    cycle: int | None = None
    plan: str = "2022"


@dataclass(frozen=True)
class Figure:
    on: str | int | None
    value: float
    qualifier: str = "exact"
    since: str | None = None
    scope: tuple[str, str] = PROVINCE
    preferred: bool = True
    key: str | None = None
    at: str = RECORDED
    retracted: bool = False
    source: str = "report"


@dataclass(frozen=True)
class Share:
    """A row of the task breakdown."""

    scope: tuple[str, str]
    due: str | int
    lower: float
    upper: float | None = None
    key: str | None = None
    at: str = RECORDED
    retracted: bool = False


@dataclass(frozen=True)
class Case:
    name: str
    goal: Goal
    figures: tuple[Figure, ...]
    as_of: str | int
    verdict: str
    row: str | int | None
    scope: tuple[str, str]
    shares: tuple[Share, ...]
    known_at: str | None
    preset: str
    green_from: float | None
    yellow_from: float | None
    columns: dict

    @property
    def asked(self) -> tuple:
        return day(self.as_of), self.known_at, self.preset, self.green_from, self.yellow_from


def case(name, goal, figures, as_of, verdict, *, row=None, scope=None, shares=(), known_at=None, preset="schedule",
         green_from=None, yellow_from=None, **columns) -> Case:
    """A case: `verdict` is the light and the reason, `row` the deadline or year where the goal has several."""
    return Case(name, goal, tuple(figures), as_of, verdict, row, scope or OWN[goal.scope], tuple(shares), known_at,
                preset, green_from, yellow_from, columns)


def goal(*targets: tuple, **more) -> Goal:
    return Goal(tuple(Target(*target) for target in targets), **more)


def quota(lower: float, upper: float | None = None, strict: bool = False, kind: str = "quota", **more) -> Goal:
    return Goal((Target(None, lower, upper, strict, per_year=True),), kind, **more)


def fig(on, value, qualifier="exact", **more) -> Figure:
    return Figure(on, value, qualifier, **more)


def year_fig(on: str, value: float, qualifier: str = "exact", **more) -> Figure:
    """A figure that counts from 1 January."""
    return Figure(on, value, qualifier, since=f"{on[:4]}-01-01", **more)


PATH = goal((1000, 1100))  # 100 + n on day n, once a baseline of 100 on day 0 is there
BASE = fig(0, 100)
STRICT = goal((1000, 1100, None, True))
MONTHLY = replace(PATH, cycle=30)
TWO = goal(("2023-12-31", 200), ("2025-12-31", 300))  # 536 days from the start to the first, 731 from it to the second
END = goal(("2025-12-31", 300))
END_STRICT = goal(("2025-12-31", 300, None, True))
JUNE = goal(("2024-06-30", 300))
RANGE = goal(("2025-12-31", 30, 50))
HUNDRED = goal(("2025-12-31", 100))
UNDATED = goal((None, 500))
YEAR = quota(365)  # n on day n of a common year
LEAP = quota(366)

BEFORE = [
    case("nothing reported", PATH, [], 500, "grey no_data", actual=None, expected_as_of=None, completion=None),
    case("only a later figure", PATH, [fig(501, 1100)], 500, "grey no_data", actual=None),
    case("figure of the day itself counts", PATH, [fig(500, 1100)], 500, "met met", actual_on=day(500)),
    case("later figure is not used yet", PATH, [BASE, fig(500, 600), fig(501, 1100)], 500, "green on_schedule",
         actual=600),
    case("period of an unknown year is not placed", PATH, [fig(None, 1100)], 500, "grey no_data"),
    case("before the plan began", PATH, [BASE], "2022-07-12", "grey no_data"),
    case("meets exactly", PATH, [BASE, fig(500, 1100)], 500, "met met", judged_value=1100, completion=100),
    case("exceeds", PATH, [BASE, fig(500, 1200)], 500, "met met", schedule_gap_pp=60),
    case("just short", PATH, [BASE, fig(500, 1099.99)], 500, "green on_schedule"),
    case("strict: equal is not enough", STRICT, [BASE, fig(500, 1100)], 500, "green on_schedule"),
    case("strict: a little more is", STRICT, [BASE, fig(500, 1100.01)], 500, "met met"),
    case("met by the baseline", PATH, [fig(-30, 1200)], 500, "met met", baseline=1200),
    case("met without a baseline", PATH, [fig(480, 1100)], 500, "met met", baseline=None),
    case("met is never stale", MONTHLY, [BASE, fig(100, 1100)], 900, "met met"),
    case("once reached and lost again", PATH, [BASE, fig(400, 1150), fig(500, 600)], 500, "green on_schedule"),
    case("figure on the day of the start", PATH, [BASE], 10, "grey no_figure_since_start", actual=100,
         baseline=100, expected_as_of=110),
    case("figure a day after the start", PATH, [fig(1, 101)], 10, "grey no_baseline", baseline=None, expected=None),
    case("figure a day after the baseline", PATH, [BASE, fig(1, 101)], 10, "green on_schedule", expected=101),
    case("no figure since the start comes before stale", PATH, [fig("2021-12-31", 100)], 900,
         "grey no_figure_since_start"),
    case("no figure since the start comes before no baseline", goal((1000, 90, None, True)), [fig(-1, 90)], 500,
         "grey no_figure_since_start"),
    case("stale comes before no baseline", PATH, [fig(100, 600)], 500, "grey stale"),
    case("stale comes before red", PATH, [BASE, fig(100, 50)], 500, "grey stale"),
    case("30 + 45 days old", MONTHLY, [BASE, fig(425, 525)], 500, "green on_schedule", expected=525,
         expected_as_of=600),
    case("30 + 46 days old", MONTHLY, [BASE, fig(424, 524)], 500, "grey stale", actual=524),
    case("184 + 45 days old", PATH, [BASE, fig(271, 371)], 500, "green on_schedule"),
    case("184 + 46 days old", PATH, [BASE, fig(270, 370)], 500, "grey stale"),
    case("365 + 45 days old", replace(PATH, cycle=365), [BASE, fig(90, 190)], 500, "green on_schedule"),
    case("365 + 46 days old", replace(PATH, cycle=365), [BASE, fig(89, 189)], 500, "grey stale"),
    case("no baseline", PATH, [fig(500, 600)], 500, "grey no_baseline", expected=None, schedule_gap_pp=None),
    case("target equals the baseline", PATH, [fig(0, 1100), fig(500, 1050)], 500, "grey no_baseline"),
    case("target below the baseline", PATH, [fig(0, 1200), fig(500, 1050)], 500, "grey no_baseline"),
    case("target just above the baseline", goal((1000, 1100.5)), [fig(0, 1100), fig(500, 1100.4)], 500,
         "green on_schedule", expected=1100.25),
    case("latest baseline of two", goal((1000, 1080)), [fig(-100, 20), fig(-20, 60), fig(500, 580)], 500,
         "green on_schedule", baseline=60, baseline_on=day(-20), expected=580, schedule_gap_pp=0),
    case("below the baseline though hardly behind", PATH, [BASE, fig(20, 99)], 20, "red below_baseline",
         expected=120, schedule_gap_pp=-2.1),
    case("level with the baseline", PATH, [BASE, fig(20, 100)], 20, "yellow slightly_behind", schedule_gap_pp=-2),
    case("below the baseline though ahead of a path that dips", goal((500, 90), (1000, 200)), [BASE, fig(500, 95)],
         500, "red below_baseline", row=1000, expected=90, schedule_gap_pp=5),
    case("gap 0", PATH, [BASE, fig(500, 600)], 500, "green on_schedule", expected=600, schedule_gap_pp=0,
         completion=100 * 600 / 1100, judged_value=600, judged_on=day(500), source_id="report", qualifier="exact",
         year=None, due_on=day(1000), lower=1100, upper=None, preset="schedule", rule_version=1),
    case("gap just below 0", PATH, [BASE, fig(500, 599.99)], 500, "yellow slightly_behind", schedule_gap_pp=-0.001),
    case("gap 5", PATH, [BASE, fig(500, 650)], 500, "green on_schedule", schedule_gap_pp=5),
    case("gap -10", PATH, [BASE, fig(500, 500)], 500, "yellow slightly_behind", schedule_gap_pp=-10),
    case("gap just below -10", PATH, [BASE, fig(500, 499.99)], 500, "red behind", schedule_gap_pp=-10.001),
    case("gap 0 in tenths of a percent", goal((1000, 3.5), kind="ratio", scope="leaders"),
         [fig(0, 1.3, scope=LEADERS), fig(500, 2.4, scope=LEADERS)], 500, "green on_schedule", schedule_gap_pp=0),
    case("gap -10 in tenths of a percent", goal((1000, 3.2), kind="ratio", scope="leaders"),
         [fig(0, 1.2, scope=LEADERS), fig(500, 2.0, scope=LEADERS)], 500, "yellow slightly_behind",
         schedule_gap_pp=-10),
    case("percentages in points", goal((1000, 3.5), kind="ratio", scope="leaders"),
         [fig(0, 1.5, scope=LEADERS), fig(500, 2.25, scope=LEADERS)], 500, "red behind", expected=2.5,
         schedule_gap_pp=-12.5, completion=100 * 2.25 / 3.5),
    case("coverage as any other", goal((1000, 100), kind="coverage"), [fig(0, 0), fig(500, 45)], 500,
         "yellow slightly_behind", expected=50, schedule_gap_pp=-5),
    case("judged at the figure, not today", PATH, [BASE, fig(400, 500)], 500, "green on_schedule", expected=500,
         expected_as_of=600, schedule_gap_pp=0),
    case("on the deadline still before it", PATH, [BASE, fig(1000, 1050)], 1000, "yellow slightly_behind",
         expected=1100, expected_as_of=1100, schedule_gap_pp=-5),
    case("stale on the deadline", PATH, [BASE, fig(770, 500)], 1000, "grey stale"),
]

AFTER = [
    case("a day after the deadline", PATH, [BASE, fig(1000, 1050)], 1001, "missed missed", judged_value=1050,
         judged_on=day(1000), expected_as_of=1100),
    case("met on the deadline", PATH, [BASE, fig(1000, 1100)], 1001, "met met"),
    case("met long before", END, [fig("2024-03-31", 310)], "2026-11-24", "met met", judged_on=day("2024-03-31")),
    case("met at the deadline and lower now", END, [fig("2025-12-31", 300), fig("2026-06-30", 250)], "2026-11-24",
         "met met", judged_value=300, judged_on=day("2025-12-31"), actual=250, actual_on=day("2026-06-30")),
    case("reached and lost before the deadline", END, [fig("2025-06-30", 310), fig("2025-12-15", 290)],
         "2026-11-24", "missed missed", judged_value=290),
    case("nothing ever reported", END, [], "2026-11-24", "grey no_data", expected_as_of=300, actual=None),
    case("only a baseline", END, [fig("2022-06-30", 100)], "2026-11-24", "grey no_figure_at_deadline", actual=100),
    case("figures only after the deadline, too low", END, [fig("2026-03-31", 290)], "2026-11-24",
         "grey no_figure_at_deadline", actual=290),
    case("short on 31 December", END, [fig("2025-12-31", 290)], "2026-11-24", "missed missed"),
    case("short on 1 December", END, [fig("2025-12-01", 290)], "2026-11-24", "missed missed"),
    case("short on 30 November", END, [fig("2025-11-30", 290)], "2026-11-24", "grey no_figure_at_deadline",
         actual=290, actual_on=day("2025-11-30")),
    case("no figure at the deadline and a low one later", END, [fig("2025-06-30", 280), fig("2026-03-31", 290)],
         "2026-11-24", "grey no_figure_at_deadline", actual=290),
    case("the 31st day up to a deadline in June", JUNE, [fig("2024-05-31", 290)], "2024-07-01", "missed missed"),
    case("the 32nd day up to a deadline in June", JUNE, [fig("2024-05-30", 290)], "2024-07-01",
         "grey no_figure_at_deadline"),
    case("missed is never stale or without a baseline", replace(END, cycle=30), [fig("2025-12-31", 290)],
         "2028-01-01", "missed missed"),
    case("late, short on 31 December", END, [fig("2025-12-31", 290), fig("2026-03-31", 310)], "2026-11-24",
         "met met_late", judged_value=310, judged_on=day("2026-03-31")),
    case("late, short on 1 December", END, [fig("2025-12-01", 290), fig("2026-03-31", 300)], "2026-11-24",
         "met met_late"),
    case("short on 30 November, met later", END, [fig("2025-11-30", 290), fig("2026-03-31", 310)], "2026-11-24",
         "met met_by_later_figure"),
    case("no figure before, met later", END, [fig("2026-03-31", 310)], "2026-11-24", "met met_by_later_figure"),
    case("first of the later figures that meets", END,
         [fig("2025-06-30", 280), fig("2026-01-31", 295), fig("2026-03-31", 305), fig("2026-06-30", 320)],
         "2026-11-24", "met met_by_later_figure", judged_value=305, judged_on=day("2026-03-31"), actual=320),
    case("met later and lost again", END, [fig("2025-12-31", 290), fig("2026-03-31", 305), fig("2026-06-30", 280)],
         "2026-11-24", "met met_late", judged_value=305, actual=280),
    case("later figure not yet there", END, [fig("2025-12-31", 290), fig("2026-03-31", 310)], "2026-03-30",
         "missed missed"),
    case("strict: equal on the deadline", END_STRICT, [fig("2025-12-31", 300)], "2026-11-24", "missed missed"),
    case("strict: equal later", END_STRICT, [fig("2025-12-31", 290), fig("2026-03-31", 300)], "2026-11-24",
         "missed missed"),
    case("strict: more later", END_STRICT, [fig("2025-12-31", 300), fig("2026-03-31", 301)], "2026-11-24",
         "met met_late"),
    case("first target after it, second before it", TWO, [fig("2022-06-30", 100), fig("2023-12-31", 190)],
         "2024-01-01", "missed missed", row="2023-12-31", expected_as_of=200),
    case("second target after the first", TWO, [BASE, fig("2023-12-31", 190)], "2024-01-01",
         "yellow slightly_behind", row="2025-12-31", expected=200, schedule_gap_pp=-5),
    case("figure between the targets is too late for the first", TWO, [fig("2024-03-31", 250)], "2024-06-30",
         "met met_by_later_figure", row="2023-12-31"),
]

QUALIFIED = [
    case("at least: meets before", PATH, [BASE, fig(500, 1100, "at_least")], 500, "met met", qualifier="at_least"),
    case("at least: red", PATH, [BASE, fig(500, 499, "at_least")], 500, "grey only_at_least"),
    case("at least: below the baseline", PATH, [BASE, fig(20, 99, "at_least")], 20, "grey only_at_least"),
    case("at least: yellow stays", PATH, [BASE, fig(500, 500, "at_least")], 500, "yellow slightly_behind"),
    case("at least: green stays", PATH, [BASE, fig(500, 600, "at_least")], 500, "green on_schedule"),
    case("at least: stale stays", PATH, [BASE, fig(100, 50, "at_least")], 500, "grey stale"),
    case("at least: no baseline stays", PATH, [fig(500, 50, "at_least")], 500, "grey no_baseline"),
    case("at least: red at 90/75", PATH, [BASE, fig(500, 449, "at_least")], 500, "grey only_at_least",
         preset="90/75"),
    case("at least: within 2 % is no doubt", HUNDRED, [fig("2025-12-31", 101, "at_least")], "2026-11-24", "met met"),
    case("at least: met on the deadline", END, [fig("2025-12-31", 300, "at_least")], "2026-11-24", "met met"),
    case("at least: short on the deadline", END, [fig("2025-12-31", 200, "at_least")], "2026-11-24",
         "grey only_at_least"),
    case("at least: short on 30 November", END, [fig("2025-11-30", 200, "at_least")], "2026-11-24",
         "grey no_figure_at_deadline"),
    case("at least: short on the deadline, met later", END,
         [fig("2025-12-31", 200, "at_least"), fig("2026-03-31", 310)], "2026-11-24", "met met_by_later_figure"),
    case("at least: later figure meets", END, [fig("2025-12-31", 290), fig("2026-03-31", 300, "at_least")],
         "2026-11-24", "met met_late"),
    case("at least: later figure short", END, [fig("2025-12-31", 290), fig("2026-03-31", 200, "at_least")],
         "2026-11-24", "missed missed"),
    case("about: 2 % below, before", PATH, [BASE, fig(500, 1078, "about")], 500, "grey too_close_to_call"),
    case("about: 2 % above, before", PATH, [BASE, fig(500, 1122, "about")], 500, "grey too_close_to_call"),
    case("about: more than 2 % below, before", PATH, [BASE, fig(500, 1077.9, "about")], 500, "green on_schedule"),
    case("about: more than 2 % above, before", PATH, [BASE, fig(500, 1122.1, "about")], 500, "met met"),
    case("about: far behind", PATH, [BASE, fig(500, 400, "about")], 500, "red behind"),
    case("about: close and old", PATH, [BASE, fig(100, 1090, "about")], 500, "grey too_close_to_call"),
    case("exact: 1 % below is no doubt", PATH, [BASE, fig(1000, 1090)], 1001, "missed missed"),
    case("about: 2 % below, after", HUNDRED, [fig("2025-12-31", 98, "about")], "2026-11-24",
         "grey too_close_to_call"),
    case("about: more than 2 % below, after", HUNDRED, [fig("2025-12-31", 97.9, "about")], "2026-11-24",
         "missed missed"),
    case("about: equal, after", HUNDRED, [fig("2025-12-31", 100, "about")], "2026-11-24", "grey too_close_to_call"),
    case("about: 2 % above, after", HUNDRED, [fig("2025-12-31", 102, "about")], "2026-11-24",
         "grey too_close_to_call"),
    case("about: more than 2 % above, after", HUNDRED, [fig("2025-12-31", 102.1, "about")], "2026-11-24", "met met"),
    case("about: 2 % above long before", HUNDRED, [fig("2025-06-30", 102, "about")], "2026-11-24",
         "grey too_close_to_call"),
    case("about: 2 % below on 30 November", HUNDRED, [fig("2025-11-30", 98, "about")], "2026-11-24",
         "grey no_figure_at_deadline"),
    case("about: short on the deadline, met later", HUNDRED, [fig("2025-12-31", 90, "about"), fig("2026-03-31", 105)],
         "2026-11-24", "met met_by_later_figure"),
    case("about: close on the deadline, met later", HUNDRED, [fig("2025-12-31", 99, "about"), fig("2026-03-31", 105)],
         "2026-11-24", "met met_by_later_figure"),
    case("about: seemingly met on the deadline, met later", HUNDRED,
         [fig("2025-12-31", 101, "about"), fig("2026-03-31", 105)], "2026-11-24", "met met_by_later_figure"),
    case("about: well over the target later", HUNDRED, [fig("2025-12-31", 90), fig("2026-03-31", 103, "about")],
         "2026-11-24", "met met_late"),
    case("about: seemingly met later proves nothing", HUNDRED,
         [fig("2025-12-31", 90), fig("2026-03-31", 101, "about")], "2026-11-24", "missed missed"),
    case("range: below the floor", RANGE, [fig("2025-12-31", 29.9)], "2026-11-24", "missed missed",
         completion=100 * 29.9 / 30),
    case("range: on the floor", RANGE, [fig("2025-12-31", 30)], "2026-11-24", "met met", completion=100),
    case("range: inside", RANGE, [fig("2025-12-31", 45)], "2026-11-24", "met met", completion=150, expected_as_of=30,
         lower=30, upper=50),
    case("range: at the top", RANGE, [fig("2025-12-31", 50)], "2026-11-24", "met met"),
    case("range: over the top", RANGE, [fig("2025-12-31", 51)], "2026-11-24", "met above_range", judged_value=51),
    case("range: over the top before the deadline", RANGE, [fig("2025-06-30", 51)], "2025-07-31", "met above_range"),
    case("range: the path leads to the floor", goal((1000, 1100, 1500)), [BASE, fig(500, 600)], 500,
         "green on_schedule", expected=600, schedule_gap_pp=0),
]

PRESETS = [
    case("10/30: gap -10", PATH, [BASE, fig(500, 500)], 500, "green on_schedule", preset="10/30"),
    case("10/30: just below -10", PATH, [BASE, fig(500, 499.99)], 500, "yellow slightly_behind", preset="10/30"),
    case("10/30: gap -30", PATH, [BASE, fig(500, 300)], 500, "yellow slightly_behind", preset="10/30",
         schedule_gap_pp=-30),
    case("10/30: just below -30", PATH, [BASE, fig(500, 299.99)], 500, "red behind", preset="10/30"),
    case("90/75: 90 %", PATH, [BASE, fig(500, 540)], 500, "green on_schedule", preset="90/75", schedule_gap_pp=-6),
    case("90/75: just below 90 %", PATH, [BASE, fig(500, 539.99)], 500, "yellow slightly_behind", preset="90/75"),
    case("90/75: 75 %", PATH, [BASE, fig(500, 450)], 500, "yellow slightly_behind", preset="90/75"),
    case("90/75: just below 75 %", PATH, [BASE, fig(500, 449.99)], 500, "red behind", preset="90/75"),
    case("90/75: below the baseline at 97 %", goal((1000, 2000)), [fig(0, 1000), fig(20, 990)], 20,
         "red below_baseline", preset="90/75"),
    case("90/75: met all the same", PATH, [BASE, fig(500, 1100)], 500, "met met", preset="90/75"),
    case("90/75: missed all the same", PATH, [BASE, fig(1000, 1090)], 1001, "missed missed", preset="90/75"),
    case("90/75: quota at 90 %", YEAR, [year_fig("2023-04-10", 90)], "2023-04-10", "green on_schedule", row=2023,
         preset="90/75"),
    case("90/75: quota below 75 %", YEAR, [year_fig("2023-04-10", 74.9)], "2023-04-10", "red behind", row=2023,
         preset="90/75"),
    case("own thresholds: green from 5", PATH, [BASE, fig(500, 650)], 500, "green on_schedule", green_from=5,
         yellow_from=-5),
    case("own thresholds: just below 5", PATH, [BASE, fig(500, 649.99)], 500, "yellow slightly_behind", green_from=5,
         yellow_from=-5),
    case("own thresholds: yellow from -5", PATH, [BASE, fig(500, 550)], 500, "yellow slightly_behind", green_from=5,
         yellow_from=-5),
    case("own thresholds: just below -5", PATH, [BASE, fig(500, 549.99)], 500, "red behind", green_from=5,
         yellow_from=-5),
    case("own green alone", PATH, [BASE, fig(500, 610)], 500, "yellow slightly_behind", green_from=2),
    case("own green alone keeps -10", PATH, [BASE, fig(500, 499.99)], 500, "red behind", green_from=2),
    case("own yellow alone", PATH, [BASE, fig(500, 400)], 500, "yellow slightly_behind", yellow_from=-20),
    case("own yellow alone keeps 0", PATH, [BASE, fig(500, 600)], 500, "green on_schedule", yellow_from=-20),
    case("own thresholds of 90/75", PATH, [BASE, fig(500, 540)], 500, "yellow slightly_behind", preset="90/75",
         green_from=100, yellow_from=90),
    case("first version of a preset", PATH, [BASE, fig(500, 560)], 500, "yellow slightly_behind", preset="revised",
         known_at="2023-11-25 12:00:00", rule_version=1),
    case("second version of a preset", PATH, [BASE, fig(700, 760)], 700, "green on_schedule", preset="revised",
         rule_version=2),
]

NUMBERS = [
    case("half way to the first target", TWO, [BASE, fig(268, 160)], 268, "green on_schedule", row="2023-12-31",
         expected=150, expected_as_of=150, schedule_gap_pp=10, completion=80),
    case("half way to the first, seen from the second", TWO, [BASE, fig(268, 160)], 268, "green on_schedule",
         row="2025-12-31", expected=150, expected_as_of=150, schedule_gap_pp=5, completion=100 * 160 / 300),
    case("between the targets", TWO, [BASE, fig("2024-12-31", 240)], "2024-12-31", "yellow slightly_behind",
         row="2025-12-31", expected=200 + 100 * 366 / 731, schedule_gap_pp=100 * (40 - 100 * 366 / 731) / 200),
    case("expected of the first target stays after it", TWO, [BASE], "2024-12-31", "grey no_figure_at_deadline",
         row="2023-12-31", expected_as_of=200),
    case("expected on the first deadline", TWO, [BASE], "2023-12-31", "grey no_figure_since_start", row="2023-12-31",
         expected_as_of=200),
    case("expected of the second on the first deadline", TWO, [BASE], "2023-12-31", "grey no_figure_since_start",
         row="2025-12-31", expected_as_of=200),
    case("expected a day after the last deadline", TWO, [BASE], "2026-01-01", "grey no_figure_at_deadline",
         row="2025-12-31", expected_as_of=300),
    case("no baseline: no path before the first target", TWO, [], "2023-12-30", "grey no_data", row="2025-12-31",
         expected_as_of=None),
    case("no baseline: the path begins at the first target", TWO, [], "2023-12-31", "grey no_data", row="2025-12-31",
         expected_as_of=200),
    case("no baseline: on the path between the targets", TWO, [fig("2024-12-31", 230)], "2024-12-31",
         "grey no_baseline", row="2025-12-31", expected=200 + 100 * 366 / 731, expected_as_of=200 + 100 * 366 / 731,
         schedule_gap_pp=None),
    case("no baseline: the first target after its deadline", TWO, [], "2024-12-31", "grey no_data", row="2023-12-31",
         expected_as_of=200),
    case("level after the last target", TWO, [BASE, fig("2026-03-31", 290)], "2026-11-24",
         "grey no_figure_at_deadline", row="2025-12-31", expected=300, expected_as_of=300),
    case("path from a baseline before the start", PATH, [fig(-200, -100), fig(400, 500)], 400, "green on_schedule",
         expected=500, schedule_gap_pp=0),
    case("another plan has its own start", goal(("2027-12-31", 300), plan="2025"),
         [fig("2022-06-30", 10), fig("2025-06-30", 100), fig("2026-06-30", 200)], "2026-06-30", "green on_schedule",
         baseline=100, baseline_on=day("2025-06-30"), expected=100 + 200 * 365 / 914),
    case("undated: nothing reported", UNDATED, [], "2024-06-30", "grey no_data", expected_as_of=None),
    case("undated: short", UNDATED, [fig("2023-06-30", 400)], "2026-11-24", "reported reported", completion=80,
         expected=None, expected_as_of=None, schedule_gap_pp=None, required_per_month=None),
    case("undated: reached", UNDATED, [fig("2023-06-30", 500)], "2026-11-24", "met met", judged_value=500,
         completion=100),
    case("undated, strict: equal", goal((None, 500, None, True)), [fig("2023-06-30", 500)], "2026-11-24",
         "reported reported"),
    case("undated: over the top", goal((None, 30, 50)), [fig("2023-06-30", 51)], "2026-11-24", "met above_range"),
    case("undated: at least, short", UNDATED, [fig("2023-06-30", 400, "at_least")], "2026-11-24",
         "reported reported"),
    case("undated: at least, reached", UNDATED, [fig("2023-06-30", 500, "at_least")], "2026-11-24", "met met"),
    case("undated: about, seemingly reached", UNDATED, [fig("2023-06-30", 505, "about")], "2026-11-24",
         "grey too_close_to_call"),
    case("undated: about, far above", UNDATED, [fig("2023-06-30", 600, "about")], "2026-11-24", "met met"),
]

QUOTAS = [
    case("part-year: nothing reported", YEAR, [], "2022-12-31", "grey no_data", row=2022, expected_as_of=None),
    case("part-year: reported while it runs", YEAR, [year_fig("2022-09-30", 10)], "2022-10-31", "reported part_year",
         row=2022, actual=10, expected_as_of=None, schedule_gap_pp=None),
    case("part-year: never missed", YEAR, [year_fig("2022-12-31", 10)], "2026-11-24", "reported part_year", row=2022),
    case("part-year: never met", YEAR, [year_fig("2022-12-31", 400)], "2026-11-24", "reported part_year", row=2022,
         actual=400),
    case("part-year: nothing reported, seen later", YEAR, [], "2026-11-24", "grey no_data", row=2022,
         expected_as_of=None),
    case("running: on the first day", YEAR, [], "2023-01-01", "grey no_data", row=2023, expected_as_of=1, year=2023),
    case("running: gap 0", YEAR, [year_fig("2023-04-10", 100)], "2023-04-10", "green on_schedule", row=2023,
         expected=100, expected_as_of=100, schedule_gap_pp=0, baseline=None),
    case("running: just behind", YEAR, [year_fig("2023-04-10", 99)], "2023-04-10", "yellow slightly_behind",
         row=2023, schedule_gap_pp=-100 / 365),
    case("running: gap -10", YEAR, [year_fig("2023-04-10", 63.5)], "2023-04-10", "yellow slightly_behind", row=2023,
         schedule_gap_pp=-10),
    case("running: just below -10", YEAR, [year_fig("2023-04-10", 63.4)], "2023-04-10", "red behind", row=2023),
    case("running: judged at the figure, not today", YEAR, [year_fig("2023-03-31", 90)], "2023-06-30",
         "green on_schedule", row=2023, expected=90, expected_as_of=181, completion=100 * 90 / 365),
    case("running: never stale", replace(YEAR, cycle=30), [year_fig("2023-01-31", 31)], "2023-12-31",
         "green on_schedule", row=2023, expected=31),
    case("running: met", YEAR, [year_fig("2023-04-10", 365)], "2023-04-10", "met met", row=2023),
    case("running on 31 December", YEAR, [year_fig("2023-12-31", 355)], "2023-12-31", "yellow slightly_behind",
         row=2023, expected=365, expected_as_of=365, schedule_gap_pp=-1000 / 365),
    case("past on 1 January", YEAR, [year_fig("2023-12-31", 355)], "2024-01-01", "missed missed", row=2023,
         expected_as_of=365, judged_value=355, judged_on=day("2023-12-31")),
    case("leap year: 29 February", LEAP, [year_fig("2024-02-29", 60)], "2024-02-29", "green on_schedule", row=2024,
         expected=60, schedule_gap_pp=0),
    case("leap year: 30 December", LEAP, [year_fig("2024-12-30", 364)], "2024-12-30", "yellow slightly_behind",
         row=2024, expected=365, expected_as_of=365),
    case("common year: 1 March", YEAR, [year_fig("2023-03-01", 60)], "2023-03-01", "green on_schedule", row=2023,
         expected=60),
    case("past: met", YEAR, [year_fig("2023-12-31", 365)], "2024-01-01", "met met", row=2023, completion=100),
    case("past: met half way through", YEAR, [year_fig("2023-06-30", 400)], "2026-11-24", "met met", row=2023),
    case("past: missed", YEAR, [year_fig("2023-12-31", 300)], "2026-11-24", "missed missed", row=2023,
         completion=100 * 300 / 365),
    case("past: figure to 30 December", YEAR, [year_fig("2023-12-30", 300)], "2026-11-24",
         "grey no_figure_at_deadline", row=2023, actual=300),
    case("past: nothing reported", YEAR, [], "2026-11-24", "grey no_data", row=2023, expected_as_of=365),
    case("past: a later year makes up for nothing", YEAR, [year_fig("2023-12-31", 300), year_fig("2024-12-31", 400)],
         "2026-11-24", "missed missed", row=2023, actual=300),
    case("last year of the plan, on its last day", YEAR, [year_fig("2025-12-31", 300)], "2025-12-31", "red behind",
         row=2025),
    case("last year of the plan, after it", YEAR, [year_fig("2025-12-31", 300)], "2026-01-01", "missed missed",
         row=2025),
    case("the figure that ends last", YEAR, [year_fig("2023-09-30", 273), year_fig("2023-06-30", 300)], "2023-10-31",
         "green on_schedule", row=2023, actual=273),
    case("figure of the whole year not yet there", YEAR, [year_fig("2023-12-31", 365)], "2023-12-30", "grey no_data",
         row=2023),
    case("not from 1 January", YEAR, [fig("2023-12-31", 400, since="2023-01-02")], "2024-06-30", "grey no_data",
         row=2023),
    case("a quarter never replaces the year so far", YEAR,
         [year_fig("2023-06-30", 181), fig("2023-09-30", 400, since="2023-07-01")], "2023-10-31", "green on_schedule",
         row=2023, actual=181),
    case("without a first day", YEAR, [fig("2023-12-31", 400)], "2024-06-30", "grey no_data", row=2023),
    case("over two years: not the second", YEAR, [fig("2024-12-31", 400, since="2023-01-01")], "2025-06-30",
         "grey no_data", row=2024),
    case("over two years: not the first", YEAR, [fig("2024-12-31", 400, since="2023-01-01")], "2025-06-30",
         "grey no_data", row=2023),
    case("figures of other years are ignored", YEAR, [year_fig("2023-12-31", 400), year_fig("2025-03-31", 400)],
         "2025-06-30", "grey no_data", row=2024),
    case("years are never added up", LEAP, [year_fig("2023-12-31", 200), year_fig("2024-12-31", 200)], "2025-06-30",
         "missed missed", row=2024, actual=200, completion=100 * 200 / 366),
    case("quota, at least: past", YEAR, [year_fig("2023-12-31", 300, "at_least")], "2024-06-30", "grey only_at_least",
         row=2023),
    case("quota, at least: meets", YEAR, [year_fig("2023-12-31", 365, "at_least")], "2024-06-30", "met met",
         row=2023),
    case("quota, at least: red", YEAR, [year_fig("2023-04-10", 60, "at_least")], "2023-04-10", "grey only_at_least",
         row=2023),
    case("quota, at least: yellow stays", YEAR, [year_fig("2023-04-10", 90, "at_least")], "2023-04-10",
         "yellow slightly_behind", row=2023),
    case("quota, about: past, close", quota(100), [year_fig("2023-12-31", 98, "about")], "2024-06-30",
         "grey too_close_to_call", row=2023),
    case("quota, about: past, not close", quota(100), [year_fig("2023-12-31", 97.9, "about")], "2024-06-30",
         "missed missed", row=2023),
    case("quota, about: running, close", quota(100), [year_fig("2023-04-10", 102, "about")], "2023-04-10",
         "grey too_close_to_call", row=2023),
    case("quota, strict: equal", quota(100, strict=True), [year_fig("2023-12-31", 100)], "2024-06-30",
         "missed missed", row=2023),
    case("quota, range: over the top", quota(100, 150), [year_fig("2023-12-31", 151)], "2024-06-30",
         "met above_range", row=2023),
    case("quota, range: judged on the floor", quota(100, 150), [year_fig("2023-12-31", 100)], "2024-06-30",
         "met met", row=2023),
    case("frequency: running", quota(365, kind="frequency"), [year_fig("2023-04-10", 99)], "2023-04-10",
         "yellow slightly_behind", row=2023, expected=100),
    case("frequency: past", quota(4, kind="frequency"), [year_fig("2023-12-31", 3)], "2024-01-01", "missed missed",
         row=2023),
    case("frequency: part-year", quota(4, kind="frequency"), [year_fig("2022-12-31", 3)], "2024-01-01",
         "reported part_year", row=2022),
    case("a quota is met by a corrected figure", YEAR,
         [year_fig("2023-12-31", 300, key="y"), year_fig("2023-12-31", 370, key="y", at="2024-05-01")], "2024-06-30",
         "met met", row=2023, actual=370),
]

CITIES = [BASE, fig(0, 100, scope=XINGTAI), fig(500, 550, scope=XINGTAI), fig(500, 100, scope=SHIJIAZHUANG)]
SHARES = [Share(XINGTAI, 1000, 1100), Share(SHIJIAZHUANG, 1000, 90)]
XINGTAI_YEAR = [Share(XINGTAI, "2023-12-31", 365)]
EASED = [Share(XINGTAI, 1000, 900, key="x"), Share(XINGTAI, 1000, 700, key="x", at="2024-03-01")]
TAKEN_BACK = [Share(XINGTAI, 1000, 900, key="x"), Share(XINGTAI, 1000, 900, key="x", at="2024-03-01", retracted=True)]
ALLOCATIONS = [
    case("allocation: judged in its own scope", PATH, CITIES, 500, "yellow slightly_behind", scope=XINGTAI,
         shares=SHARES, baseline=100, expected=600, expected_as_of=600, schedule_gap_pp=-5, lower=1100,
         due_on=day(1000), completion=50),
    case("allocation: another city, another row", PATH, CITIES, 500, "met met", scope=SHIJIAZHUANG, shares=SHARES,
         actual=100),
    case("allocation: cities never feed the province", PATH, CITIES, 500, "grey no_figure_since_start",
         shares=SHARES, actual=100),
    case("allocation: the province never feeds a city", PATH, [BASE, fig(500, 1100)], 500, "grey no_data",
         scope=XINGTAI, shares=SHARES),
    case("allocation: missed", PATH, [fig(1000, 1099, scope=XINGTAI)], 1001, "missed missed", scope=XINGTAI,
         shares=SHARES),
    case("allocation: on the path of its own targets", PATH,
         [fig(0, 100, scope=XINGTAI), fig(250, 150, scope=XINGTAI)], 250, "green on_schedule", scope=XINGTAI,
         row=1000, shares=[Share(XINGTAI, 500, 200), Share(XINGTAI, 1000, 600)], expected=150, schedule_gap_pp=0),
    case("allocation: over the top", PATH, [fig(500, 51, scope=ANPING)], 500, "met above_range", scope=ANPING,
         shares=[Share(ANPING, 1000, 30, 50)]),
    case("allocation: of a goal over all clusters", replace(PATH, scope="clusters"), [fig(500, 31, scope=ANPING)],
         500, "met met", scope=ANPING, shares=[Share(ANPING, 1000, 30)]),
    case("allocation: quota running", YEAR, [year_fig("2023-04-10", 99, scope=XINGTAI)], "2023-04-10",
         "yellow slightly_behind", scope=XINGTAI, shares=XINGTAI_YEAR, expected=100, expected_as_of=100, year=2023),
    case("allocation: quota missed", YEAR, [year_fig("2023-12-31", 99, scope=XINGTAI)], "2024-01-01", "missed missed",
         scope=XINGTAI, shares=XINGTAI_YEAR),
    case("allocation: quota not from 1 January", YEAR,
         [fig("2023-12-31", 400, since="2023-07-01", scope=XINGTAI)], "2024-01-01", "grey no_data", scope=XINGTAI,
         shares=XINGTAI_YEAR),
    case("allocation: quota of another year", YEAR, [year_fig("2022-12-31", 400, scope=XINGTAI)], "2024-01-01",
         "grey no_data", scope=XINGTAI, shares=XINGTAI_YEAR),
    case("allocation: quota never fed by the province", YEAR, [year_fig("2023-12-31", 400)], "2024-01-01",
         "grey no_data", scope=XINGTAI, shares=XINGTAI_YEAR),
    case("allocation: quota never feeds the province", YEAR, [year_fig("2023-12-31", 400, scope=XINGTAI)],
         "2024-01-01", "grey no_data", row=2023, shares=XINGTAI_YEAR),
    case("allocation: corrected", PATH, [fig(500, 700, scope=XINGTAI)], 500, "met met", scope=XINGTAI, shares=EASED,
         lower=700),
    case("allocation: as known before its correction", PATH, [fig(500, 700, scope=XINGTAI)], 500, "grey no_baseline",
         scope=XINGTAI, shares=EASED, known_at="2024-02-29 23:59:59", lower=900),
    case("allocation: before it was taken back", PATH, [], 500, "grey no_data", scope=XINGTAI, shares=TAKEN_BACK,
         known_at="2024-02-29 23:59:59"),
]

PRESS = {"preferred": False, "source": "press"}
CORRECTED = [fig(500, 600, key="c"), fig(500, 400, key="c", at="2024-03-01 08:00:00")]
RETRACTED = [fig(400, 300, key="r1"), fig(500, 600, key="r2"),
             fig(500, 600, key="r2", at="2024-03-01", retracted=True)]
HISTORY = [
    case("conflict: the preferred one holds", PATH, [BASE, fig(500, 600, source="office"), fig(500, 1200, **PRESS)],
         500, "green on_schedule", actual=600, source_id="office"),
    case("conflict: the preferred one holds, entered last", PATH,
         [BASE, fig(500, 1200, **PRESS), fig(500, 600, source="office")], 500, "green on_schedule", actual=600,
         source_id="office"),
    case("conflict: the preferred one holds, recorded first", PATH,
         [BASE, fig(500, 600, source="office"), fig(500, 1200, at="2024-03-01", **PRESS)], 500, "green on_schedule",
         actual=600, source_id="office"),
    case("conflict: one with a first day, the preferred one without", PATH,
         [BASE, fig(500, 1200, since="2023-01-01", **PRESS), fig(500, 600, source="office")], 500,
         "green on_schedule", actual=600, source_id="office"),
    case("conflict: one without a first day, the preferred one with", PATH,
         [BASE, fig(500, 1200, **PRESS), fig(500, 600, since="2023-01-01", source="office")], 500,
         "green on_schedule", actual=600, source_id="office"),
    case("conflict: the preferred one without a first day, entered first", PATH,
         [BASE, fig(500, 600, source="office"), fig(500, 1200, since="2023-01-01", **PRESS)], 500,
         "green on_schedule", actual=600, source_id="office"),
    case("conflict: the preferred one with a first day, entered first", PATH,
         [BASE, fig(500, 600, since="2023-01-01", source="office"), fig(500, 1200, **PRESS)], 500,
         "green on_schedule", actual=600, source_id="office"),
    case("conflict at the deadline", END, [fig("2025-12-31", 310, **PRESS), fig("2025-12-31", 290)], "2026-11-24",
         "missed missed", judged_value=290),
    case("conflict about the baseline", PATH, [BASE, fig(0, 500, **PRESS), fig(500, 600)], 500, "green on_schedule",
         baseline=100),
    case("conflict about a later figure", END,
         [fig("2025-12-31", 290), fig("2026-03-31", 310, **PRESS), fig("2026-03-31", 295)], "2026-11-24",
         "missed missed"),
    case("conflict about a year", YEAR, [year_fig("2023-12-31", 400, **PRESS), year_fig("2023-12-31", 300)],
         "2024-01-01", "missed missed", row=2023, actual=300),
    case("a later figure without a rival holds", PATH, [BASE, fig(480, 1200), fig(500, 600, preferred=False)], 500,
         "green on_schedule", actual=600),
    case("corrected", PATH, [BASE, *CORRECTED], 500, "red behind", actual=400),
    case("corrected, entered in any order", PATH, [BASE, *reversed(CORRECTED)], 500, "red behind", actual=400),
    case("before the correction was known", PATH, [BASE, *CORRECTED], 500, "green on_schedule", actual=600,
         known_at="2024-03-01 07:59:59"),
    case("the moment the correction was known", PATH, [BASE, *CORRECTED], 500, "red behind", actual=400,
         known_at="2024-03-01 08:00:00"),
    case("corrected period", PATH, [BASE, fig(500, 600, key="p"), fig(400, 500, key="p", at="2024-03-01")], 500,
         "green on_schedule", actual=500, actual_on=day(400)),
    case("corrected baseline", PATH,
         [fig(0, 100, key="b"), fig(0, 600, key="b", at="2024-03-01"), fig(500, 850)], 500, "green on_schedule",
         baseline=600, expected=850, schedule_gap_pp=0),
    case("retracted: the one before holds", PATH, [BASE, *RETRACTED], 500, "red behind", actual=300),
    case("before the retraction was known", PATH, [BASE, *RETRACTED], 500, "green on_schedule", actual=600,
         known_at="2024-02-29 23:59:59"),
    case("retracted and stated again", PATH, [BASE, *RETRACTED, fig(500, 650, key="r2", at="2024-04-01")], 500,
         "green on_schedule", actual=650),
    case("the only figure retracted", PATH,
         [fig(500, 600, key="o"), fig(500, 600, key="o", at="2024-03-01", retracted=True)], 500, "grey no_data"),
    case("the preferred one retracted: its rival holds", PATH,
         [BASE, fig(500, 600, key="o"), fig(500, 600, key="o", at="2024-03-01", retracted=True),
          fig(500, 400, **PRESS)], 500, "red behind", actual=400, source_id="press"),
    case("nothing was known yet", PATH, [fig(500, 600, at="2024-03-01")], 500, "grey no_data",
         known_at="2024-02-29 23:59:59"),
    case("known only later", END, [fig("2025-12-31", 310, at="2026-10-01")], "2026-11-24", "grey no_data",
         known_at="2026-09-30 00:00:00"),
]

MONTH = 365.25 / 12


def trend(slope: float) -> list[Figure]:
    """Figures on a line of that slope a day up to 1000 on day 900, when 1100 on day 1000 require one a day."""
    return [BASE, fig(700, 1000 - 200 * slope), fig(800, 1000 - 100 * slope), fig(900, 1000)]


PACE = [
    case("pace: as fast as required", PATH, trend(1), 900, "green on_schedule", trend="↗",
         required_per_month=MONTH, observed_per_month=MONTH),
    case("pace: 0.95 of it", PATH, trend(0.95), 900, "green on_schedule", trend="↗"),
    case("pace: 19 a day where 20 are required", goal((1000, 10000)),
         [BASE, fig(700, 4200), fig(800, 6100), fig(900, 8000)], 900, "red behind", trend="↗",
         required_per_month=20 * MONTH, observed_per_month=19 * MONTH),
    case("pace: just below 0.95", PATH, trend(0.949), 900, "green on_schedule", trend="→"),
    case("pace: 0.60 of it", PATH, trend(0.6), 900, "green on_schedule", trend="→"),
    case("pace: just below 0.60", PATH, trend(0.599), 900, "green on_schedule", trend="↘"),
    case("pace: standing still", PATH, trend(0), 900, "green on_schedule", trend="↘", observed_per_month=0),
    case("pace: falling", PATH, trend(-0.01), 900, "green on_schedule", trend="↓"),
    case("pace: two figures are too few", PATH, [BASE, fig(800, 900), fig(900, 1000)], 900, "green on_schedule",
         trend=None, observed_per_month=None, required_per_month=MONTH),
    case("pace: a figure older than 12 months does not count", PATH,
         [BASE, fig(533, 633), fig(800, 900), fig(900, 1000)], 900, "green on_schedule", trend=None,
         observed_per_month=None),
    case("pace: 12 months up to the figure", PATH, [BASE, fig(540, 640), fig(800, 900), fig(900, 1000)], 900,
         "green on_schedule", trend="↗", observed_per_month=MONTH),
    case("pace: 12 months up to the figure, not today", PATH, [BASE, fig(500, 600), fig(600, 700), fig(800, 900)],
         900, "green on_schedule", observed_per_month=MONTH, required_per_month=2 * MONTH, trend="↘"),
    case("pace: the median of slopes shrugs off one odd figure", PATH,
         [BASE, fig(600, 700), fig(700, 800), fig(800, 500), fig(900, 1000)], 900, "green on_schedule", trend="↗",
         observed_per_month=MONTH),
    case("pace: a conflicting figure does not count", PATH, [*trend(1), fig(800, 2000, **PRESS)], 900,
         "green on_schedule", trend="↗", observed_per_month=MONTH),
    case("pace: two days are too few, however many speak of one", PATH,
         [BASE, fig(800, 900), fig(800, 950, since="2024-01-01", **PRESS), fig(900, 1000)], 900, "green on_schedule",
         trend=None, observed_per_month=None),
    case("pace: an at-least figure is no point of it", PATH,
         [BASE, fig(600, 700), fig(700, 800), fig(800, 900, qualifier="at_least"), fig(850, 500, qualifier="at_least"), fig(900, 1000)],
         900, "green on_schedule", trend="↗", observed_per_month=MONTH),
    case("pace: with an at-least figure two are too few", PATH, [BASE, fig(800, 900), fig(850, 950, qualifier="at_least"), fig(900, 1000)],
         900, "green on_schedule", trend=None, observed_per_month=None),
    case("pace: required from today on", PATH, trend(1.5), 950, "green on_schedule", trend="→",
         required_per_month=2 * MONTH, observed_per_month=1.5 * MONTH),
    case("pace: nothing required once met", PATH, [*trend(1), fig(910, 1100)], 920, "met met",
         required_per_month=None, trend=None),
    case("pace: a day before the deadline", PATH, trend(1), 999, "green on_schedule", required_per_month=100 * MONTH,
         trend="↘"),
    case("pace: nothing required at the deadline", PATH, trend(1), 1000, "green on_schedule",
         required_per_month=None, trend=None),
    case("pace: nothing required after it", PATH, trend(1), 1001, "grey no_figure_at_deadline",
         required_per_month=None, trend=None),
    case("pace: never mixed into the light", PATH, [BASE, fig(700, 1000), fig(800, 900), fig(900, 800)], 900,
         "red behind", trend="↓"),
]

COUNTED = [PROVINCE, ALL_CLUSTERS, KEY_CLUSTERS, LEADERS, XINGTAI, ("county", "130534"), ANPING,
           ("department", "diit"), ("enterprise", "ja-solar"), ("subset", "named_clusters"), ("country", "100000"),
           ("province", "110000"), ("subset", "130000"), ("subset", "all_clusters"), ("subset", "leaders")]
SCOPES = [
    case(f"{scope} goal, figure of {kind} {counted}", replace(END, scope=scope),
         [fig("2025-12-31", 310, scope=(kind, counted))], "2026-11-24",
         "met met" if OWN[scope] == (kind, counted) else "grey no_data")
    for scope, (kind, counted) in product(OWN, COUNTED)
]

CASES = [*BEFORE, *AFTER, *QUALIFIED, *PRESETS, *NUMBERS, *QUOTAS, *ALLOCATIONS, *HISTORY, *PACE, *SCOPES]


def rows_of(what: Case) -> dict[str, list[dict]]:
    """The rows that a case puts into the tables, under an indicator of its name."""
    name, goal, fact = what.name, what.goal, {"confidence": "high", "return_id": None}
    words = {f"{text}_{lang}": name for text, lang in product(("name", "definition", "unit"), ("zh", "en"))}
    return {
        "indicator": [words | {"indicator_id": name, "plan_id": goal.plan, "kind": goal.kind, "scope": goal.scope,
                               "headline": False, "confirmed": True, "cycle_days": goal.cycle}],
        "target": [{"target_id": f"{name}@{n}", "indicator_id": name, "due_on": day(t.due), "per_year": t.per_year,
                    "lower": t.lower, "upper": t.upper, "strict": t.strict, "confirmed": True}
                   for n, t in enumerate(goal.targets)],
        "observation": [fact | {
            "observation_id": f"{name} {f.key or n}", "indicator_id": name, "scope_kind": f.scope[0],
            "scope_id": f.scope[1], "period_start": day(f.since), "period_end": day(f.on), "period_text": str(f.on),
            "period_precision": "day", "value": f.value, "qualifier": f.qualifier, "basis_zh": "全部",
            "basis_en": "all", "preferred": f.preferred, "source_id": f.source, "recorded_at": f.at,
            "retracted": f.retracted} for n, f in enumerate(what.figures)],
        "allocation": [fact | {
            "allocation_id": f"{name} {s.key or n}", "indicator_id": name, "scope_kind": s.scope[0],
            "scope_id": s.scope[1], "due_on": day(s.due), "lower": s.lower, "upper": s.upper, "source_id": "report",
            "recorded_at": s.at, "retracted": s.retracted} for n, s in enumerate(what.shares)],
    }


@pytest.fixture(scope="module")
def judged():
    """Asks the macro: every row as of a day, as known at a moment, under a preset and own thresholds."""
    con = duckdb.connect()
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    con.execute("""
        INSERT INTO source (source_id, publisher, title, kind)
        SELECT unnest(['report', 'office', 'press']), 'publisher', 'title', 'official';
        INSERT INTO plan SELECT plan_id, 'zh', 'en', 'zh', 'en', starts_on, starts_on, ends_on, 'zh', 'en', 'report'
        FROM (VALUES ('2022', DATE '2022-07-13', DATE '2025-12-31'), ('2025', DATE '2025-07-01', DATE '2027-12-31'))
            p(plan_id, starts_on, ends_on);
        INSERT INTO threshold VALUES
            ('schedule', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true),
            ('10/30', 1, 'schedule_gap_pp', -10, -30, '2022-07-13', true),
            ('90/75', 1, 'expected_ratio', 90, 75, '2022-07-13', true),
            ('revised', 1, 'schedule_gap_pp', 0, -10, '2022-07-13', true),
            ('revised', 2, 'schedule_gap_pp', -5, -20, '2024-01-01', true),
            ('revised', 3, 'schedule_gap_pp', -50, -60, '2024-01-01', false);
    """)
    given = [rows_of(what) for what in CASES]
    for table in ("indicator", "target", "observation", "allocation"):
        rows = pd.DataFrame([row for tables in given for row in tables[table]], dtype=object)
        con.register("given", rows).execute(f"INSERT INTO {table} BY NAME FROM given")
    answers = {}

    def ask(as_of: date, known_at: str | None = None, preset: str = "schedule", green_from: float | None = None,
            yellow_from: float | None = None) -> list[dict]:
        asked = (as_of, known_at, preset, green_from, yellow_from)
        if asked not in answers:
            answer = con.execute("""
                FROM goal_status($1, $2::TIMESTAMP, $3, green_from := $4::DOUBLE, yellow_from := $5::DOUBLE)
            """, asked)
            names = [column[0] for column in answer.description]
            answers[asked] = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return answers[asked]

    yield ask
    con.close()


def rows_for(rows: list[dict], name: str, scope: tuple[str, str] = PROVINCE) -> list[dict]:
    return [row for row in rows if (row["indicator_id"], row["scope_kind"], row["scope_id"]) == (name, *scope)]


def test_every_case_has_a_name_of_its_own():
    assert len({what.name for what in CASES}) == len(CASES)
    assert {what.verdict for what in CASES} == {f"{light} {reason}" for light in LIGHTS for reason in LIGHTS[light]}


@pytest.mark.parametrize("what", CASES, ids=lambda what: what.name)
def test_a_goal_is_judged_as_the_plan_is_read(judged, what):
    rows = rows_for(judged(*what.asked), what.name, what.scope)
    if what.row and what.goal.targets[0].per_year:
        rows = [row for row in rows if row["year"] == what.row]
    elif what.row:
        rows = [row for row in rows if row["due_on"] == day(what.row)]
    (row,) = rows
    assert f"{row['light']} {row['reason']}" == what.verdict
    for column, value in what.columns.items():
        assert row[column] == (pytest.approx(value, abs=1e-9) if isinstance(value, int | float) else value), column


YEARS = [("2021-12-31", []), ("2022-07-13", [2022]), ("2022-12-31", [2022]), ("2023-01-01", [2022, 2023]),
         ("2024-06-30", [2022, 2023, 2024]), ("2025-12-31", [2022, 2023, 2024, 2025]),
         ("2026-01-01", [2022, 2023, 2024, 2025]), ("2026-11-24", [2022, 2023, 2024, 2025])]


@pytest.mark.parametrize(("as_of", "years"), YEARS)
@pytest.mark.parametrize("name", ["past: nothing reported", "frequency: past", "years are never added up"])
def test_a_quota_has_a_row_for_every_year_of_the_plan_so_far(judged, name, as_of, years):
    assert sorted(row["year"] for row in rows_for(judged(day(as_of)), name)) == years


@pytest.mark.parametrize("as_of", ["2022-12-31", "2026-11-24"])
def test_a_dated_goal_has_a_row_for_every_deadline(judged, as_of):
    rows = rows_for(judged(day(as_of)), "half way to the first target")
    assert sorted(row["due_on"] for row in rows) == [date(2023, 12, 31), date(2025, 12, 31)]


def test_an_allocation_taken_back_has_no_row(judged):
    name = "allocation: before it was taken back"
    assert rows_for(judged(day(500)), name) and not rows_for(judged(day(500)), name, XINGTAI)


DAYS = ["2022-07-12", "2022-07-13", "2022-12-31", "2023-06-30", "2023-12-31", "2024-01-01", "2024-12-31", "2025-04-08",
        "2025-12-31", "2026-01-01", "2026-11-24", "2029-01-01"]


@pytest.mark.parametrize("preset", ["schedule", "90/75", "revised"])
@pytest.mark.parametrize("as_of", DAYS)
def test_whatever_the_figures_every_row_keeps_the_rules(judged, as_of, preset):
    today, rows = day(as_of), judged(day(as_of), None, preset)
    strict = {what.name: any(target.strict for target in what.goal.targets) for what in CASES}
    keys = [(row["indicator_id"], row["scope_kind"], row["scope_id"], row["due_on"], row["year"]) for row in rows]
    assert len(set(keys)) == len(keys) > 0
    for row in rows:
        said, value, lower = str(row), row["judged_value"], row["lower"]
        due = date(row["year"], 12, 31) if row["year"] else row["due_on"]
        past = due is not None and today > due
        assert row["reason"] in LIGHTS[row["light"]], said
        assert (row["preset"], row["rule_version"]) == (preset, 2 if preset == "revised" else 1), said
        assert row["trend"] in (None, "↗", "→", "↘", "↓"), said
        if row["light"] == "met":
            assert value > lower or (value == lower and not strict[row["indicator_id"]]), said
        if row["light"] == "missed":
            assert past and value <= lower and due - row["judged_on"] <= timedelta(30), said
        if row["light"] in ("green", "yellow", "red"):
            assert row["expected"] is not None and row["schedule_gap_pp"] is not None, said
        if row["light"] in ("green", "yellow", "red") or row["reason"] in ("stale", "no_baseline"):
            assert due and not past, said
        if row["reason"] in ("met_late", "met_by_later_figure"):
            assert row["judged_on"] > due, said
        if row["reason"] == "above_range":
            assert value > row["upper"], said
        assert (row["reason"] == "no_data") == (row["actual"] is None), said
        assert all(row[column] is None or row[column] <= today for column in ("actual_on", "judged_on")), said
        if row["actual"] is not None:
            assert row["completion"] == pytest.approx(100 * row["actual"] / lower), said
        if past:
            assert row["expected_as_of"] == (None if row["year"] == 2022 else lower), said
            assert row["required_per_month"] is None and row["trend"] is None, said


def test_the_columns_are_those_of_the_contract(judged):
    assert {*judged(day("2024-06-30"))[0]} >= {
        "indicator_id", "scope_kind", "scope_id", "due_on", "year", "lower", "upper", "baseline", "baseline_on",
        "actual", "actual_on", "qualifier", "source_id", "judged_value", "judged_on", "expected", "expected_as_of",
        "baseline_id", "actual_id", "judged_id", "in_question", "completion", "schedule_gap_pp", "light", "reason",
        "required_per_month", "observed_per_month", "trend", "preset", "rule_version"}


def test_every_value_names_its_own_observation(judged):
    observed = {row["observation_id"]: row for what in CASES for row in rows_of(what)["observation"]}
    apart = 0
    for row in (row for as_of in DAYS for row in judged(day(as_of))):
        for name, value in (("baseline", row["baseline"]), ("actual", row["actual"]), ("judged", row["judged_value"])):
            id = row[f"{name}_id"]
            assert (id is None) == (value is None), row
            if id is not None:
                assert (observed[id]["period_end"], observed[id]["indicator_id"]) == (row[f"{name}_on"], row["indicator_id"]), row
        apart += row["judged_id"] not in (None, row["actual_id"])
    assert apart, "some are judged by another figure than the latest"


@pytest.mark.parametrize("as_of", DAYS)
def test_one_target_of_each_goal_and_scope_is_in_question(judged, as_of):
    targets = {}
    for row in judged(day(as_of)):
        targets.setdefault((row["indicator_id"], row["scope_kind"], row["scope_id"]), []).append(row)
    for rows in targets.values():
        (row,) = [row for row in rows if row["in_question"]]
        dates = sorted(row["due_on"] for row in rows if row["due_on"])
        assert row["due_on"] == next((due for due in dates if due >= day(as_of)), dates[-1] if dates else None)
