"""Looking ahead and rehearsing the rule, on the sample returns (made up, so that every case is there): the questions agree with
the judgement, the pages say so in both languages."""

from datetime import date

import pandas as pd
import pytest

import queries
from data import sample, warehouse
from data.words import LANGUAGES, words
from pages.parts import ahead_cards, charts, lights
from pages.parts.forecast import forecast
from tests.test_pages import parameter, text, visit

MID_2024 = date(2024, 6, 30)


@pytest.fixture(scope="module", autouse=True)
def made_up() -> None:
    """The sample is loaded."""
    sample.load()


def asked(name: str, as_of: date = MID_2024, **given) -> pd.DataFrame:
    """The answer to a question on the sample; by the rule in force unless `given` says otherwise."""
    wanted = queries.question(name).wanted
    given = {"as_of": as_of, "known_at": None, "preset": "schedule", "other": "schedule", "green_from": None, "yellow_from": None, "department": None,
             "light": None} | given
    return queries.ask(name, state=warehouse.sample(), **{key: value for key, value in given.items() if key in wanted})


def judged(preset: str = "schedule", green: float | None = None, yellow: float | None = None, as_of: date = MID_2024) -> pd.DataFrame:
    """goal_status itself, by some thresholds."""
    with warehouse.cursor(warehouse.sample()) as cursor:
        return cursor.execute("FROM goal_status($day::DATE, NULL, $preset, green_from := $green::DOUBLE, yellow_from := $yellow::DOUBLE)",
                              {"day": as_of, "preset": preset, "green": green, "yellow": yellow}).df()


KEY = ["indicator_id", "scope_kind", "scope_id", "due_on"]


# What is left ---------------------------------------------------------------------------------------------------------

def test_the_need_is_target_less_figure_over_the_months_left():
    own = asked("goal_need", goal="little_giants").iloc[0]
    assert (own.state, own.lower, own.actual, own.remaining) == ("open", 500, 383, 117)
    assert own.months_left == pytest.approx(549 / (365.25 / 12))
    assert own.required_per_month == pytest.approx(own.remaining / own.months_left)
    assert own.actual_id == "little_giants-130000-2024H1"


def test_the_shares_need_what_each_lacks_and_no_surplus_helps_another():
    rows = asked("goal_need", goal="little_giants")
    shares = rows[~rows.own]
    known = shares[shares.actual.notna()]
    assert (known.remaining == (known.lower - known.actual).clip(lower=0)).all()
    assert set(shares.shares_remaining) == {known.remaining.sum()} == {110}
    assert (shares.shares.iloc[0], shares.shares_known.iloc[0]) == (14, 13)
    assert shares.iloc[0].name_of_scope_zh == "石家庄市" and shares.set_index("scope_id").loc["xiongan", "state"] == "no_data"


@pytest.mark.parametrize(("lang", "said", "exact"), [("zh", "至多", "还差117家，每月需6.5家"),
                                                     ("en", "at most ", "117 enterprises to go, 6.5 enterprises a month")])
def test_what_remains_after_an_at_least_figure_is_at_most_that(lang, said, exact):
    """The figure itself, its shares and their sum, each time that the amount is drawn."""
    need, basis = asked("goal_need", goal="little_giants"), asked("goal_basis", goal="little_giants")
    ahead = forecast(basis, need)

    def drawn(need: pd.DataFrame) -> tuple[str, str]:
        return ahead_cards.looking_ahead(need, basis, ahead, lang), ahead_cards.goal_takeaway(need, ahead, lang)

    assert need.shares_qualifier.isna().all() and exact in drawn(need)[0] and not any(said in text for text in drawn(need))
    card, sentence = drawn(need.assign(qualifier=need.qualifier.where(~need.own, "at_least")))
    assert (card.count(said), sentence.count(said)) == (3, 2), "the pace, what is left and a month; the sentence"
    with_share = need.assign(qualifier=need.qualifier.where(need.scope_id != "130100", "at_least"))
    assert need.set_index("scope_id").loc["130100"].remaining > 0
    card, sentence = drawn(with_share.assign(shares_qualifier="at_least"))
    assert (card.count(said), sentence.count(said)) == (3, 0), "of one share what is left and a month, and the sum"
    assert lights.trend_sentence(need.iloc[0], lang) != lights.trend_sentence(need.assign(qualifier="at_least").iloc[0], lang)


def test_a_sum_with_an_at_least_share_is_marked():
    rows = asked("goal_need", date(2025, 6, 30), goal="industrial_ecommerce")
    shares = rows[~rows.own]
    floors = (shares.qualifier == "at_least") & shares.remaining.notna()
    assert (shares.shares_qualifier == "at_least").any() == floors.any() and set(rows[rows.own].shares_qualifier) == {"at_least"}


@pytest.mark.parametrize(("goal", "as_of", "state"), [
    ("srdi_smes", MID_2024, "met"), ("little_giants", date(2025, 12, 31), "met"), ("listed_companies", date(2025, 12, 31), "passed"),
    ("listed_companies", date(2026, 6, 1), "passed"), ("listing_pool", MID_2024, "undated"), ("listing_ready_clusters", MID_2024, "no_data"),
    ("green_factories", date(2022, 11, 1), "part_year"), ("green_factories", MID_2024, "open")])
def test_a_goal_says_whether_something_is_left_to_do(goal, as_of, state):
    own = asked("goal_need", as_of, goal=goal).iloc[0]
    assert own.state == state and bool(own.own)
    assert pd.notna(own.remaining) == (state in ("open", "undated"))


def test_a_quota_is_reckoned_from_the_figures_of_its_year_after_zero():
    rows = asked("goal_basis", goal="green_factories")
    assert list(rows.value) == [0, 9, 18] and list(rows.origin) == [True, False, False]
    assert rows.day.iloc[0].date() == date(2023, 12, 31)


def test_the_basis_begins_at_the_baseline_and_marks_what_is_recent():
    rows = asked("goal_basis", goal="little_giants")
    assert rows[rows.of_forecast].day.min().date() == date(2022, 6, 30), "the baseline; the figure of 2021 is older"
    assert list(rows[rows.of_pace].value) == [338, 347, 358, 371, 383]
    assert not asked("goal_basis", goal="listing_pool").set_index("value").loc[371, "of_forecast"], "only an at-least figure"


def test_every_goal_is_counted_once_by_its_target_in_question():
    counts = asked("goal_light")
    assert counts.goals.sum() == judged().indicator_id.nunique() == 31
    now = asked("goal_status").query("own and in_question")
    for row in counts.itertuples():
        assert set(row.names_en) == set(now[now.light == row.light].name_en) and len(row.names_zh) == row.goals
    assert asked("goal_light", department="science").goals.sum() < 31


# The rehearsal --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("green", "yellow"), [(-5.0, -20.0), (10.0, 5.0), (0.0, -10.0), (0.0, 0.0)])
def test_a_rehearsal_flips_exactly_what_lies_between_the_thresholds(green, yellow):
    rows = asked("rehearsal", green_from=green, yellow_from=yellow)
    weighed = rows[rows.weighed & (rows.reason != "only_at_least")]
    gap = weighed.schedule_gap_pp

    def lit(green: float, yellow: float) -> list[str]:
        return ["green" if value >= green else "yellow" if value >= yellow else "red" for value in gap]

    assert list(weighed.light) == lit(0, -10)
    exact = weighed.qualifier == "exact"
    assert list(weighed[exact].light_then) == [light for light, kept in zip(lit(green, yellow), exact, strict=True) if kept]
    assert not rows[~rows.weighed].flips.any() and (rows.flips == (rows.light != rows.light_then)).all()
    assert rows.flips.any() == ((green, yellow) != (0, -10))


@pytest.mark.parametrize(("preset", "green", "yellow"), [("10/30", None, None), ("90/75", None, None), ("schedule", -5.0, -20.0)])
def test_a_rehearsal_is_the_judgement_called_both_ways(preset, green, yellow):
    both = judged().merge(judged(preset, green, yellow), on=[*KEY, "year"], suffixes=("", "_then"), how="outer")
    changed = both[both.light != both.light_then]
    rows = asked("rehearsal", other=preset, green_from=green, yellow_from=yellow)
    flips = rows[rows.flips]
    assert len(rows) == len(both) and 0 < len(flips) == len(changed)
    told = {tuple(row) for row in flips[[*KEY, "light", "light_then"]].astype(str).itertuples(index=False)}
    assert told == {tuple(row) for row in changed[[*KEY, "light", "light_then"]].astype(str).itertuples(index=False)}
    counts = asked("rehearsal_count", other=preset, green_from=green, yellow_from=yellow).set_index("light")
    assert (counts.goals_now + counts.shares_now).to_dict() == judged().light.value_counts().reindex(counts.index, fill_value=0).to_dict()
    assert (counts.goals_then + counts.shares_then).to_dict() == \
        judged(preset, green, yellow).light.value_counts().reindex(counts.index, fill_value=0).to_dict()


def test_after_the_plans_end_thresholds_decide_nothing():
    rows = asked("rehearsal", date(2026, 11, 24), other="90/75")
    assert not rows.weighed.any() and not rows.flips.any()


# The pages ------------------------------------------------------------------------------------------------------------

def page(lang: str, as_of: str = "2024-06-30", **address):
    app = visit("goals", lang=lang, data="sample", as_of=as_of, **address)
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_goal_shows_both_paces_its_forecast_and_what_is_left(lang):
    said = text(page(lang, goal="little_giants"))
    w = words(lang)
    assert f">{w('ahead.title')}<" in said
    for number in ("3.9", "6.5", "117", "498", "403", "592", "110"):
        assert number in said, number
    assert 'data-trace="observation:little_giants-130000-2024H1"' in said
    assert {"zh": "带漂移的随机游走", "en": "random walk with drift"}[lang] in said
    assert {"zh": "能否如期完成尚难断定", "en": "it may or may not be met"}[lang] in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("goal", "as_of", "key"), [
    ("srdi_smes", "2024-06-30", {"zh": "已经达到", "en": "is met"}), ("listed_companies", "2026-01-01", {"zh": "已到", "en": "has come"}),
    ("green_factories", "2024-06-30", {"zh": "可用数据2个，不足4个", "en": "2 usable figures, fewer than 4"}),
    ("listing_pool", "2024-06-30", {"zh": "方案未定期限：不作预测", "en": "sets no date: no forecast"}),
    ("listing_ready_clusters", "2024-06-30", {"zh": "没有本口径的数据", "en": "no figure in this scope"}),
    ("green_factories", "2022-11-01", {"zh": "不足一年", "en": "part of one"})])
def test_where_nothing_is_forecast_the_page_says_why(lang, goal, as_of, key):
    app = page(lang, as_of, goal=goal)
    said = text(app)
    assert key[lang] in said and words(lang)("chart.forecast_band", share=80) not in str(app.get("plotly_chart")[0].proto)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chart_carries_the_forecast_as_a_named_broken_line_in_a_band(lang):
    need, basis, goal, figures = (asked(name, goal="little_giants") for name in ("goal_need", "goal_basis", "goal", "goal_figure"))
    ahead = forecast(basis, need)
    chart = charts.goal_series(figures, asked("goal_path", goal="little_giants"), goal, lang, "light", as_of=MID_2024,
                               plan=(date(2022, 7, 13), date(2025, 12, 31)), ahead=ahead, ahead_text="told")
    w = words(lang)
    line, = (trace for trace in chart.data if trace.name == w("chart.forecast"))
    band, = (trace for trace in chart.data if trace.name == w("chart.forecast_band", share=80))
    assert (line.x[0], line.y[0], line.x[-1], line.y[-1]) == ("2024-06-30", 383, "2025-12-31", ahead.outcome[1])
    assert line.line.dash == "dashdot" and f"<b>{w('chart.forecast')}</b>" in line.text and "told" in line.hovertext
    assert (min(band.y), max(band.y)) == (min(low for _, _, low, _ in ahead.course), ahead.outcome[3])
    assert chart.layout.yaxis.range[1] > ahead.outcome[3]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_begins_with_its_sum(lang):
    said = text(page(lang))
    assert {"zh": "31项目标按当前期限：已达标1项，达到序时11项", "en": "31 goals by the deadline in question: Met 1, On schedule 11"}[lang] in said
    now = asked("goal_status").query("own and in_question")
    red = list(now[now.light == "red"][f"name_{lang}"])
    assert len(red) == 4
    assert {"zh": f"明显滞后的有{'、'.join(red[:3])}等4项。", "en": f"well behind: {', '.join(red[:3])} and others, 4 in all."}[lang] in said
    n = asked("goal_status", light="missed").indicator_id.nunique()
    assert 1 < n < 31
    assert {"zh": f"{n}项目标按当前期限", "en": f"{n} goals by the deadline"}[lang] in text(page(lang, light="missed")), "as many as the list"


@pytest.mark.parametrize(("lang", "end"), [("zh", "明显滞后的有甲、乙、丙等4项。"), ("en", "well behind: 甲, 乙, 丙 and others, 4 in all.")])
def test_the_list_names_three_goals_in_the_red_and_none_else(lang, end):
    names = [["丁"], list("甲乙丙丁")]
    counts = pd.DataFrame({"light": ["yellow", "red"], "goals": [1, 4], "names_zh": names, "names_en": names})
    assert ahead_cards.list_takeaway(counts, lang).endswith(end)
    told = ahead_cards.list_takeaway(counts[:1], lang)
    assert "丁" not in told and told.endswith({"zh": "略慢于序时1项。", "en": "Slightly behind 1."}[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_thresholds_in_the_address_are_rehearsed(lang):
    app = page(lang, rehearse="-5,-20")
    said = text(app)
    assert {"zh": "16项判定会变灯", "en": "16 lights would change"}[lang] in said and not [n for n in app.warning if "rehearse" in n.value]
    assert {"zh": "不改变现行规则", "en": "changes nothing"}[lang] in said
    assert "<b>11 → 16</b>" in said
    app.number_input(key="rehearsal_yellow").set_value(-10.0).run()
    assert parameter(app, "rehearse") == "-5,-10"
    app.button(key="rehearsal_10/30").click().run()
    assert (parameter(app, "preset"), parameter(app, "rehearse")) == ("10/30", "1")
    app.button(key="rehearsal_close").click().run()
    assert parameter(app, "rehearse") is None


@pytest.mark.parametrize("bad", ["-20,-5", "green", "1", "nan,nan", "-5", "0,-1000", "1,2,3", "inf,0", "`[x](y),"])
def test_bad_thresholds_are_ignored_and_the_notice_says_how_to_mend_them(bad):
    app = page("en", rehearse=bad)
    notices = [notice.value for notice in app.warning if "rehearse=" in notice.value]
    assert len(notices) == (bad != "1") and all("`rehearse=-5,-20`" in notice for notice in notices)
    assert words("en")("rehearsal.same") in text(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_would_flip_it_says_why_and_offers_a_day(lang):
    app = page(lang, "2026-11-24", rehearse="-5,-20")
    assert {"zh": "没有一项判定取决于阈值", "en": "no light depends on thresholds"}[lang] in text(app)
    app.button(key="rehearsal_day").click().run()
    assert parameter(app, "as_of") == "2024-06-30" and {"zh": "会变灯", "en": "would change"}[lang] in text(app)
