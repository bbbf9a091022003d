"""Lights, reasons, gauges, bullets and quota cells: the geometry says what the numbers say, in words and in both
languages."""

import re
from datetime import date
from math import atan2, pi
from timeit import repeat
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from data.words import LANGUAGES, words
from pages.parts import bullets, gauges, lights
from pages.parts.palette import PALETTES

THEMES = tuple(PALETTES)
SVG = "{http://www.w3.org/2000/svg}"
REASONS = ("no_data", "no_figure_since_start", "stale", "no_baseline", "below_baseline", "on_schedule",
           "slightly_behind", "behind", "met", "above_range", "met_late", "met_by_later_figure", "missed",
           "no_figure_at_deadline", "only_at_least", "too_close_to_call", "reported", "part_year")
NO_FIGURE = dict.fromkeys(("actual", "actual_on", "qualifier", "judged_value", "judged_on", "judged_qualifier",
                           "expected", "completion", "schedule_gap_pp",
                           "observed_per_month", "required_per_month", "trend"))
HOSTILE = {"name_zh": "<b>&\"'甲</b>", "name_en": "<script>alert('x')</script> & \"q\"", "unit_zh": "家&<",
           "unit_en": "<i>&"}


def row(**changes) -> dict:
    """A row of goal_status: little giants on schedule, with what a test changes."""
    return {
        "indicator_id": "little_giants", "scope_kind": "province", "due_on": date(2025, 12, 31), "year": None,
        "lower": 500.0, "upper": None, "strict": False, "axis_target": 500.0, "baseline": 202.0,
        "baseline_on": date(2021, 11, 30), "actual": 383.0, "actual_on": date(2024, 6, 30), "qualifier": "exact",
        "judged_value": 383.0, "judged_on": date(2024, 6, 30), "judged_qualifier": "exact", "expected": 380.2,
        "expected_as_of": 431.6, "completion": 76.6, "schedule_gap_pp": 0.9, "light": "green", "reason": "on_schedule",
        "required_per_month": 6.4, "observed_per_month": 4.1, "trend": "→", "name_zh": "专精特新“小巨人”企业",
        "name_en": "Little giant enterprises", "unit_zh": "家", "unit_en": "enterprises",
        "shown_precision": "day", "baseline_precision": "month",
    } | changes


def listed(**changes) -> dict:
    """A row of a range without a figure: listed companies."""
    return row(**NO_FIGURE | {"lower": 30.0, "upper": 50.0, "axis_target": 50.0, "light": "grey", "reason": "no_data",
                              "baseline": None, "baseline_on": None, "expected_as_of": 18.6, "name_zh": "上市企业",
                              "name_en": "Listed companies", "unit_zh": "家", "unit_en": "companies"} | changes)


def quota(year: int, light: str, value: float | None, **changes) -> dict:
    """A row of a yearly quota of 50."""
    figure = {"actual": value, "judged_value": value, "actual_on": date(year, 12, 31), "judged_on": date(year, 12, 31)}
    return row(**(NO_FIGURE if value is None else figure) | {
        "year": year, "due_on": date(year, 12, 31), "lower": 50.0, "axis_target": 50.0, "light": light,
        "reason": "no_data" if value is None else "met"} | changes)


def drawn(svg: str, name: str) -> list[ElementTree.Element]:
    """The elements of a drawing with a class."""
    return [element for element in ElementTree.fromstring(svg).iter() if name in element.get("class", "").split()]


def texts(svg: str) -> str:
    """Everything a drawing says."""
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def numbers(element: ElementTree.Element) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", element.get("d"))]


def on_ring(svg: str, x: float, y: float) -> float:
    """Where a point of a gauge lies on its axis, as a share: the centre is read from the track."""
    (track,) = drawn(svg, "track")
    x0, y0, *_, x1, _ = numbers(track)
    return 1 - atan2(y0 - y, x - (x0 + x1) / 2) / pi


# Lights and reasons --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("light", lights.LIGHTS)
def test_a_badge_says_its_light_by_icon_word_and_colour(light, lang):
    for theme in THEMES:
        badge = lights.light_badge(light, lang, theme)
        assert lights.ICONS[light] in badge and words(lang)(f"light.{light}") in badge
        assert PALETTES[theme].lights[light] in badge
        ElementTree.fromstring(badge)


def test_no_two_lights_share_an_icon_or_a_word():
    assert len(set(lights.ICONS.values())) == len(set(lights._SHAPES.values())) == len(lights.LIGHTS) == 7
    for lang in LANGUAGES:
        assert len({lights.light_word(light, lang) for light in lights.LIGHTS}) == 7


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_one_sentence_with_its_figures(reason, lang):
    given = row(reason=reason, year=2024 if reason == "part_year" else None)
    sentence = lights.reason_sentence(row(**given | NO_FIGURE) if reason == "no_data" else given, lang)
    assert sentence[-1] == ("。" if lang == "zh" else ".")
    assert sentence.count("。") == (lang == "zh") and "—" not in sentence and "{" not in sentence
    if reason != "no_data":
        assert "383" in sentence and words(lang).date(date(2024, 6, 30)) in sentence
    if reason != "part_year":
        assert "500" in sentence and "2025" in sentence


def test_sentences_read_as_an_official_would_write_them():
    assert lights.reason_sentence(listed(), "zh") == "计划要求2025年达到30至50家；尚无报送数据。"
    assert lights.reason_sentence(listed(), "en") == (
        "The plan asks for 30 to 50 companies by the end of 2025; no figure has been reported.")
    later = row(reason="met_by_later_figure", light="met", judged_value=6591.0, actual=7000.0, qualifier="at_least",
                actual_on=date(2025, 11, 30), judged_qualifier="exact")
    assert lights.reason_sentence(later, "zh") == (
        "计划要求2025年达到500家；达标的数据首次见于2024年6月30日（6,591家），是否按期达标无法判断。")
    behind = row(reason="behind", light="red", schedule_gap_pp=-23.64)
    assert "落后序时23.6个百分点" in lights.reason_sentence(behind, "zh")
    assert "23.6 points behind schedule" in lights.reason_sentence(behind, "en")


@pytest.mark.parametrize(("changes", "zh", "en"), [
    ({"strict": True, "lower": 78.0, "unit_zh": "%", "unit_en": "%"}, "计划要求2025年超过78%",
     "The plan asks for more than 78%"),
    ({"year": 2024, "due_on": date(2024, 12, 31)}, "计划要求2024年完成500家",
     "The plan asks for 500 enterprises in 2024"),
    ({"due_on": None}, "计划要求达到500家，未定期限", "The plan asks for 500 enterprises and sets no date"),
    ({"due_on": date(2024, 6, 30)}, "计划要求2024年6月30日前达到500家",
     "The plan asks for 500 enterprises by 30 Jun 2024"),
    ({"scope_kind": "city"}, "任务分解要求2025年达到500家", "The task set asks for 500 enterprises by the end of 2025"),
])
def test_a_requirement_names_who_asks_and_by_when(changes, zh, en):
    assert lights.requirement(row(**changes), "zh") == zh
    assert lights.requirement(row(**changes), "en").startswith(en)


def test_a_quota_with_figures_for_part_of_a_year_says_how_far_they_go():
    given = quota(2024, "grey", 30.0, judged_value=None, judged_on=None, actual_on=date(2024, 9, 30),
                  reason="no_figure_at_deadline")
    assert lights.reason_sentence(given, "zh") == (
        "计划要求2024年完成50家；当年数据只报到2024年9月30日（30家），无法判断全年是否完成。")


@pytest.mark.parametrize("trend", [*lights.TRENDS, None])
def test_the_trend_is_a_sentence_of_its_own(trend):
    for lang in LANGUAGES:
        sentence = lights.trend_sentence(row(trend=trend), lang)
        assert (sentence is None) == (trend is None)
        assert sentence is None or (trend in sentence and "4.1" in sentence and "6.4" in sentence)


def test_rows_may_be_dicts_series_or_namedtuples_with_any_kind_of_blank():
    frame = pd.DataFrame([row(), listed()]).astype({"year": "Int32"})
    frame["due_on"] = pd.to_datetime(frame["due_on"])
    for series, dictionary, tuple_ in zip((frame.iloc[0], frame.iloc[1]), frame.to_dict("records"), frame.itertuples(),
                                          strict=True):
        facts = lights.facts(series)
        assert facts == lights.facts(dictionary) == lights.facts(tuple_)
        assert facts["year"] is None and facts["due_on"] == date(2025, 12, 31)
    with pytest.raises(KeyError, match="axis_target"):
        lights.facts({name: value for name, value in row().items() if name != "axis_target"})


# The gauge -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("axis_target", "unit", "end"), [
    (500.0, "enterprises", 600), (50.0, "companies", 60), (5000.0, "enterprises", 6000), (3.5, "%", 4),
    (100.0, "%", 100),
    (80.0, "%", 100), (10.0, "projects", 12), (1000.0, "patents", 1200), (3.0, "alliances", 4),
])
def test_an_axis_ends_a_little_past_the_highest_target(axis_target, unit, end):
    axis = gauges.goal_axis(row(axis_target=axis_target, unit_en=unit))
    assert axis.end == end and end % axis.step == pytest.approx(0, abs=1e-9)


def test_an_axis_belongs_to_its_goal_whatever_the_day_and_the_target():
    first = row(due_on=date(2023, 12, 31), lower=300.0, actual=150.0, judged_value=150.0, expected_as_of=210.0)
    last = row(actual=6591.0, judged_value=6591.0, expected_as_of=500.0)
    ends = [[element.text for element in drawn(gauges.goal_gauge(goal, "en", "light"), "axis-number")]
            for goal in (first, last)]
    assert ends[0] == ends[1] == ["0", "600"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("value", [1.0, 60.0, 383.0, 599.0])
def test_gauge_marks_stand_at_their_numbers(value, theme):
    svg = gauges.goal_gauge(row(actual=value, judged_value=value), "zh", theme)
    (arc,), (target,), (expected,) = drawn(svg, "value"), drawn(svg, "target"), drawn(svg, "expected")
    assert on_ring(svg, *numbers(arc)[-2:]) == pytest.approx(max(value / 600, 0.004), abs=1e-3)
    assert arc.get("stroke") == PALETTES[theme].lights["green"]
    assert on_ring(svg, *numbers(target)[-2:]) == pytest.approx(500 / 600, abs=1e-3)
    tip = re.match(r"translate\((\S+) (\S+)\)", expected.get("transform"))
    assert on_ring(svg, float(tip[1]), float(tip[2])) == pytest.approx(431.6 / 600, abs=1e-3)
    assert [element.text for element in drawn(svg, "target-number") + drawn(svg, "expected-number")] == ["500", "432"]


def test_a_range_is_a_band_from_floor_to_top():
    svg = gauges.goal_gauge(listed(), "en", "light")
    (band,), (lower,), (upper,) = drawn(svg, "band"), drawn(svg, "target"), drawn(svg, "target-upper")
    track = gauges.goal_gauge(row(), "en", "light")  # the same geometry with a track to read the centre from
    x0, y0, *_, x1, y1 = numbers(band)
    assert on_ring(track, x0, y0) == pytest.approx(0.5, abs=1e-3)
    assert on_ring(track, x1, y1) == pytest.approx(50 / 60, abs=1e-3)
    assert on_ring(track, *numbers(lower)[-2:]) == pytest.approx(0.5, abs=1e-3)
    assert on_ring(track, *numbers(upper)[-2:]) == pytest.approx(50 / 60, abs=1e-3)
    assert drawn(svg, "target-number")[0].text == "30–50"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("draw", [gauges.goal_gauge, bullets.goal_bullet])
def test_without_a_figure_nothing_is_filled_and_the_plan_still_shows(draw, lang):
    svg = draw(listed(), lang, "light")
    (empty,) = drawn(svg, "empty")
    assert not drawn(svg, "value") and empty.get("stroke-dasharray") and empty.get("fill") == "none"
    assert drawn(svg, "target") and drawn(svg, "expected")
    said = texts(svg)
    assert words(lang)("light.grey") in said and "19" in said
    assert ("30至50家" if lang == "zh" else "30 to 50 companies") in said
    assert " ".join(element.text for element in drawn(svg, "number")) == words(lang)("gauge.no_figure")


@pytest.mark.parametrize("draw", [gauges.goal_gauge, bullets.goal_bullet])
def test_nought_is_a_figure_and_one_past_the_end_says_so(draw):
    nought = draw(row(actual=0.0, judged_value=0.0), "en", "light")
    assert drawn(nought, "value") and not drawn(nought, "overflow") and texts(nought)
    past = draw(row(actual=700.0, judged_value=700.0), "en", "light")
    assert drawn(past, "overflow") and "700" in texts(past)
    assert not drawn(draw(row(actual=600.0, judged_value=600.0), "en", "light"), "overflow")


def test_the_number_is_the_judged_figure_and_wears_its_qualifier():
    svg = gauges.goal_gauge(row(actual=7000.0, actual_on=date(2025, 11, 30), judged_value=6591.0, qualifier="at_least",
                                judged_qualifier="about"), "zh", "light")
    assert "".join(drawn(svg, "number")[0].itertext()) == "≈ 6,591家"
    svg = gauges.goal_gauge(row(actual=7000.0, actual_on=date(2025, 11, 30), judged_value=None, judged_on=None,
                                qualifier="at_least"), "zh", "light")
    assert "".join(drawn(svg, "number")[0].itertext()) == "≥ 7,000家" and "2025年11月30日" in texts(svg)


def test_a_goal_without_schedule_has_no_tick():
    undated = gauges.goal_gauge(row(due_on=None, expected_as_of=None, light="reported", reason="reported"), "zh",
                                "light")
    assert not drawn(undated, "expected") and "未定期限" in texts(undated) and "序时" not in texts(undated)
    assert "缺少起始基数" in texts(gauges.goal_gauge(row(expected_as_of=None, light="grey", reason="no_baseline"), "zh",
                                                     "light"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("light", lights.LIGHTS)
def test_the_words_of_a_drawing_name_the_light_by_icon_and_word(light, lang):
    for alt in (gauges.gauge_alt(row(light=light), lang), bullets.bullet_alt(row(light=light), lang),
                bullets.quota_alt([quota(2024, light, 31.0)], lang)):
        assert lights.ICONS[light] in alt and words(lang)(f"light.{light}") in alt
        assert words(lang).pick(row(), "name") in alt
    alt = gauges.gauge_alt(row(light=light), lang)
    assert all(number in alt for number in ("383", "500", "432", "2025", "2024"))
    assert words(lang)("gauge.no_figure") in gauges.gauge_alt(listed(), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_hostile_names_and_units_stay_text(lang, theme):
    given = row(**HOSTILE)
    cells = bullets.quota_cells([quota(2024, "met", 60.0, **HOSTILE)], lang, theme)
    for svg in (gauges.goal_gauge(given, lang, theme, named=True), bullets.goal_bullet(given, lang, theme, named=True),
                cells):
        elements = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
        assert elements <= {"svg", "path", "rect", "circle", "text", "tspan", "g"}
    assert given[f"name_{lang}"] in texts(gauges.goal_gauge(given, lang, theme, named=True))


def test_a_data_uri_is_compact_and_gives_the_drawing_back():
    svg = gauges.goal_gauge(row(**HOSTILE), "zh", "light", named=True)
    uri = gauges.data_uri(svg)
    head, body = uri.split(",", 1)
    assert head == "data:image/svg+xml" and not set(body) & set('"<>#&\n')
    again = ElementTree.fromstring(unquote(body))
    assert ElementTree.tostring(again) == ElementTree.tostring(ElementTree.fromstring(svg))
    assert len(uri) < 1.4 * len(svg.encode())


def test_long_texts_fit_and_names_break_into_lines():
    long = "县域特色产业集群首台（套）重大技术装备和核心部件研制与产业化应用示范企业培训辅导"
    for name in (long, "Sessions of training and advice on first-set major technical equipment and core components"):
        lines = gauges.wrapped(name, 14.5, 270, 2)
        assert len(lines) == 2 and lines[1].endswith("…")
        assert all(gauges.text_width(line, 14.5) <= 275 for line in lines)
    assert gauges.wrapped("上市企业", 14.5, 270, 2) == ["上市企业"] and gauges.wrapped("", 12, 100, 1) == []
    svg = gauges.goal_gauge(row(unit_en="sessions a year per level of government"), "en", "light")
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        size = float(element.get("font-size"))
        assert size >= 10.5 and gauges.text_width("".join(element.itertext()), size) <= gauges.WIDTH


# Bullets and quota cells ---------------------------------------------------------------------------------------------

def test_bullet_marks_stand_at_their_numbers():
    svg = bullets.goal_bullet(listed(actual=52.0, judged_value=52.0, actual_on=date(2025, 12, 31), light="met"), "en",
                              "dark")
    (track,), (value,), (target,), (band,), (expected,) = (drawn(svg, name)
                                                           for name in ("track", "value", "target", "band", "expected"))
    left, _, width, *_ = numbers(track)
    assert float(value.get("width")) == pytest.approx(width * 52 / 60, abs=0.01)
    assert value.get("fill") == PALETTES["dark"].lights["met"]
    assert numbers(target)[0] == pytest.approx(left + width * 30 / 60, abs=0.01)
    assert float(band.get("x")) == pytest.approx(left + width * 30 / 60, abs=0.01)
    assert float(band.get("width")) == pytest.approx(width * 20 / 60, abs=0.01)
    tip = re.match(r"translate\((\S+) ", expected.get("transform"))
    assert float(tip[1]) == pytest.approx(left + width * 18.6 / 60, abs=0.01)


def test_gauge_and_bullet_share_their_axis_and_words():
    for goal in (row(), listed(), row(due_on=None, expected_as_of=None)):
        assert gauges.gauge_alt(goal, "zh") == bullets.bullet_alt(goal, "zh")
        assert gauges.target_line(lights.facts(goal), "zh") in texts(bullets.goal_bullet(goal, "zh", "light"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quota_cells_hold_one_year_each_and_never_a_sum(lang):
    rows = [quota(2023, "met", 56.0), quota(2022, "grey", None),
            quota(2024, "yellow", 31.0, judged_qualifier="at_least")]
    svg = bullets.quota_cells(rows, lang, "light", years=range(2022, 2026))
    cells = drawn(svg, "cell")
    assert [re.search(r"year-(\d+)", cell.get("class"))[1] for cell in cells] == ["2022", "2023", "2024", "2025"]
    assert ["light-grey" in cells[0].get("class"), "light-met" in cells[1].get("class")] == [True, True]
    assert cells[0].get("fill") == "none" and cells[0].get("stroke-dasharray") and cells[1].get("fill") != "none"
    assert [element.text for element in drawn(svg, "number")] == ["—", "56", "≥31"]
    assert [element.text for element in drawn(svg, "quota")] == ["/ 50"] * 3
    assert len(drawn(svg, "light")) == 3 and words(lang)("gauge.not_yet") in texts(svg) and "87" not in texts(svg)
    for light in ("grey", "met", "yellow"):
        assert words(lang)(f"light.{light}") in texts(svg)
    assert bullets.quota_alt(rows, lang).index("2022") < bullets.quota_alt(rows, lang).index("2024")


# Themes, speed -------------------------------------------------------------------------------------------------------

def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3: the contrast ratio of two colours."""
    def luminance(colour: str) -> float:
        parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_stand_out(theme):
    palette = PALETTES[theme]
    for ground in (palette.background, palette.soft):
        for colour in (palette.text, palette.muted, palette.accent):
            assert contrast(colour, ground) >= 4.5
    for colour in [*palette.lights.values(), *palette.milestones.values()]:
        assert contrast(colour, palette.background) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_words_of_drawings_are_set_in_the_colours_for_text(theme):
    palette = PALETTES[theme]
    svgs = [draw(row(light=light), "en", theme, named=True) for light in lights.LIGHTS
            for draw in (gauges.goal_gauge, bullets.goal_bullet)]
    svgs.append(bullets.quota_cells([quota(2023, "met", 56.0), quota(2024, "grey", None)], "en", theme, years=(2025,)))
    for svg in svgs:
        fills = {element.get("fill") for element in ElementTree.fromstring(svg).iter(f"{SVG}text")}
        assert fills <= {palette.text, palette.muted}


@pytest.mark.parametrize("draw", [gauges.goal_gauge, bullets.goal_bullet])
def test_a_drawing_takes_less_than_a_millisecond(draw):
    assert min(repeat(lambda: draw(row(), "zh", "light"), number=20, repeat=10)) / 20 < 0.001


@pytest.mark.parametrize(("qualifier", "zh", "en"), [
    ("exact", "相当于目标的140%。", " 140% of the target."), ("at_least", "相当于目标的140%以上。", " at least 140% of the target."),
    ("about", "相当于目标的约140%。", " about 140% of the target."),
])
def test_a_completion_is_told_as_surely_as_its_figure(qualifier, zh, en):
    goal = row(reason="reported", light="reported", due_on=None, completion=140.0, qualifier=qualifier, judged_qualifier=qualifier)
    assert lights.reason_sentence(goal, "zh").endswith(zh) and lights.reason_sentence(goal, "en").endswith(en)
