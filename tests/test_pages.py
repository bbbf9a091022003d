"""Every page through Streamlit's own test runner, in both languages: what it says, what it does with its address."""

from datetime import date
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from data import hebei_today
from data.words import words

ENTRY = Path(__file__).parent.parent / "pages/parts/entry.py"
PAGES = ("overview", "map", "goals", "cluster", "departments", "enterprises", "compare", "briefing", "returns", "method")
TITLES = {"zh": ("总览", "集群地图", "目标进度", "集群档案", "部门与市", "企业名录", "对比分析", "会议材料", "数据报送", "方法与口径"),
          "en": ("Overview", "Cluster map", "Goals", "Clusters", "Departments and cities", "Enterprises", "Compare", "Briefing", "Returns", "Method")}


def visit(name: str, **address) -> AppTest:
    """A page opened at an address, run once."""
    app = AppTest.from_file(str(ENTRY), default_timeout=30)
    for key, value in address.items():
        app.query_params[key] = value
    if name != "overview":
        app.switch_page(f"../{name}.py")
    return app.run()


def opened(app: AppTest, box: str) -> AppTest:
    """The same page with a box open for its next run: AppTest knows no boxes, so it does not keep them open."""
    app.session_state[box] = True
    return app


def text(app: AppTest) -> str:
    """Everything a page says, with the HTML of its own blocks."""
    blocks = [block.body for block in app.html] + [str(block.proto) for block in app.get("bidi_component")]
    return "\n".join(blocks + [block.value for kind in ("warning", "info", "markdown") for block in app.get(kind)])


def parameter(app: AppTest, key: str) -> str | None:
    """The value of an address parameter after the run."""
    value = app.query_params.get(key)
    return value[0] if isinstance(value, list) else value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_in_both_languages(name, lang):
    app = visit(name, lang=lang)
    assert not app.exception and not app.warning
    assert f"<h1>{TITLES[lang][PAGES.index(name)]}</h1>" in text(app)
    assert parameter(app, "lang") == lang and parameter(app, "as_of") == hebei_today().isoformat()


@pytest.mark.parametrize(("name", "as_of"), [
    *((name, as_of) for name in PAGES for as_of in ("2021-01-01", "2024-06-30")),
    *((name, as_of) for name in ("overview", "goals") for as_of in ("2022-07-13", "2023-12-31", "2025-12-31"))])
def test_a_page_opens_on_any_day(name, as_of):
    app = visit(name, lang="zh", as_of=as_of, cluster="qinghe-cashmere")
    assert not app.exception and not app.warning
    assert parameter(app, "as_of") == as_of


@pytest.mark.parametrize(("name", "address"), list(zip(cycle(PAGES), [
    {"city": "atlantis"}, {"industry": "alchemy"}, {"department": "ministry"}, {"cluster": "qinghe-gold"}, {"as_of": "2024-02-30"},
    {"as_of": "2999-01-01"}, {"as_of": "2020-12-31"}, {"as_of": "0001-01-01"}, {"as_of": "<script>"}, {"lang": "fr"}, {"preset": "lenient"},
    {"known_at": "2020-01-01"}, {"known_at": "now"}, {"known_at": "9999-12-31"}, {"known_at": "2026-11-24T08:00+08:00"}])), ids=str)
def test_an_unknown_value_is_ignored_with_a_notice(name, address):
    app = visit(name, **address)
    (key,) = address
    assert not app.exception
    assert any(f"{key}={address[key]}" in notice.value for notice in app.warning)
    assert parameter(app, key) != address[key]


@pytest.mark.parametrize(("name", "address"), [("goals", {"goal": "happiness"}), ("map", {"enterprise": "nobody"}),
                                               ("map", {"named": "perhaps"}), ("goals", {"light": "violet"}), ("compare", {"what": "planets"}),
                                               ("compare", {"compare": "nobody"}), ("compare", {"what": "dates", "since": "soon"}),
                                               ("compare", {"what": "dates", "since_known_at": "1999-01-01"}),
                                               ("briefing", {"meeting": "weekly"}), ("briefing", {"agenda": "overview,goal:fame,city:999999"}),
                                               ("briefing", {"agenda": ","}), ("briefing", {"scene": "99"}), ("briefing", {"scene": "²"}),
                                               ("map", {"tour": "7"}), ("method", {"part": "secrets"}), ("method", {"sources": "rumour"}),
                                               ("enterprises", {"enterprise": "nobody"}), ("enterprises", {"page": "7"}),
                                               ("enterprises", {"page": "0"}), ("enterprises", {"sort": "taste"}),
                                               ("enterprises", {"columns": "taste,city"}), ("enterprises", {"milestone": "taste"}),
                                               ("enterprises", {"reached": "1066"}), ("enterprises", {"county": "110101"})])
def test_an_unknown_value_of_a_page_is_ignored_too(name, address):
    app = visit(name, lang="en", **address)
    assert not app.exception and len(app.warning) == 1


def test_sample_data_that_are_not_loaded_are_said_to_be_so(tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    (notice,) = visit("returns", lang="zh", data="sample").warning
    assert "演示数据未载入" in notice.value and "data=sample" in notice.value


def test_no_address_puts_a_link_into_our_page():
    (notice,) = visit("map", lang="en", city="[click](https://example.com)`").warning
    assert "`city=[click](https://example.com)'`" in notice.value


def test_the_light_filter_keeps_all_of_a_goal():
    whole, filtered = (visit("goals", lang="en", goal="little_giants", **light) for light in ({}, {"light": "met"}))
    verdicts = [next(block.body for block in app.html if "Why" in block.body) for app in (whole, filtered)]
    assert verdicts[0] == verdicts[1]
    assert not visit("goals", lang="en", goal="rd_share", light="met").warning, "the goal is known, whatever the list holds"


def two_of_each(rows: pd.DataFrame, id: str, *what: pd.Series) -> list[str]:
    """The ids of two rows of each kind that the values of `what` tell apart."""
    return list(rows.groupby([*what], dropna=False)[id].head(2).unique())


def test_clusters_of_every_kind_have_a_page_that_looks_finished():
    marks = queries.ask("cluster_mark", as_of=hebei_today(), known_at=None, city=None, industry=None, department=None, named_only=False)
    some = two_of_each(marks, "cluster_id", marks.money.notna(), marks.leaders > 0, marks.documented > 0, marks.in_plan, marks.key_cluster)
    assert len(some) > 15
    for cluster in some:
        app = visit("cluster", lang="zh", cluster=cluster)
        assert not app.exception and not app.warning, cluster


def test_goals_of_every_kind_open_and_say_why():
    goals = queries.ask("goal_status", as_of=hebei_today(), known_at=None, preset="schedule", department=None, light=None).query("own")
    some = two_of_each(goals, "indicator_id", goals.reason, goals.year.notna(), goals.upper.notna(), goals.unit_zh)
    assert len(some) > 8
    for goal in some:
        app = visit("goals", lang="en", goal=goal)
        assert not app.exception and not app.warning, goal
        assert "Why" in text(app)


def test_every_third_department_opens():
    for department in list(queries.ask("filter_option", known_at=None).query("kind == 'department'").id)[::3]:
        for page in ("departments", "goals", "map") if department in ("cities", "diit", "science") else ("departments",):
            app = visit(page, lang="zh", department=department)
            assert not app.exception and not app.error and not app.warning, (page, department)


def test_filters_in_the_address_reach_the_widgets_and_back():
    app = visit("map", lang="zh", city="130500")
    opened(app, "filters").run()
    assert app.selectbox(key="filter_city").value == "130500"
    opened(app, "filters").selectbox(key="filter_industry").set_value("food").run()
    assert parameter(app, "industry") == "food" and parameter(app, "city") == "130500"
    app.selectbox(key="filter_city").set_value(None).run()
    assert parameter(app, "city") is None and parameter(app, "industry") == "food"
    assert not app.exception


def test_shared_choices_survive_a_page_change():
    app = visit("map", lang="en", city="130500", as_of="2024-06-30", q="steel")
    app.switch_page("../goals.py").run()
    assert (parameter(app, "lang"), parameter(app, "as_of"), parameter(app, "city")) == ("en", "2024-06-30", "130500")
    assert parameter(app, "q") is None, "what a page adds stays with it"


def test_the_language_button_changes_every_word():
    app = visit("goals", lang="zh")
    app.button(key="language").click().run()
    assert parameter(app, "lang") == "en" and "<h1>Goals</h1>" in text(app)


def test_a_quick_day_sets_the_date():
    app = visit("goals", lang="zh")
    opened(app, "days").run()
    app.pills(key="as_of_quick").set_value(date(2024, 6, 30)).run()
    assert parameter(app, "as_of") == "2024-06-30"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_seen_as_known_at_a_moment_and_by_other_thresholds(name):
    app = visit(name, lang="zh", known_at=hebei_today().isoformat(), preset="10/30", cluster="qinghe-cashmere")
    assert not app.exception and not app.warning
    assert [key for key in ("known_at", "preset") if parameter(app, key)] == ["known_at", "preset"]
    app.button(key="known_at_leave").click().run()
    assert parameter(app, "known_at") is None and parameter(app, "preset") == "10/30"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_dates_are_compared(lang):
    app = visit("compare", lang=lang, what="dates", since="2024-06-30", as_of="2025-12-31")
    assert not app.exception and not app.warning
    assert 'role="status"' in text(app) and parameter(app, "since") == "2024-06-30"


def test_the_closing_banner_stands_only_after_the_plans_end():
    assert 'class="banner"' in text(visit("overview", lang="zh", as_of="2026-01-01"))
    assert 'class="banner"' not in text(visit("overview", lang="zh", as_of="2025-12-31"))


def test_an_empty_filter_says_what_to_loosen():
    app = visit("goals", lang="en", light="red", as_of="2026-11-24")
    assert not app.exception
    assert any("Loosen" in notice.value for notice in app.info)
    assert any("Loosen" in notice.value for notice in visit("cluster", lang="en", city="130300", industry="cashmere").info)
    assert words("en")("map.nothing") in text(visit("map", lang="en", q="zzzz"))


@pytest.mark.parametrize("query", ["定州体育用品", "成安装备制造"])
def test_the_search_finds_other_names(query):
    assert 0 < text(visit("map", lang="zh", q=query)).count("data-choose=") < 5


@pytest.mark.parametrize("query", ["qhyr", "清河羊绒", "cashmere qinghe", "qingheyang"])
def test_the_search_finds_the_example(query):
    app = visit("map", lang="zh", q=query)
    assert "cluster:qinghe-cashmere" in text(app) and "cluster:anping-wire-mesh" not in text(app)


def test_a_goal_that_has_no_target_yet_is_not_unknown():
    early = visit("goals", lang="zh", goal="srdi_smes_new", as_of="2021-06-30")
    assert not early.warning and "请选择更晚的日期" in text(early)
    assert visit("goals", lang="zh", goal="nobody", as_of="2021-06-30").warning


def test_departments_and_cities_together_open_with_what_is_due_and_owed():
    told = [block.body for block in visit("departments", lang="zh", as_of="2024-06-30").html if block.body.startswith('<p class="takeaway">')]
    assert len(told) == 1 and "其中逾期" in told[0]


def test_what_changed_obeys_the_city():
    everywhere, there = (text(visit("compare", lang="zh", what="dates", since="2022-07-13", as_of="2026-11-24", **city)) for city in ({}, {"city": "130500"}))
    assert "只显示邢台市" in there and "只显示" not in everywhere and len(there) < len(everywhere)
