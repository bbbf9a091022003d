"""The charts of Plotly: the right points, in the reader's language, from nowhere but this host."""

import json
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from data.words import LANGUAGES, words
from pages.parts import charts
from pages.parts.palette import PALETTES
from tests.test_gauges import listed, quota, row

START, END = date(2022, 7, 13), date(2025, 12, 31)
THEMES = tuple(PALETTES)
FIGURES = ["period_end", "value", "qualifier", "preferred", "period_precision", "basis_zh", "basis_en", "note_zh", "note_en",
           "publisher", "published_on"]


def figures(*rows: tuple) -> pd.DataFrame:
    """Rows of goal_figure: day, value, qualifier, preferred."""
    shared = ("day", "累计", "Cumulative", None, None, "河北日报", pd.NaT)
    return pd.DataFrame([(pd.Timestamp(row[0]), *row[1:], *shared) for row in rows], columns=FIGURES)


def path(*knots: tuple) -> pd.DataFrame:
    """Rows of goal_path: knot, day, value."""
    return pd.DataFrame([(knot, pd.Timestamp(day), value) for knot, day, value in knots],
                        columns=["knot", "day", "value"])


GIANTS = figures(("2021-11-30", 202.0, "exact", True), ("2023-04-11", 335.0, "about", True),
                 ("2023-04-20", 342.0, "exact", False), ("2024-06-30", 383.0, "at_least", True))
SCHEDULE = path(("baseline", "2021-11-30", 202.0), ("target", "2023-12-31", 300.0), ("target", "2025-12-31", 500.0))
TARGETS = pd.DataFrame([row(lower=300.0, due_on=date(2023, 12, 31)), row()])


def milestone(enterprise: str, kind: str, reached_on: str | None, **changes) -> dict:
    """A row of cluster_milestone."""
    return {"enterprise_id": enterprise, "name_zh": f"{enterprise}有限公司", "name_en": f"{enterprise} Co., Ltd.",
            "product_zh": "轴承", "product_en": "Bearings", "named_leader": False, "kind": kind,
            "reached_on": pd.Timestamp(reached_on), "ended_on": pd.NaT, "date_precision": "day" if reached_on else None,
            "enterprises": 2, "detail_zh": "第五批", "detail_en": "Fifth batch", "publisher": "邢台日报",
            "published_on": pd.Timestamp("2023-05-04")} | changes


MILESTONES = pd.DataFrame([
    milestone("甲", "documented", None),
    milestone("甲", "little_giant", "2021-07-19", ended_on=pd.Timestamp("2024-07-18")),
    milestone("乙", "leader", "2022-12-31", named_leader=True, date_precision="year"),
    milestone("乙", "listed", "2024-03-08", named_leader=True),
    milestone("乙", "standard", None, named_leader=True),
])


def series(lang="zh", theme="light", observations=GIANTS, schedule=SCHEDULE, targets=TARGETS,
           as_of=date(2024, 9, 30)) -> go.Figure:
    return charts.goal_series(observations, schedule, targets, lang, theme, as_of=as_of, plan=(START, END))


def plot(milestones=MILESTONES, lang="zh", theme="light") -> go.Figure:
    return charts.leader_plot(milestones, lang, theme, (START, END))


def traces(figure: go.Figure, name: str) -> list[dict]:
    """The traces of a figure's JSON with a name."""
    return [trace for trace in json.loads(figure.to_json())["data"] if trace["name"] == name]


def said(figure: go.Figure) -> str:
    """A figure's JSON as text, Chinese and angle brackets as they are."""
    return json.dumps(json.loads(figure.to_json()), ensure_ascii=False)


# A goal over time ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_stand_at_their_days_with_a_mark_for_their_qualifier(lang):
    w, figure = words(lang), series(lang)
    (exact,), (about,), (at_least,), (other,) = (traces(figure, w(f"chart.{kind}"))
                                                 for kind in ("figure", "about", "at_least", "other"))
    assert (exact["x"], exact["y"], exact["marker"]["symbol"]) == (["2021-11-30"], [202], "circle")
    assert (about["x"], about["y"], about["marker"]["symbol"]) == (["2023-04-11"], [335], "circle-open")
    assert (at_least["x"], at_least["y"], at_least["marker"]["symbol"]) == (["2024-06-30"], [383], "triangle-up")
    assert (other["x"], other["y"]) == (["2023-04-20"], [342])
    (line,) = traces(figure, "line")
    assert line["x"] == ["2021-11-30", "2023-04-11", "2024-06-30"]  # the other source's figure is off the line
    assert "383" in at_least["hovertext"][0] and "河北日报" in at_least["hovertext"][0]


def test_schedule_targets_day_and_plan_are_drawn():
    w, figure = words("zh"), series()
    (schedule,), targets = traces(figure, w("chart.path")), traces(figure, w("chart.target"))
    assert (schedule["x"], schedule["y"]) == (["2021-11-30", "2023-12-31", "2025-12-31"], [202, 300, 500])
    assert [(target["x"], target["y"], target["text"]) for target in targets] == [
        (["2023-12-31"], [300], ["<b>300</b>"]), (["2025-12-31"], [500], ["<b>500</b>"])]
    day, = (shape for shape in figure.layout.shapes if shape.type == "line")
    plan, = (shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (day.x0, plan.x0, plan.x1) == ("2024-09-30", "2022-07-13", "2025-12-31")
    assert w("chart.as_of", day="2024年9月30日") in [note.text for note in figure.layout.annotations]
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 500


def test_a_range_is_a_band_and_no_figure_is_said():
    w = words("en")
    targets = pd.DataFrame([listed(lower=8.0, upper=10.0, due_on=date(2023, 12, 31)), listed()])
    schedule = path(("target", "2023-12-31", 8.0), ("target", "2025-12-31", 30.0))
    figure = series("en", observations=figures(), schedule=schedule, targets=targets)
    bands = traces(figure, w("chart.target_range"))
    assert [(band["x"], band["y"]) for band in bands] == [(["2023-12-31"] * 2, [8, 10]), (["2025-12-31"] * 2, [30, 50])]
    assert [band["showlegend"] for band in bands] == [True, False]
    assert w("gauge.no_figure") in [note.text for note in figure.layout.annotations]
    assert not traces(figure, w("chart.figure"))


def test_a_quota_is_a_line_for_each_year_and_its_figures_are_not_joined():
    targets = pd.DataFrame([quota(year, "grey", None) for year in (2022, 2023, 2024)])
    observations = figures(("2023-12-31", 56.0, "exact", True), ("2024-09-30", 30.0, "exact", True))
    figure = series(observations=observations, schedule=path(), targets=targets)
    lines = traces(figure, words("zh")("chart.target"))
    assert [line["x"] for line in lines] == [[f"{year}-01-01", f"{year}-12-31"] for year in (2022, 2023, 2024)]
    assert all(line["y"] == [50, 50] for line in lines) and not traces(figure, "line")


def test_a_target_without_a_date_is_a_line_all_along():
    figure = series(schedule=path(), targets=pd.DataFrame([row(due_on=None, expected_as_of=None)]))
    (line,) = traces(figure, words("zh")("chart.target"))
    assert line["x"] == list(figure.layout.xaxis.range) and line["y"] == [500, 500]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_takeaway_says_what_the_chart_shows(lang):
    takeaway = charts.series_takeaway(GIANTS, TARGETS, lang)
    assert all(part in takeaway for part in (words(lang).pick(row(), "name"), "4", "383",
                                             words(lang).date(date(2024, 6, 30)), "500"))
    assert words(lang)("gauge.no_figure").lower() in charts.series_takeaway(figures(), TARGETS, lang).lower()


# The milestones of enterprises ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mark_stands_at_its_day_in_its_enterprise_row(lang):
    w, figure = words(lang), plot(lang=lang)
    (giant,), (listed_,), (leader,) = (traces(figure, w(f"chart.milestone.{kind}"))
                                       for kind in ("little_giant", "listed", "leader"))
    assert giant["x"] == ["2021-07-19"] and listed_["x"] == ["2024-03-08"]
    assert leader["x"] == ["2022-07-01"]  # known by its year alone
    assert leader["y"] == listed_["y"] < giant["y"]  # named leaders first, the axis runs down
    assert len({trace["marker"]["symbol"] for trace in (giant, listed_, leader)}) == 3
    (span,) = traces(figure, "span")
    assert span["x"][:2] == ["2021-07-19", "2024-07-18"]


def test_undated_marks_stand_in_their_own_column():
    w, figure = words("zh"), plot()
    (documented,) = traces(figure, w("chart.milestone.documented"))
    (standard,) = traces(figure, w("chart.milestone.standard"))
    assert documented["xaxis"] == standard["xaxis"] == "x2" and documented["x"] == [0]
    assert documented["marker"]["symbol"] == "circle-open" and not standard["marker"]["symbol"].endswith("open")
    assert figure.layout.xaxis2.ticktext == (w("chart.undated"),)
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]
    assert "xaxis2" not in plot(MILESTONES.dropna(subset="reached_on")).layout


def test_names_stand_in_groups_with_product_and_mark():
    texts = [note.text for note in plot().layout.annotations]
    places = [texts.index(text) for text in ("“领跑者”企业（1家）", "<b>★ 乙有限公司</b>", "轴承", "<b>甲有限公司</b>")]
    assert places == sorted(places)
    assert "<b>★ 乙 Co., Ltd.</b>" in [note.text for note in plot(lang="en").layout.annotations]


def test_the_plot_grows_with_its_rows_and_shades_the_plan():
    many = pd.DataFrame([milestone(f"第{n}", "srdi", "2020-06-30") for n in range(40)])
    assert plot(many).layout.height > plot().layout.height + 1000
    assert ("2022-07-13", "2025-12-31") in [(shape.x0, shape.x1) for shape in plot().layout.shapes]


def test_marks_on_one_day_are_set_apart():
    same = pd.DataFrame([milestone("甲", kind, "2021-07-19") for kind in ("srdi", "little_giant", "hightech")])
    heights = {trace["y"][0] for trace in json.loads(plot(same).to_json())["data"]}
    assert len(heights) == 3


def test_every_kind_has_a_mark_and_words_of_its_own():
    assert len(set(charts.MILESTONES.values())) == len(charts.MILESTONES)
    for lang in LANGUAGES:
        assert len({words(lang)(f"chart.milestone.{kind}") for kind in charts.MILESTONES}) == len(charts.MILESTONES)
    for theme in THEMES:
        assert {family for family, _ in charts.MILESTONES.values()} == PALETTES[theme].milestones.keys()


@pytest.mark.parametrize(("precision", "zh", "en"), [
    ("day", "2022年5月9日", "9 May 2022"), ("month", "2022年5月", "May 2022"), ("quarter", "2022年第2季度", "Q2 2022"),
    ("half", "2022年上半年", "first half of 2022"), ("year", "2022年", "2022"),
    ("approximate", "约2022年", "about 2022"),
])
def test_a_date_is_as_exact_as_it_is_known(precision, zh, en):
    given = milestone("甲", "srdi", "2022-05-09", date_precision=precision)
    assert (charts.when(given, words("zh")), charts.when(given, words("en"))) == (zh, en)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_hover_tells_everything(lang):
    (trace,) = traces(plot(lang=lang), words(lang)("chart.milestone.little_giant"))
    w, hover = words(lang), trace["hovertext"][0]
    for part in (w.pick(MILESTONES.iloc[1], "name"), w("chart.milestone.little_giant"), w.date(date(2021, 7, 19)),
                 "邢台日报",
                 w.date(date(2024, 7, 18)), w.pick(MILESTONES.iloc[1], "detail"),
                 w.pick(MILESTONES.iloc[1], "product")):
        assert part in hover


def test_the_leader_takeaway_counts_milestones_but_not_documents():
    takeaway = charts.leader_takeaway(MILESTONES, "zh")
    assert takeaway == ("共2家企业，其中“领跑者”企业1家；记录节点3项，另有1项日期不详。"
                        "最近一项：乙有限公司，上市，2024年3月8日。")
    assert charts.leader_takeaway(MILESTONES[MILESTONES.kind == "documented"].assign(enterprises=1), "en").startswith("No public list names a leader")


# Both ----------------------------------------------------------------------------------------------------------------

def test_texts_from_data_are_escaped():
    nasty = "<b onclick='x'>&甲"
    figure = plot(pd.DataFrame([milestone("甲", "srdi", "2022-05-09", name_zh=nasty, product_zh=nasty,
                                          detail_zh=nasty)]))
    observations = GIANTS.assign(basis_zh=nasty, publisher=nasty)
    for text in (said(figure), said(series(observations=observations, targets=TARGETS.assign(unit_zh=nasty)))):
        assert "<b onclick" not in text and "&lt;b onclick" in text and "&amp;甲" in text


@pytest.mark.parametrize("theme", THEMES)
def test_figures_are_ours_in_both_themes_and_fetch_nothing(theme):
    for figure in (series(theme=theme), plot(theme=theme)):
        text = said(figure)
        assert "http" not in text and "bdata" not in text
        assert figure.layout.font.color == PALETTES[theme].text and "Microsoft YaHei" in figure.layout.font.family
        assert {trace.type for trace in figure.data} == {"scatter"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_only_button_is_in_the_reader_s_language(lang):
    config = charts.config(lang)
    assert config["modeBarButtons"] == [["toImage"]] and not config["displaylogo"] and not config["showSendToCloud"]
    dictionary = config["locales"][config["locale"]]["dictionary"]
    assert dictionary["Download plot as a PNG"] == words(lang)("chart.download")
