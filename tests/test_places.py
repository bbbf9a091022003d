"""Departments, cities and clauses: what is due, who is behind, which counties are empty, what hangs on a clause."""

import csv
import json
import re
from datetime import date
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest

import queries
from data import sample, warehouse
from data.words import words
from pages.parts import ahead_cards, city_cards, clause_cards, compare_cards, maps, provenance_cards, task_cards
from pages.parts.forecast import forecast
from pages.parts.wording import records
from tests.test_pages import parameter, visit
from tests.test_queries import answer

PLAN = Path(__file__).parent.parent / "data/plan"
RUNNING = date(2025, 6, 30)
BEHIND_FIRST = ("red", "missed", "yellow", "grey", "green", "reported", "met")
CITIES = list(queries.ask("city").city_id)


def table(name: str) -> list[dict]:
    """The rows of a table of the plan as shipped."""
    with (PLAN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAUSES = [row["measure_id"] for row in table("measure")]
SAFEGUARDS = [f"s{row['safeguard_id']}" for row in table("safeguard")]


def text(app) -> str:
    """The HTML of a page's own blocks, as the browser gets it."""
    blocks = [json.loads(block.proto.json or "{}") for block in app.get("bidi_component")]
    return "\n".join([block.body for block in app.html]
                     + [block["html"] for block in blocks if isinstance(block, dict) and "html" in block])


@pytest.fixture(scope="module")
def made_up():
    """Answers from the sample data as of a day within the plan."""
    state = sample.load()

    def ask(name: str, **given) -> pd.DataFrame:
        wanted = queries.question(name).wanted
        usual = {"as_of": RUNNING, "known_at": None, "preset": "schedule", "department": None, "city": None}
        return queries.ask(name, state=state, **{k: v for k, v in (usual | given).items() if k in wanted})

    def figures() -> dict[str, float]:
        with warehouse.cursor(state) as cursor:
            return dict(cursor.execute("SELECT observation_id, value FROM observation_known(NULL)").fetchall())

    ask.figures = figures
    return ask


# What is due ---------------------------------------------------------------------------------------------------------

def test_what_is_due_next_comes_soonest_first():
    due = answer("due_next", as_of=date(2023, 6, 30), department="diit")
    assert due.day.is_monotonic_increasing and (due.days_left == (due.day - pd.Timestamp(2023, 6, 30)).dt.days).all()
    first = due[due.day == pd.Timestamp(2023, 12, 31)]
    assert set(first.kind) == {"target", "quota"} and set(first.days_left) == {184}
    assert {"little_giants", "srdi_smes", "listed_companies", "rd_share"} <= set(first[first.kind == "target"].indicator_id)
    assert "green_factories" in set(first[first.kind == "quota"].indicator_id)
    assert "listing_pool" not in set(due[due.kind != "report"].indicator_id), "the plan gives it no date"
    assert not due.duplicated(["kind", "indicator_id", "day"]).any()


def test_a_report_is_due_a_cycle_and_45_days_after_the_last_figure():
    due = answer("due_next", as_of=date(2024, 7, 31), department="diit")
    (report,) = due[(due.kind == "report") & (due.indicator_id == "little_giants")].itertuples()
    assert report.day.date() == date(2025, 2, 14), "2024-06-30 and 184 and 45 days"


def test_a_department_waits_for_the_goals_of_its_measures_and_reports_only_what_it_owes():
    due = answer("due_next", as_of=date(2023, 6, 30), department="ecology")
    assert set(due.indicator_id) == {"green_factories", "energy_diagnoses", "low_carbon_projects"}
    assert "report" not in set(due.kind), "the figures of 2.4 are owed by the department named first"


def test_after_the_plans_end_nothing_is_due_and_what_is_overdue_is_said():
    due, duties = answer("due_next", department="diit"), answer("duty", department="diit")
    assert due.empty
    said = task_cards.due_table(due, duties, "zh", "light", date(2025, 12, 31))
    late = duties[duties.missing].late_days.dropna()
    assert "不再有新的目标时限" in said and f"最长逾期{int(late.max())}天" in said and f"逾期{len(late)}期" in said


def test_nothing_is_due_for_nobody():
    assert answer("due_next", as_of=date(2023, 6, 30)).empty


# Who is behind -------------------------------------------------------------------------------------------------------

def test_who_is_behind_comes_first(made_up):
    rows = made_up("allocation_status", department="diit")
    ranks = [BEHIND_FIRST.index(light) for light in rows.light]
    assert ranks == sorted(ranks) and {"red", "yellow", "grey", "green", "met"} <= set(rows.light)
    for _, alike in rows.groupby(["light", "indicator_id"]):
        assert alike.schedule_gap_pp.dropna().is_monotonic_increasing, "within a goal the farthest behind first"
    assert not rows.own.any() and not rows.duplicated(["indicator_id", "scope_id"]).any()
    assert set(rows.due_on.dt.date) == {date(2025, 12, 31)}, "only the deadline in question"


def test_an_allocation_carries_the_figure_that_its_light_speaks_of(made_up):
    rows = made_up("allocation_status")
    row = rows[(rows.indicator_id == "listed_companies") & (rows.scope_id == "130400")].iloc[0]
    assert (row.actual, row.lower, row.light, row.judged_id) == (1, 3, "red", "sample-listed_companies-130400-2025-06-30")
    drawn = task_cards.allocation_table(rows, "en", "light")
    assert f'data-trace="observation:{row.judged_id}"' in drawn and ">2.6 " in drawn, "3 by the end of 2025, 2.6 by now"
    assert (rows.actual_id.isna() == rows.actual.isna()).all()


@pytest.mark.parametrize("as_of", [RUNNING, date(2026, 11, 24)])
def test_a_press_on_a_figure_opens_the_figure_that_is_drawn(made_up, as_of):
    """On every card that draws figures of goals in many scopes, also where a later figure than the judged one is known."""
    values, given = made_up.figures(), {"as_of": as_of, "goal": "listed_companies"}
    shares, rows = made_up("allocation_status", as_of=as_of), made_up("compare_allocation", as_of=as_of, what="city", chosen=",".join(CITIES))
    if as_of > RUNNING:
        shares, rows = (some[some.judged_id.notna()].assign(actual=-1.0, actual_id="later") for some in (shares, rows))
    drawn = [task_cards.allocation_table(shares, "zh", "light"),
             compare_cards.allocation_table(rows, tuple((city, city) for city in CITIES), "zh", "light"),
             provenance_cards.goal_steps(made_up("goal", **given), made_up("goal_figure", **given), "zh", "light")]
    if as_of == RUNNING:
        need, basis = made_up("goal_need", **given), made_up("goal_basis", **given)
        drawn.append(ahead_cards.looking_ahead(need, basis, forecast(basis, need), "zh"))
    for html in drawn:
        pressed = re.findall(r'data-trace="observation:([^"]+)"[^>]*>([^<]+)<', html)
        assert pressed
        for id, shown in pressed:
            assert float(re.sub(r"[^0-9.]", "", shown)) == values[id], (id, shown)


def test_a_citys_allocations_are_its_own(made_up):
    rows = made_up("allocation_status", city="130500")
    assert set(rows.scope_id) == {"130500"}
    assert set(rows.indicator_id) == {"listed_companies", "little_giants", "share_reforms", "srdi_smes"}
    assert set(made_up("due_next", city="130500").indicator_id) == set(rows.indicator_id)
    assert made_up("allocation_status", city="130500", department="ecology").empty, "no goal of 2.4 was broken down"


def test_the_sentence_counts_who_is_behind_by_goal(made_up):
    rows = made_up("allocation_status", department="diit")
    behind = rows[rows.light.isin(("red", "missed"))]
    said = task_cards.behind_sentence(rows, "zh")
    assert f"任务分解{len(rows)}项，明显滞后或未达标{len(behind)}项" in said
    assert f"上市企业{(behind.indicator_id == 'listed_companies').sum()}项" in said
    assert task_cards.behind_sentence(answer("allocation_status"), "zh") == "", "none is shipped"


# Cities --------------------------------------------------------------------------------------------------------------

def test_empty_counties_are_all_counties_but_those_with_clusters():
    with warehouse.cursor(warehouse.current()) as db:
        placed = {row[0] for row in db.execute("SELECT county_adcode FROM county_cluster_known(NULL) UNION SELECT c.county_adcode "
                                               "FROM cluster_county c JOIN county_cluster_known(NULL) USING (cluster_id)").fetchall()}
        counties = dict(db.execute("SELECT adcode, city_id FROM county").fetchall())
    standing = answer("city_standing").set_index("city_id")
    for city in CITIES:
        rows = answer("city_county", city=city)
        assert set(rows.adcode) == {adcode for adcode, of in counties.items() if of == city}
        assert set(rows[rows.clusters == 0].adcode) == set(rows.adcode) - placed
        assert standing.loc[city, "without_cluster"] == (rows.clusters == 0).sum()
    assert standing.counties.sum() == len(counties) == 167 and len(standing) == 14
    assert set(answer("city_county", city="130500").query("clusters == 0").name_zh) == {"襄都区", "信都区", "内丘县", "柏乡县", "威县"}


def test_a_county_that_a_cluster_reaches_into_is_not_empty():
    with warehouse.rehearsal({"cluster_county": pd.DataFrame([{"cluster_id": "qinghe-cashmere", "county_adcode": "130533",
                                                                "_file": "test", "_line": 1}])}) as db:
        text = queries.question("city_county").text
        rows = db.execute(text, {"city": "130500", "known_at": None}).df().set_index("adcode")
    assert rows.loc["130533", "clusters"] == 1 and rows.loc["130533", "clusters_zh"] == "清河羊绒"


def test_the_list_of_cities_agrees_with_the_map():
    standing, marks = answer("city_standing").set_index("city_id"), answer("cluster_mark")
    assert standing.clusters.sum() == len(marks)
    assert dict(standing.clusters[standing.clusters > 0]) == dict(marks.city_id.value_counts())
    firms = answer("enterprise_mark")
    assert (standing.documented + standing.leaders).sum() >= len(firms), "some have a county and no place on the map"


@pytest.mark.parametrize(("city", "lang"), list(zip(CITIES, cycle(["zh", "en"]))))
def test_the_map_of_a_city_tints_hatches_and_says_the_same(city, lang):
    counties, outlines = answer("city_county", city=city), queries.ask("outline")
    marks, name = answer("cluster_mark", city=city), words(lang).pick(answer("city_standing").set_index("city_id").loc[city], "name")
    firms = answer("enterprise_mark", city=city)
    svg = maps.city_svg(outlines, marks, firms, counties, lang, "light")
    assert svg.count("<circle") == marks.matches.sum()
    leaders = firms[firms.named_leader & firms.matches]
    shown = [int(n) for n in re.findall(r"★(\d+)", svg)]
    assert sum(shown) <= len(leaders) and set(shown) <= set(leaders.county_adcode.value_counts()), "where there is room for it"
    listed = city_cards.leader_list(firms, lang)
    assert re.findall("enterprise:([^\"]+)", listed) == leaders.enterprise_id.tolist()
    full, empty = (re.search(rf'<g class="{kind}">.*?</g>', svg)[0].count("M") for kind in ("full", "empty"))
    paths = outlines[outlines.layer == "counties"].set_index("adcode").svg_path
    for drawn, some in ((full, counties.clusters > 0), (empty, counties.clusters == 0)):
        assert drawn == sum(paths[adcode].count("M") for adcode in counties[some].adcode)
    alt = re.search('alt="(.*?)"', maps.city_figure(outlines, marks, firms, counties, name, lang, "light"))[1]
    for row in records(counties):
        assert words(lang).pick(row, "name").replace("'", "&#x27;") in alt


def test_dots_stay_in_their_county():
    counties, marks, outlines = answer("city_county", city="130500"), answer("cluster_mark", city="130500"), queries.ask("outline")
    svg = maps.city_svg(outlines, marks, answer("enterprise_mark", city="130500"), counties, "zh", "light")
    own = outlines[(outlines.layer == "counties") & outlines.adcode.isin(counties.adcode)]
    frame = maps.frame_around(own, 640)
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
    assert len(dots) == 27
    for path in own[own.adcode.isin(counties[counties.clusters == 0].adcode)].svg_path:
        corners = frame.project(*zip(*_corners(path.split("M")[1]), strict=True))
        assert not any(_inside(x, y, corners) for x, y in dots), "a dot would say that an empty county has a cluster"


def _corners(part: str) -> list[tuple[float, float]]:
    """The corners (degrees) of one part of an outline."""
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", part)]
    x = y = 0.0
    corners = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        corners.append((x, y))
    return corners


def _inside(x: float, y: float, corners) -> bool:
    """Whether a point is within a polygon (even-odd rule)."""
    crossings = 0
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            crossings += 1
    return crossings % 2 == 1


def test_a_citys_figures_show_the_latest_of_each_series_first():
    figures = answer("city_figure", city="130500")
    assert not figures[figures.latest].indicator_id.duplicated().any()
    assert set(figures[figures.latest].indicator_id) == set(figures.indicator_id)
    revenue = figures[figures.indicator_id == "cluster_revenue"]
    assert revenue[revenue.latest].period_end.iloc[0] == revenue.period_end.max()
    shown = city_cards.figure_table(figures, "zh").partition("<details>")[0]
    assert shown.count("data-trace=") == figures.latest.sum()


# Clauses -------------------------------------------------------------------------------------------------------------

def test_the_clauses_are_the_plans_in_its_order():
    clauses = answer("clause")
    assert list(clauses.clause_id) == sorted(CLAUSES) + sorted(SAFEGUARDS) and len(CLAUSES) == 21 and len(SAFEGUARDS) == 5
    chain, at = [], clauses.clause_id.iloc[0]
    while isinstance(at, str):
        chain.append(at)
        at = clauses.set_index("clause_id").after_id[at]
    assert chain == list(clauses.clause_id) and pd.isna(clauses.before_id.iloc[0])
    assert clauses.set_index("clause_id").rhythms_zh["s3.2"] == "月调度、季通报、年考核"
    assert clauses.incentives.sum() == len(table("incentive")) and clauses.commitments.sum() == len(table("commitment"))


@pytest.mark.parametrize(("clause", "lang"), list(zip([*CLAUSES, *SAFEGUARDS], cycle(["zh", "en"]))))
def test_every_clause_opens_and_names_what_the_plan_says(clause, lang):
    app = visit("goals", lang=lang, measure=clause)
    said = text(app)
    assert not app.exception and not app.warning and parameter(app, "measure") == clause
    departments = {row["department_id"] for row in table("measure_department") if row["measure_id"] == clause}
    assert set(re.findall(r'data-choose="department:(\w+)', said)) == departments
    goals = {row["indicator_id"] for row in table("indicator") if row["measure_id"] == clause}
    assert set(re.findall(r'data-choose="goal:(\w+)', said)) == goals
    clusters = {row["cluster_id"] for row in table("measure_cluster") if row["measure_id"] == clause}
    assert set(re.findall(r'data-choose="cluster:([\w-]+)', said)) == clusters
    for row in table("commitment"):
        if clause in (row["measure_id"], f"s{row['safeguard_id']}"):
            assert row[f"text_{lang}"][:12] in said
    for row in table("incentive"):
        if row["measure_id"] == clause:
            assert row[f"what_{lang}"].replace("&", "&amp;") in said
            assert words(lang)("goals.unconfirmed") in said, "none of the sums could be checked"


def test_an_incentive_states_rate_cap_and_amount():
    (row,) = records(answer("incentive", measure="2.1"))
    assert (row["rate"], row["cap_yuan"], row["amount_yuan"]) == (20, 1_000_000, None)
    drawn = clause_cards.incentive_table(answer("incentive", measure="2.1"), "zh")
    assert "比例20%、最高100万元" in drawn and "原文待核" in drawn
    assert "500,000 yuan" in clause_cards.incentive_table(answer("incentive", measure="6.4"), "en")
    assert "未写明金额和比例" in clause_cards.incentive_table(answer("incentive", measure="3.3"), "zh")


def test_measure_and_safeguard_of_one_number_are_told_apart():
    measure, safeguard = (text(visit("goals", lang="zh", measure=clause)) for clause in ("3.1", "s3.1"))
    assert "措施3.1" in measure and "保障措施3.1" not in measure and "推动“智改”" not in safeguard
    assert "保障措施3.1" in safeguard and "省民营经济领导小组" in safeguard and "省民营经济领导小组" not in measure


def test_the_index_holds_every_clause_and_an_unknown_one_is_ignored():
    app = visit("goals", lang="en", measure="all")
    assert re.findall(r'data-choose="measure:([s\d.]+)', text(app)) == sorted(CLAUSES) + sorted(SAFEGUARDS)
    app = visit("goals", lang="en", measure="9.9")
    assert not app.exception and any("measure=9.9" in notice.value for notice in app.warning)
    assert "data-choose" in text(app), "the list of goals stands as ever"


# Pages and their links -----------------------------------------------------------------------------------------------

def test_goal_department_and_cluster_lead_to_the_clause():
    for page, address, clauses in (("goals", {"goal": "green_factories"}, {"2.4"}), ("departments", {}, set(CLAUSES)),
                                   ("departments", {"department": "ecology"}, set(CLAUSES)),
                                   ("cluster", {"cluster": "qinghe-cashmere"}, {"2.2", "4.1", "6.3"})):
        said = text(visit(page, lang="zh", **address))
        assert set(re.findall(r'data-opens="goals" data-choose="measure:([\d.]+)', said)) == clauses, (page, address)
    assert "data-choose=\"measure" not in text(visit("goals", lang="zh", goal="little_giants")), "a main goal hangs on no clause"


@pytest.mark.parametrize(("city", "lang"), list(zip(CITIES, cycle(["zh", "en"]))))
def test_every_city_opens(city, lang):
    app = visit("departments", lang=lang, city=city)
    said = text(app)
    assert not app.exception and not app.warning and words(lang)("city.empty_means") in said
    marks = answer("cluster_mark", city=city)
    assert set(re.findall(r'data-choose="cluster:([\w-]+)', said)) == set(marks[marks.matches].cluster_id)


def test_both_lists_stand_where_neither_is_chosen():
    said = text(visit("departments", lang="zh"))
    assert set(re.findall(r'data-choose="city:(\w+)', said)) == set(CITIES)
    assert set(re.findall(r'data-choose="department:(\w+)', said)) == {row["department_id"] for row in table("measure_department")}


def test_a_department_wins_over_a_city_and_says_so():
    app = visit("departments", lang="zh", department="diit", city="130500")
    assert any("只显示邢台市部分" in notice.value for notice in app.info)
    assert "河北省工业和信息化厅" in text(app) and words("zh")("city.empty_means") not in text(app)
    (button,) = [button for button in app.button if button.label == words("zh")("department.all_cities")]
    button.click().run()
    assert parameter(app, "city") is None and parameter(app, "department") == "diit"
