"""The lights of goals as icon, word and colour (colour never alone), and the sentence that gives a light's reason.

What these functions call a *row* is a row of `queries/goal_status.sql` or `queries/headline_goal.sql`: a dict, a
Series or a namedtuple with the columns in `FIELDS`.
"""

from datetime import date, datetime
from html import escape

import pandas as pd

from data.words import words
from pages.parts import wording
from pages.parts.palette import PALETTES

ICONS = {"met": "✔", "green": "●", "yellow": "▲", "red": "▼", "missed": "✖", "grey": "○", "reported": "◆"}
LIGHTS = tuple(ICONS)
TEXT_STYLE = "\ufe0e"  # asks for the plain glyph where a font would show an emoji

FIELDS = (
    "scope_kind", "due_on", "year", "lower", "upper", "strict", "axis_target", "name_zh", "name_en", "unit_zh",
    "unit_en", "baseline", "baseline_on", "actual", "actual_on", "qualifier", "judged_value", "judged_on",
    "judged_qualifier", "expected", "expected_as_of", "completion", "schedule_gap_pp", "light", "reason",
    "required_per_month", "observed_per_month", "trend", "shown_precision", "baseline_precision",
)
ALLOCATED = ("city", "county", "cluster", "department", "enterprise")  # scopes of allocations, never of the plan's own
TRENDS = {"↗": "fast_enough", "→": "nearly", "↘": "too_slow", "↓": "falling"}

# Every icon as a drawing in a box from -1 to 1, so that a picture looks the same whatever fonts the reader has.
_SHAPES = {
    "met": '<path d="M-.85.05-.3.65.85-.6" fill="none" stroke="{c}" stroke-width=".42"/>',
    "green": '<circle r=".85" fill="{c}"/>',
    "yellow": '<path d="M0-.85.95.8H-.95Z" fill="{c}"/>',
    "red": '<path d="M0 .85.95-.8H-.95Z" fill="{c}"/>',
    "missed": '<path d="M-.7-.7.7.7M.7-.7-.7.7" fill="none" stroke="{c}" stroke-width=".46"/>',
    "grey": '<circle r=".72" fill="none" stroke="{c}" stroke-width=".28"/>',
    "reported": '<path d="M0-.95.95 0 0 .95-.95 0Z" fill="{c}"/>',
}


def facts(row) -> dict:
    """The columns of a row that drawings and sentences use, as a plain dict: None for blanks, dates for timestamps.

    Raises KeyError for a missing column.
    """
    given = row._asdict() if hasattr(row, "_asdict") else row
    return {name: _plain(given[name]) for name in FIELDS}


def _plain(value):
    if value is None or isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value


# Lights --------------------------------------------------------------------------------------------------------------

def light_word(light: str, lang: str) -> str:
    """The word for a light: "达到序时", "On schedule"."""
    return words(lang)(f"light.{light}")


def light_badge(light: str, lang: str, theme: str) -> str:
    """HTML: the icon of a light in its colour and its word in the colour of the text around it."""
    return (f'<span class="light light-{light}"><span aria-hidden="true" style="color:{PALETTES[theme].lights[light]}">'
            f"{ICONS[light]}{TEXT_STYLE}</span> {escape(light_word(light, lang))}</span>")


def light_mark(light: str, theme: str, x: float, y: float, radius: float) -> str:
    """SVG: the icon of a light, centred on (x, y), within `radius`."""
    shape = _SHAPES[light].format(c=PALETTES[theme].lights[light])
    return f'<g class="light" transform="translate({x:g} {y:g}) scale({radius:g})">{shape}</g>'


# Amounts in words ----------------------------------------------------------------------------------------------------

def expected_value(value: float, unit: str) -> float:
    """An expected value no more exact than it deserves, as it is computed: counts from ten on are whole."""
    return round(value, 2 if unit.startswith("%") else 0 if value >= 10 else 1)


def shown_figure(goal: dict) -> tuple[float | None, date | None, str | None]:
    """The figure that a light speaks of, its day and its qualifier: the judged one, else the latest; Nones without
    any."""
    if goal["judged_value"] is not None:
        return goal["judged_value"], goal["judged_on"], goal["judged_qualifier"]
    return goal["actual"], goal["actual_on"], goal["qualifier"]


def shown_id(goal: dict) -> str | None:
    """The observation of that figure."""
    return goal["judged_id"] or goal["actual_id"]


def shown_day(goal: dict, lang: str) -> str:
    """The day of that figure in words, no finer than it is known; a dash without any."""
    return wording.day(words(lang), shown_figure(goal)[1], goal["shown_precision"])


def requirement(row, lang: str) -> str:
    """What is asked for, as the beginning of a sentence: 计划要求2025年达到30至50家."""
    goal, w = facts(row), words(lang)
    due, year, target = goal["due_on"], goal["year"], wording.target(w, goal)
    if not goal["strict"]:
        target = w("reason.reach" if year is None else "reason.complete", target=target)
    given = {"who": w("reason.who.allocation" if goal["scope_kind"] in ALLOCATED else "reason.who.plan"),
             "what": target}
    if year is not None:
        return w("reason.ask.quota", year=year, **given)
    if due is None:
        return w("reason.ask.undated", **given)
    if (due.month, due.day) == (12, 31):
        return w("reason.ask.year_end", year=due.year, **given)
    return w("reason.ask.day", day=w.date(due), **given)


# Reasons -------------------------------------------------------------------------------------------------------------

def reason_sentence(row, lang: str) -> str:
    """The reason for a row's light in one sentence, with its figures."""
    goal, w = facts(row), words(lang)
    unit = w.pick(goal, "unit")
    value, _, qualifier = shown_figure(goal)
    reason = goal["reason"]
    if reason == "no_figure_at_deadline" and goal["year"] is not None:
        reason = "no_figure_at_year_end"
    gap = goal["schedule_gap_pp"]
    return w(
        f"reason.{reason}",
        ask=requirement(goal, lang),
        figure=wording.figure(w, value, unit, qualifier), on=shown_day(goal, lang), year=goal["year"],
        baseline=wording.figure(w, goal["baseline"], unit), baseline_on=wording.day(w, goal["baseline_on"], goal["baseline_precision"]),
        expected=wording.figure(w, goal["expected"] and expected_value(goal["expected"], unit), unit),
        gap=w.number(None if gap is None else abs(gap), 1), completion=wording.figure(w, goal["completion"], "%", goal["qualifier"]),
    )


def earlier_verdict(row, lang: str) -> str:
    """How the earlier target of a headline goal ended (`earlier_*` of a row of headline_goal), and whether the figure came after its deadline."""
    w = words(lang)
    key = "gauge_card.earlier_later" if row["earlier_reason"] == "met_by_later_figure" else "gauge_card.earlier"
    return w(key, year=row["earlier_due_on"].year, light=w(f"light.{row['earlier_light']}"))


def trend_sentence(row, lang: str) -> str | None:
    """The pace of a goal against the pace it needs, in one sentence; None where it needs none or either is unknown."""
    goal, w = facts(row), words(lang)
    if goal["trend"] is None:
        return None
    unit = w.pick(goal, "unit")
    return w(f"trend.{TRENDS[goal['trend']]}", arrow=goal["trend"],
             observed=wording.pace(w, goal["observed_per_month"], unit),
             required=wording.at_most(w, wording.pace(w, goal["required_per_month"], unit), goal["qualifier"]))
