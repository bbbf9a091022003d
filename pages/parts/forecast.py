"""Where a goal arrives if the pace of its figures so far goes on: a forecast to the next deadline with an interval, or why none.

Method: random walk with drift ("drift method"), Hyndman, R. J. & Athanasopoulos, G. (2021), Forecasting: Principles and Practice,
3rd ed., sections 5.2 and 5.5, https://otexts.com/fpp3/, for figures of uneven spacing: between two figures Δt apart the value
grows by μΔt and a normal error of variance σ²Δt. The best estimate of μ is then the slope from the first to the last figure, of σ²
the weighted squares about it over n − 2 degrees of freedom; at a distance h beyond the last figure, of n over a span S, the
value lies within  last + μh ± t · √(σ²(h + h²/S)),  exactly so under the model.

Why not a straight line by least squares: the goals are cumulative counts, whose deviations from a line stay, and least squares
takes them for passing noise. On simulated cumulative counts (8 quarterly figures, 6 quarters ahead) its 80 % interval holds the
outcome 41 times in 100, this one 80 times; where deviations do pass, this one is too wide, not too narrow.

Why six figures over twelve months: they leave 4 degrees of freedom, at which the t quantile (1.53) is 20 % above the normal one;
with four figures it is 47 %, with three 140 % above it, and the error of σ itself decides. A whole year, so that no season is
taken for the pace. A quota starts its year at zero, which is a figure of its own: four more leave 3 degrees; 120 days, because
much of a year's work is booked late in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, sqrt

import pandas as pd

from pages.parts.kept import kept

CONFIDENCE = 0.80
SHARE = round(100 * CONFIDENCE)
MONTH = 365.25 / 12  # days
STEPS = 12  # points of the band beyond the last figure
LEAST = 6, 365  # figures, and days from the first to the last, of a count or share
LEAST_OF_YEAR = 4, 120  # figures, and days from the beginning of the year to the last, of a yearly quota


@dataclass(frozen=True)
class Forecast:
    """A forecast to a deadline, or why there is none.

    `reason` is `forecast`, or `met`, `undated`, `passed`, `part_year`, `no_data` (the state of the goal, as in
    queries/goal_need.sql), `too_few`, `too_short` or `outgrown`. `figures` are those it may be computed from, `left_out` the "at least" ones it may
    not, `days` their span. `course` holds day, value, lower and upper end of the interval from the last figure to the deadline; it
    is empty without a forecast. `least` is the "at least" figure that the interval begins at, where one cuts it off. Values are in the
    unit of the goal, `per_month` is the pace in it.
    """

    reason: str
    quota: bool
    figures: int
    left_out: int
    days: int
    first: date | None = None
    last: date | None = None
    per_month: float | None = None
    freedom: int | None = None
    flat: bool = False
    least: float | None = None
    course: tuple[tuple[date, float, float, float], ...] = ()

    @property
    def outcome(self) -> tuple[date, float, float, float]:
        """The deadline, the value expected on it, the lower and the upper end of the interval."""
        return self.course[-1]


@kept
def forecast(basis: pd.DataFrame, need: pd.DataFrame) -> Forecast:
    """The forecast of a goal to its next deadline. `basis` as in queries/goal_basis.sql, `need` as in queries/goal_need.sql.

    The value stays within what can be: no count below zero, no share above 100 %, no quota below what the year already has. Figures
    that say "about" count as they are; "at least" ones are only lower ends and are left out, but from their day on no count lies below
    them. One that lies above the whole interval shows that the pace of the other figures does not go on: then there is no forecast.
    """
    from scipy.special import stdtrit  # 15 MB and a tenth of a second, only for who forecasts

    goal = need.iloc[0]
    quota = bool(basis.origin.any())
    used = basis[basis.of_forecast]
    days = [day.date() for day in used.day]
    values = used.value.tolist()
    known = int((~used.origin).sum())
    span = (days[-1] - days[0]).days if days else 0
    found = {"quota": quota, "figures": known, "left_out": int((basis.qualifier == "at_least").sum()), "days": span}
    if days:
        found |= {"first": days[0], "last": days[-1]}
    if goal.state != "open":
        return Forecast(goal.state, **found)
    fewest, shortest = LEAST_OF_YEAR if quota else LEAST
    if known < fewest:
        return Forecast("too_few", **found)
    if span < shortest:
        return Forecast("too_short", **found)

    pace = (values[-1] - values[0]) / span
    freedom = len(values) - 2
    legs = [((later - sooner).days, b - a) for sooner, later, a, b in zip(days, days[1:], values, values[1:], strict=False)]
    variance = sum((grown - pace * apart) ** 2 / apart for apart, grown in legs) / freedom
    quantile = stdtrit(freedom, (1 + CONFIDENCE) / 2)
    share = goal.unit_en.startswith("%")
    least = values[-1] if quota else 0.0
    most = 100.0 if share else inf
    # a share may fall again, and a count has done so where its last figure is less than an earlier floor
    floors = [(day.date(), value) for day, value, qualifier in zip(basis.day, basis.value, basis.qualifier, strict=True)
              if qualifier == "at_least" and not share and (day.date() > days[-1] or value <= values[-1])]
    known_least = max((value for _, value in floors), default=-inf)
    course = []
    for step in range(STEPS + 1):
        ahead = (goal.due_on.date() - days[-1]).days * step / STEPS
        middle, half = values[-1] + pace * ahead, quantile * sqrt(variance * (ahead + ahead**2 / span))
        day = days[-1] + timedelta(days=round(ahead))
        lowest = max([least, *(value for since, value in floors if since <= day)])
        course.append((day, *(float(min(max(value, lowest), most)) for value in (middle, middle - half, middle + half))))
    if known_least > middle + half:
        return Forecast("outgrown", **found)
    return Forecast("forecast", **found, per_month=pace * MONTH, freedom=freedom, flat=variance < 1e-12, course=tuple(course),
                    least=known_least if known_least == course[-1][2] else None)
