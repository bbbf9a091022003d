"""Sample returns (演示数据): what departments and cities might have reported over the whole plan, all of it made up.

They show a newcomer every kind of light and every page filled, in a database of their own; every row names a source that says
it is made up, and milestones belong to fictitious enterprises only. Which light a goal shows on which day is designed, by the
figures below; chance moves what lies between them.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pandas as pd

from data import warehouse
from data.pinyin import spelled

SEED = 2022
SOURCE = {"source_id": "sample", "publisher": "演示数据（虚构）", "title": "演示数据 Sample data", "url": None, "published_on": None,
          "published_text": None, "kind": "unverified"}
NOTE = {"note_zh": "演示数据，非真实数据", "note_en": "Sample data, not real"}
BASIS = {"stock": ("演示：累计数", "sample: cumulative"), "quota": ("演示：当年累计数", "sample: so far in the year"),
         "ratio": ("演示：期末占比", "sample: share at the end of the period"),
         "coverage": ("演示：期末覆盖率", "sample: coverage at the end of the period")}
BASIS["frequency"] = BASIS["quota"]
DIGITS = {"ratio": 2, "coverage": 1}  # of the others none: they are counts
OWNER = "diit"  # keeps the lists of enterprises, breaks the goals down, writes the notes
QUARTERS = [str(quarter) for quarter in pd.period_range("2022Q2", "2025Q4", freq="Q")]

# The goals ------------------------------------------------------------------------------------------------------------

# Stocks and shares at some quarter ends; straight lines and a little chance between, nothing before the first or after the
# last.
COURSES = {
    "little_giants": {"2022Q2": 230, "2022Q4": 262, "2023Q2": 338, "2023Q4": 358, "2024Q4": 420, "2025Q2": 458, "2025Q4": 503},
    "srdi_smes": {"2022Q2": 2600, "2022Q4": 3050, "2023Q2": 4150, "2023Q4": 5350, "2024Q3": 6640, "2025Q2": 6900,
                  "2025Q4": 7120},
    "listed_companies": {"2022Q2": 2, "2022Q4": 3, "2023Q2": 6, "2023Q4": 11, "2024Q2": 13, "2025Q2": 18, "2025Q4": 23},
    "rd_share": {"2022Q2": 2.6, "2023Q2": 2.85, "2023Q4": 2.97, "2024Q1": 3.03, "2024Q2": 3.1, "2025Q2": 3.33, "2025Q4": 3.46},
    "digital_rd_tools": {"2022Q3": 71.5, "2023Q2": 74.1, "2023Q4": 76.2, "2025Q2": 77.6, "2025Q4": 78.3},
    "digital_management": {"2022Q2": 70.5, "2023Q2": 75.8, "2023Q3": 77.2, "2024Q1": 78.4, "2024Q2": 78.6, "2025Q2": 79.6,
                           "2025Q4": 80.4},
    "industrial_cloud": {"2022Q2": 45, "2022Q4": 44.1, "2023Q2": 44.6, "2023Q4": 48.9, "2024Q1": 50.2, "2024Q2": 51.8,
                         "2025Q2": 56.3, "2025Q4": 58.6},
    "industrial_ecommerce": {"2022Q2": 58, "2023Q2": 66.5, "2023Q4": 71, "2024Q2": 71.5, "2025Q2": 72, "2025Q4": 76},
    "diagnosis_coverage": {"2022Q2": 20, "2023Q2": 55, "2023Q4": 86, "2024Q4": 92, "2025Q4": 97},
    "integration_demos": {"2022Q2": 1, "2023Q4": 5, "2024Q1": 6},
    "smart_benchmarks": {"2022Q2": 4, "2023Q2": 8, "2023Q4": 10, "2024Q2": 12, "2025Q2": 14, "2025Q4": 17},
    "listing_pool": {"2022Q3": 120, "2023Q2": 240, "2023Q4": 310, "2024Q4": 430, "2025Q2": 468, "2025Q4": 512},
    "supply_demand_events": {"2022Q3": 6, "2023Q4": 38, "2025Q4": 86},
}
# What part of a year's number there is by the end of March, June and September.
PACES = {"even": (0.25, 0.51, 0.76), "slow": (0.15, 0.42, 0.70), "late": (0.08, 0.30, 0.60)}
# Yearly quotas: the pace, and what was reached in 2022, 2023, 2024 and 2025.
YEARS = {
    "cluster_alliances": ("even", 1, 3, 3, 2), "design_products": ("even", 46, 104, 112, 118),
    "energy_diagnoses": ("slow", 14, 31, 30, 33), "first_set_training": ("late", 1, 1, 1, 1),
    "first_sets": ("late", 9, 24, 32, 35), "green_factories": ("even", 12, 30, 36, 41),
    "hightech_enterprises": ("slow", 95, 160, 175, 150), "invention_patents": ("even", 520, 1040, 1100, 985),
    "low_carbon_projects": ("slow", 8, 20, 18, 22), "share_reforms": ("late", 22, 44, 51, 47),
    "srdi_smes_new": ("even", 310, 720, 680, 540), "st_docking_events": ("slow", 41, 102, 97, 105),
    "st_service_teams": ("even", 8, 10, 12, 12), "st_specialists": ("slow", 260, 510, 530, 520),
    "standard_leaders": ("late", 1, 2, 3, 4), "standards": ("even", 18, 37, 46, 52),
    "tech_smes": ("slow", 2300, 5100, 5600, 5200),
}
# Figures that are left out of a return: for a published one of the same day, at a deadline, before the first after the start.
GAPS = {("little_giants", "2024Q2"), ("srdi_smes", "2024Q2"), ("digital_management", "2023Q4"), ("st_specialists", "2024Q4"),
        *[("integration_demos", quarter) for quarter in QUARTERS[1:6]],
        *[("tech_smes", quarter) for quarter in QUARTERS if quarter.startswith("2024")]}
QUALIFIERS = {("rd_share", "2025Q4"): "about", ("invention_patents", "2025Q4"): "about",
              ("supply_demand_events", "2024Q4"): "about", ("industrial_ecommerce", "2025Q2"): "at_least",
              ("industrial_ecommerce", "2025Q4"): "at_least", ("standards", "2023Q4"): "at_least",
              ("listing_pool", "2024Q2"): "at_least"}
MISTYPED = ("green_factories", "2024Q3")  # with a nought too many, corrected by a later return
WITHDRAWN = ("standards", "2024Q3")

# Who reports ----------------------------------------------------------------------------------------------------------

DAYS_LATE = {("science", "2024Q3"): 74, ("diit", "2023Q1"): 41, ("130400", "2025Q1"): 55}
MISSING = {("science", "2023Q1"), ("amr", "2024Q1"), ("130300", "2023Q4"), ("130700", "2024Q3"), ("130181", "2025Q3")}
SILENT_FROM = {"xiongan": "2022Q2", "130800": "2024Q3"}
# What a city has of the goals that are broken down (任务分解), in percent, and the years at whose end its parts are due.
CITIES = {"130100": 16, "130200": 12, "130300": 5, "130400": 10, "130500": 11, "130600": 12, "130700": 4, "130800": 3,
          "130900": 11, "131000": 7, "131100": 6, "130682": 1.5, "130181": 1, "xiongan": 0.5}
BROKEN_DOWN = {"little_giants": (2023, 2025), "srdi_smes": (2023, 2025), "listed_companies": (2025,),
               "share_reforms": (2023, 2024, 2025)}
NOTES = {  # how the goal stands, what stands in the way, what comes next and by when
    ("listed_companies", "2024Q4"): ("上市企业增加放缓。", "排队审核周期变长。", "对在辅企业逐户会商。", "2025-03-31"),
    ("listed_companies", "2025Q2"): ("落后于序时进度。", "在辅企业申报不足。", "每月调度申报材料。", "2025-09-30"),
    ("rd_share", "2025Q2"): ("略低于序时进度。", "部分企业归集不全。", "开展研发费用归集辅导。", "2025-08-31"),
    ("share_reforms", "2025Q2"): ("上半年完成不多。", "企业历史沿革问题较多。", "组织中介机构集中服务。", "2025-10-31"),
    ("smart_benchmarks", "2025Q2"): ("落后于序时进度。", "改造投入大、周期长。", None, None),
    ("industrial_cloud", "2024Q2"): ("稳步提高。", None, "继续推广上云服务。", "2024-12-31"),
    ("green_factories", "2025Q2"): ("按序时推进。", None, None, None),
}

# The enterprises ------------------------------------------------------------------------------------------------------

ENTERPRISES = 60
BATCHES = (2022, 2023, 2024)  # a third of the enterprises each, named in December
# The way of every n-th enterprise: what it reaches, and after how many days at least and at most.
TO_THE_EXCHANGE = (("pool", 2, 60, 150), ("share_reform", 4, 120, 240), ("tutoring", 4, 90, 200), ("listed", 8, 200, 300))
TO_SPECIALISATION = (("srdi", 2, 30, 200), ("little_giant", 4, 200, 400))
ADJUSTED = {3, 11, 25}  # leave the list of leaders a year after they came onto it

Given = tuple[str, str, str, str, dict]  # table, who reports, quarter, occasion, row
REPORT, CORRECTION, WITHDRAWAL = "报送", "更正", "撤回"
AFTER = {REPORT: 0, CORRECTION: 35, WITHDRAWAL: 60}  # days after the usual ones


def returns(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """The rows of the sample returns by table (source, observation, allocation, goal_note, enterprise, milestone, return), as
    text with the columns of the schema, `_file` and `_line`: what `warehouse.build_sample` takes. A seed gives the same rows
    every time."""
    chance = random.Random(seed)
    shipped, _ = warehouse.read_files()
    curves = {indicator: _course(points, chance) for indicator, points in COURSES.items()}
    curves |= {indicator: _quota(PACES[pace], reached, chance) for indicator, (pace, *reached) in YEARS.items()}
    given = [*_own_figures(curves, shipped), *_city_figures(curves, shipped, chance), *_allocations(shipped), *_goal_notes(),
             *_enterprises(shipped, chance)]
    given = [row for row in given if row[1:3] not in MISSING and row[2] < SILENT_FROM.get(row[1], "9999")]
    heads = _heads(sorted({row[1:4] for row in given}), chance)
    rows: dict[str, list[dict]] = {"source": [SOURCE], "return": sorted(heads.values(), key=lambda head: head["recorded_at"])}
    for table, *handing, row in given:
        head = heads[tuple(handing)]
        kept = {"source_id": SOURCE["source_id"], "confidence": "low", "recorded_at": head["recorded_at"],
                "return_id": head["return_id"]}
        rows.setdefault(table, []).append({"retracted": "false"} | row | kept)
    return {table: pd.DataFrame([row | {"_file": "sample", "_line": line} for line, row in enumerate(found, 1)]).astype(object)
            .where(lambda frame: frame.notna(), None) for table, found in rows.items()}


def load(seed: int = SEED) -> str:
    """Builds the database of the sample returns and gives its state. Neither the record nor the current state is touched."""
    return warehouse.build_sample(returns(seed))


# Figures --------------------------------------------------------------------------------------------------------------


def loaded() -> bool:
    """Whether there are sample returns to look at."""
    return warehouse.sample() is not None


def remove() -> None:
    """Removes the sample returns; nothing else is touched."""
    warehouse.remove_sample()


def _course(points: dict[str, float], chance: random.Random) -> dict[str, float]:
    """A stock or share at every quarter end from the first point to the last; between points it never turns round."""
    line = pd.Series(points).reindex(QUARTERS).interpolate(limit_area="inside")
    step = line.diff().fillna(0)
    return {quarter: value if quarter in points else value + chance.uniform(-0.2, 0.2) * step[quarter]
            for quarter, value in line.dropna().items()}


def _quota(pace: tuple[float, ...], reached: list[int], chance: random.Random) -> dict[str, float]:
    """A yearly quota so far in the year at every quarter end after the plan's start."""
    curve = {}
    for year, total in enumerate(reached, 2022):
        first, half, third = pace
        parts = (first + chance.uniform(-0.02, 0.02), half, third + chance.uniform(-0.02, 0.02), 1)
        curve |= {f"{year}Q{number}": total * part for number, part in enumerate(parts, 1)}
    return {quarter: value for quarter, value in curve.items() if quarter > QUARTERS[0]}


def _end(quarter: str) -> date:
    return pd.Period(quarter, freq="Q").end_time.date()


def _observation(goal: dict, scope: tuple[str, str], quarter: str, value: float, qualifier: str = "exact") -> dict:
    end, quota, digits = _end(quarter), goal["kind"] in ("quota", "frequency"), DIGITS.get(goal["kind"])
    basis_zh, basis_en = BASIS[goal["kind"]]
    return {
        "observation_id": f"sample-{goal['indicator_id']}-{scope[1]}-{end}", "indicator_id": goal["indicator_id"],
        "scope_kind": scope[0], "scope_id": scope[1], "period_start": f"{end.year}-01-01" if quota else None,
        "period_end": str(end), "period_text": f"{end.year}年1—{end.month}月" if quota else f"{end.year}年{end.month}月底",
        "period_precision": "day", "value": str(round(value, digits)), "qualifier": qualifier, "basis_zh": basis_zh,
        "basis_en": basis_en, "preferred": "true", **NOTE}


def _goals(shipped: dict[str, pd.DataFrame]) -> dict[str, dict]:
    return {goal["indicator_id"]: goal for goal in shipped["indicator"].to_dict("records") if goal["plan_id"]}


def _owners(shipped: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Who owes the figure of each goal, as the view `figure_owner` has it; there is no database to ask yet."""
    lead = shipped["measure_department"].query("position == '1'").set_index("measure_id")["department_id"]
    duty = shipped["reporting_duty"].query("scope_kind == 'department'").set_index("indicator_id")["scope_id"]
    return {indicator: duty.get(indicator) or lead[goal["measure_id"]] for indicator, goal in _goals(shipped).items()}


def _own_figures(curves: dict[str, dict[str, float]], shipped: dict[str, pd.DataFrame]) -> Iterator[Given]:
    """The figures of the goals in the scope that the plan counts them in, from the department that owes them."""
    scopes = {"province": ("province", "130000"), "clusters": ("all_clusters",) * 2, "leaders": ("leaders",) * 2}
    goals, owners = _goals(shipped), _owners(shipped)
    for indicator, curve in curves.items():
        goal, owner = goals[indicator], owners[indicator]
        for quarter, value in curve.items():
            if (indicator, quarter) in GAPS:
                continue
            row = _observation(goal, scopes[goal["scope"]], quarter, value, QUALIFIERS.get((indicator, quarter), "exact"))
            if (indicator, quarter) == MISTYPED:
                yield "observation", owner, quarter, REPORT, row | {"value": row["value"] + "0"}
                yield "observation", owner, quarter, CORRECTION, row
                continue
            yield "observation", owner, quarter, REPORT, row
            if (indicator, quarter) == WITHDRAWN:
                yield "observation", owner, quarter, WITHDRAWAL, row | {"retracted": "true"}


def _city_figures(curves: dict[str, dict[str, float]], shipped: dict[str, pd.DataFrame],
                  chance: random.Random) -> Iterator[Given]:
    """The figures of the goals that are broken down, from the cities: each has its share and goes faster or slower."""
    goals = _goals(shipped)
    for indicator in BROKEN_DOWN:
        base = curves[indicator].get(QUARTERS[0], 0)  # a quota begins at nothing
        for city, percent in CITIES.items():
            tempo = chance.uniform(0.75, 1.2)
            for quarter, value in curves[indicator].items():
                part = percent / 100 * (base + (value - base) * tempo)
                yield "observation", city, quarter, REPORT, _observation(goals[indicator], ("city", city), quarter, part)


# Allocations and notes ------------------------------------------------------------------------------------------------

def _allocations(shipped: dict[str, pd.DataFrame]) -> Iterator[Given]:
    for indicator, years in BROKEN_DOWN.items():
        targets = shipped["target"].query("indicator_id == @indicator")
        for year in years:
            (target,) = targets[targets["due_on"].eq(f"{year}-12-31") | targets["per_year"].eq("true")].to_dict("records")
            for city, part in _apportioned(int(target["lower"])).items():
                if part:
                    yield "allocation", OWNER, QUARTERS[0], REPORT, {
                        "allocation_id": f"sample-{indicator}-{city}-{year}", "indicator_id": indicator, "scope_kind": "city",
                        "scope_id": city, "due_on": f"{year}-12-31", "lower": str(part), "upper": None}


def _apportioned(total: int) -> dict[str, int]:
    """A number broken down to the cities without a rest: the largest remainders are rounded up."""
    parts = {city: int(total * percent / 100) for city, percent in CITIES.items()}
    by_remainder = sorted(CITIES, key=lambda city: parts[city] - total * CITIES[city] / 100)
    for city in by_remainder[:total - sum(parts.values())]:
        parts[city] += 1
    return parts


def _goal_notes() -> Iterator[Given]:
    for (indicator, quarter), (status, problem, step, due_on) in NOTES.items():
        yield "goal_note", OWNER, quarter, REPORT, {
            "note_id": f"sample-{indicator}-{_end(quarter)}", "indicator_id": indicator, "period_end": str(_end(quarter)),
            "author": "演示处室", "status_note": f"演示：{status}", "problem": problem and f"演示：{problem}",
            "next_step": step and f"演示：{step}", "due_on": due_on}


# Enterprises ----------------------------------------------------------------------------------------------------------

def _enterprises(shipped: dict[str, pd.DataFrame], chance: random.Random) -> Iterator[Given]:
    """The fictitious enterprises, in the clusters that the plan names first, and the way each has gone."""
    counties = shipped["county"].set_index("adcode")
    clusters = shipped["county_cluster"].sort_values("cluster_id").to_dict("records")
    clusters.sort(key=lambda cluster: (cluster["in_plan"] != "true", chance.random()))
    for number, cluster in enumerate(clusters[:ENTERPRISES], 1):
        enterprise = f"sample-enterprise-{number:03}"
        name_zh, county = f"演示企业{number:03}（{cluster['name_zh']}）", counties.loc[cluster["county_adcode"]]
        spoken = f"演示企业{cluster['name_zh']}"
        way = list(_way(number, chance))
        yield "enterprise", OWNER, _quarter(way[0][1]), REPORT, {
            "enterprise_id": enterprise, "name_zh": name_zh,
            "name_en": f"Sample Enterprise {number:03} ({cluster['name_en']})",
            "former_name_zh": None, "credit_code": None, "cluster_id": cluster["cluster_id"],
            "county_adcode": cluster["county_adcode"],
            "lon": county["lon"], "lat": county["lat"], "location_basis": "county_seat",
            "product_zh": cluster["product_zh"], "product_en": cluster["product_en"], "board": None, "stock_code": None,
            **spelled(spoken), **NOTE}
        for kind, reached, ended in way:
            yield "milestone", OWNER, _quarter(ended or reached), REPORT, {
                "milestone_id": f"{enterprise}-{kind}", "enterprise_id": enterprise, "kind": kind, "reached_on": str(reached),
                "ended_on": ended and str(ended), "date_precision": "day", "detail_zh": NOTE["note_zh"],
                "detail_en": NOTE["note_en"]}


def _way(number: int, chance: random.Random) -> Iterator[tuple[str, date, date | None]]:
    """What an enterprise reaches within the plan, when, and when it ceased to hold: its place among the leaders first."""
    leader = date(BATCHES[(number - 1) * len(BATCHES) // ENTERPRISES], 12, 15)
    yield "leader", leader, None
    if number in ADJUSTED:
        adjusted = leader.replace(year=leader.year + 1)
        yield "leader", leader, adjusted
        yield "leader_adjusted", adjusted, None
    for steps, offset in ((TO_THE_EXCHANGE, 0), (TO_SPECIALISATION, 1)):
        day = leader
        for kind, every, least, most in steps:
            day += timedelta(chance.randint(least, most))
            if number % every == offset and _quarter(day) <= QUARTERS[-1]:
                yield kind, day, None


def _quarter(day: date) -> str:
    return str(pd.Period(day, freq="Q"))


# Returns --------------------------------------------------------------------------------------------------------------

def _heads(handings: list[tuple[str, str, str]], chance: random.Random) -> dict[tuple[str, ...], dict]:
    """The return of each (who reports, quarter, occasion), in the order in which they were recorded, each with the hash of
    the one before."""
    timed = []
    for who, quarter, occasion in handings:
        days = DAYS_LATE.get((who, quarter), chance.randint(6, 18)) + AFTER[occasion]
        moment = datetime.combine(_end(quarter) + timedelta(days), datetime.min.time())
        timed.append((moment + timedelta(seconds=chance.randint(3600, 9 * 3600)), who, quarter, occasion))
    heads, previous = {}, ""
    for moment, who, quarter, occasion in sorted(timed):
        place = "city_id" if who in CITIES else "department_id"
        return_id = f"sample-{moment:%Y%m%d-%H%M%S}-{who}"
        digest = hashlib.sha256(f"{previous}{return_id}".encode()).hexdigest()
        heads[who, quarter, occasion] = {"return_id": return_id, "by": "演示填报人", "department_id": None, "city_id": None} | {
            place: who, "message": f"演示{occasion}：{quarter[:4]}年第{quarter[-1]}季度", "state": "accepted", "hash": digest,
            "previous_hash": previous, "recorded_at": str(moment)}
        previous = digest
    return heads
