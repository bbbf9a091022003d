"""The forecast of a goal: right against reckonings of another kind, honest where it cannot be made, and right 80 times in 100."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from data.words import words
from pages.parts import ahead_cards
from pages.parts.forecast import forecast

START = date(2023, 1, 1)
T_90 = {3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440}  # the upper tenth of Student's t by degrees of freedom, from any printed table


def basis(days, values, qualifiers=None, quota=False) -> pd.DataFrame:
    """Rows of goal_basis: days since START, values; a quota begins with its origin."""
    qualifiers = qualifiers or ["exact"] * len(days)
    return pd.DataFrame({
        "day": [pd.Timestamp(START + timedelta(days=int(day))) for day in days], "value": np.array(values, dtype=float),
        "qualifier": qualifiers, "origin": [quota and n == 0 for n in range(len(days))], "of_pace": True,
        "of_forecast": [qualifier != "at_least" for qualifier in qualifiers]}).astype({"origin": bool, "of_forecast": bool})


def need(due: int | None, state="open", unit="enterprises", lower=500.0, strict=False) -> pd.DataFrame:
    """A row of goal_need: the deadline in days since START."""
    return pd.DataFrame([{"state": state, "due_on": pd.NaT if due is None else pd.Timestamp(START + timedelta(days=due)),
                          "unit_en": unit, "lower": lower, "strict": strict}])


def test_an_exact_line_goes_on_without_any_width():
    ahead = forecast(basis(range(0, 600, 100), [100 + 2 * n for n in range(6)]), need(1000))
    day, value, lower, upper = ahead.outcome
    assert (ahead.reason, ahead.figures, ahead.freedom, ahead.flat) == ("forecast", 6, 4, True)
    assert day == START + timedelta(days=1000) and (value, lower, upper) == pytest.approx((120, 120, 120))
    assert ahead.per_month == pytest.approx(0.02 * 365.25 / 12)


def test_even_spacing_gives_the_interval_of_the_textbook():
    values, apart, steps = [100, 112, 118, 135, 141, 160], 90, 4  # steps 12, 6, 17, 6, 19: mean 12, squares about it 146
    ahead = forecast(basis(range(0, 540, apart), values), need(450 + steps * apart))
    sigma = sqrt(146 / 4)
    half = T_90[4] * sigma * sqrt(steps * (1 + steps / 5))  # Hyndman & Athanasopoulos, table 5.2: σ·√(h(1 + h/(T − 1)))
    _, value, lower, upper = ahead.outcome
    assert value == pytest.approx(160 + steps * 12)
    assert (lower, upper) == pytest.approx((value - half, value + half), abs=0.02)


def test_uneven_spacing_agrees_with_generalised_least_squares():
    days = np.array([0, 40, 170, 200, 310, 420, 500.0])
    values = np.array([10, 14, 33, 31, 50, 61, 80.0])
    ahead = forecast(basis(days, values), need(900))
    t, y, n = days[1:], values[1:] - values[0], len(days)  # what has grown since the first, whose errors go together as min(s, t)
    inverse = np.linalg.inv(np.minimum.outer(t, t))
    slope = (t @ inverse @ y) / (t @ inverse @ t)
    rest = y - slope * t
    sigma2 = rest @ inverse @ rest / (n - 2)
    weights = inverse @ np.minimum(t, 900)
    predicted = values[0] + slope * 900 + weights @ rest
    spread = 900 - weights @ np.minimum(t, 900) + (900 - weights @ t) ** 2 / (t @ inverse @ t)
    _, value, lower, upper = ahead.outcome
    assert value == pytest.approx(predicted)
    assert upper - value == pytest.approx(T_90[5] * sqrt(sigma2 * spread), rel=1e-3) and value - lower == pytest.approx(upper - value)


@pytest.mark.parametrize(("days", "reason"), [(range(0, 500, 100), "too_few"), (range(0, 360, 60), "too_short"),
                                              (range(0, 366, 73), "forecast"), ([], "too_few")])
def test_too_few_figures_or_too_short_a_time_give_nothing(days, reason):
    ahead = forecast(basis(days, [5 * n for n in range(len(days))]), need(1000))
    assert ahead.reason == reason and bool(ahead.course) == (reason == "forecast")


def test_at_least_figures_are_left_out_and_about_ones_count():
    days, values = list(range(0, 600, 100)), [1, 2, 4, 5, 6, 9]
    kinds = ["exact", "about", "exact", "exact", "exact", "exact"]
    assert forecast(basis(days, values, kinds), need(1000)).figures == 6
    ahead = forecast(basis([*days, 580], [*values, 2], [*kinds, "at_least"]), need(1000))
    assert (ahead.figures, ahead.left_out, ahead.last) == (6, 1, START + timedelta(days=500))
    assert ahead.outcome == forecast(basis(days, values, kinds), need(1000)).outcome
    assert forecast(basis(days, values, ["at_least", *kinds[1:]]), need(1000)).reason == "too_few"


@pytest.mark.parametrize("quota", [False, True])
def test_no_forecast_lies_below_what_is_known_at_least(quota):
    days, values, due = [0, 90, 180, 270, 360, 450], [0, 112, 118, 135, 141, 160], 810
    free = forecast(basis(days, values, quota=quota), need(due))
    _, value, lower, upper = free.outcome
    floor = (lower + value) / 2

    def with_floor(on: int, known: float, unit="enterprises"):
        kinds = ["exact"] * len(days)
        rows = sorted(zip([*days, on], [*values, known], [*kinds, "at_least"], strict=True))
        return forecast(basis(*map(list, zip(*rows, strict=True)), quota=quota), need(due, unit=unit))

    held = with_floor(500, floor)
    assert held.outcome == (free.outcome[0], value, floor, upper) and held.least == floor and free.least is None
    assert held.course[0] == free.course[0], "the last figure, which is older, stays what it is"
    assert all(low >= floor for day, _, low, _ in held.course if day >= START + timedelta(days=500))
    assert with_floor(500, (value + upper) / 2).outcome[1:] == ((value + upper) / 2, (value + upper) / 2, upper), "nor does the line"
    assert with_floor(500, upper + 1).reason == "outgrown" and not with_floor(500, upper + 1).course
    assert with_floor(200, 170).outcome == free.outcome, "the last figure is less: the count has fallen"
    assert with_floor(500, 70, unit="%").least is None or quota


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_says_that_a_floor_cuts_the_interval_off(lang):
    free, goal = forecast(basis(range(0, 540, 90), [100, 112, 118, 135, 141, 160]), need(810)), {"lower": 300, "strict": False, "upper": None}
    goal |= {"unit_zh": "家", "unit_en": "enterprises"}
    held = replace(free, least=180.0)
    least = words(lang)("ahead.forecast.least", least={"zh": "180家", "en": "180 enterprises"}[lang])
    assert least in ahead_cards._forecast(words(lang), goal, held) and least not in ahead_cards._forecast(words(lang), goal, free)
    out = words(lang)("ahead.forecast.outgrown", n=0, fewest=0, shortest=0)
    assert out in ahead_cards._forecast(words(lang), goal, replace(free, reason="outgrown", course=()))


def test_a_quota_starts_at_zero_and_never_falls():
    days, values = [-1, 30, 58, 89, 119], [0, 10, 12, 30, 31]
    ahead = forecast(basis(days, values, quota=True), need(364))
    assert (ahead.reason, ahead.quota, ahead.figures, ahead.freedom) == ("forecast", True, 4, 3)
    _, value, lower, upper = ahead.outcome
    assert value == pytest.approx(31 + 31 / 120 * 245)
    variance = sum((b - a - 31 / 120 * (t - s)) ** 2 / (t - s) for s, t, a, b in zip(days, days[1:], values, values[1:], strict=False)) / 3
    assert upper - value == pytest.approx(T_90[3] * sqrt(variance * (245 + 245**2 / 120)), rel=1e-3)
    assert lower >= 31 and all(low >= 31 for _, _, low, _ in ahead.course)
    assert forecast(basis(days[:-1], values[:-1], quota=True), need(364)).reason == "too_few"
    assert forecast(basis([-1, 7, 14, 21, 28], [0, 1, 2, 3, 4], quota=True), need(364)).reason == "too_short"


@pytest.mark.parametrize("state", ["met", "passed", "undated", "part_year", "no_data"])
def test_where_nothing_is_left_to_do_nothing_is_forecast(state):
    ahead = forecast(basis(range(0, 600, 100), range(6)), need(None if state == "undated" else 1000, state))
    assert ahead.reason == state and not ahead.course


def test_no_count_falls_below_zero_and_no_share_exceeds_a_hundred():
    wild = basis(range(0, 600, 100), [3, 0, 6, 0, 5, 1])
    assert min(lower for _, _, lower, _ in forecast(wild, need(1000)).course) == 0
    high = basis(range(0, 600, 100), [80, 88, 85, 93, 91, 98])
    assert forecast(high, need(1500, unit="%")).outcome[1:] == (100, pytest.approx(100, abs=25), 100)
    assert forecast(high, need(1500)).outcome[3] > 100


@pytest.mark.parametrize(("figures", "spread"), [(6, "normal"), (9, "counts")])
def test_the_interval_holds_the_outcome_80_times_in_100(figures, spread):
    chance, runs, inside = np.random.default_rng(20220713), 600, 0
    days = np.arange(figures + 1) * 91
    days[-1] += 365
    for _ in range(runs):
        steps = np.diff(days) / 91
        grown = chance.normal(12 * steps, 4 * np.sqrt(steps)) if spread == "normal" else chance.poisson(12 * steps)
        values = 1000 + np.concatenate([[0], np.cumsum(grown)])
        _, _, lower, upper = forecast(basis(days[:-1], values[:-1]), need(int(days[-1]))).outcome
        inside += lower <= values[-1] <= upper
    assert inside / runs == pytest.approx(0.80, abs=0.03)


@pytest.mark.parametrize(("lower", "strict", "verdict"), [(120, False, "sure"), (120, True, "short"), (121, False, "short"), (119, True, "sure")])
def test_the_verdict_says_where_the_target_lies(lower, strict, verdict):
    ahead = forecast(basis(range(0, 600, 100), [100 + 2 * n for n in range(6)]), need(1000))
    assert ahead_cards.verdict({"lower": lower, "strict": strict}, ahead) == verdict
    wide = forecast(basis(range(0, 540, 90), [100, 112, 118, 135, 141, 160]), need(810))
    assert ahead_cards.verdict({"lower": 200, "strict": False}, wide) == "open"


def test_who_never_forecasts_does_not_pay_for_the_library():
    code = "import sys, pages.parts.forecast; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
