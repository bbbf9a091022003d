"""What pages say in a sentence: on any day and in both languages every number of a sentence stands in the rows it speaks of."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from math import ceil, floor

import pandas as pd
import pytest

import queries
from data.words import Words, words
from pages.parts import ahead_cards, charts, city_cards, cluster_cards, goal_cards, maps, overview_cards, task_cards
from pages.parts.forecast import SHARE, forecast

DAYS = (date(2022, 7, 13), date(2024, 6, 30), date(2026, 11, 24))
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"


def answer(name: str, state: str | None = None, **given) -> pd.DataFrame:
    """The answer to a question."""
    wanted = queries.question(name).wanted
    usual = {"known_at": None, "preset": "schedule", "city": None, "industry": None, "department": None, "named_only": False}
    return queries.ask(name, state=state, **{key: value for key, value in (usual | given).items() if key in wanted})


@cache
def in_units(w: Words, value: float) -> set[str]:
    """A value in the units of either language."""
    return {w.number(value), w.number(value * 0.1), w.number(value * 0.01), w.number(value / 10_000)}


def written(frame: pd.DataFrame, lang: str, shown: Callable[[Words, float], set[str]] = in_units, number: str = NUMBER) -> set[str]:
    """Every number that the rows of a frame may put into a sentence: values as `shown`, parts of dates, and digits within texts (all
    that is like `number`)."""
    w, found = words(lang), set()
    for value in frame.to_numpy().ravel():
        if isinstance(value, pd.Timestamp | date):
            found |= {str(value.year), str(value.month), str(value.day), f"{value.month:02}"} if value == value else set()
        elif isinstance(value, str):
            found |= set(re.findall(number, value))
        elif isinstance(value, int | float) and not isinstance(value, bool) and value == value:
            found |= shown(w, value)
    return found


def counted(*frames: pd.DataFrame) -> set[str]:
    """Every count of rows that a sentence may give: of all, and of those under each value of a column of words or flags."""
    counts = {str(len(frame)) for frame in frames}
    for frame in frames:
        for column in frame.columns:
            if frame[column].dtype == bool or pd.api.types.is_string_dtype(frame[column].dtype):
                counts |= {str(n) for n in frame[column].map(str).value_counts()}
    return counts


def numbers(text: str) -> set[str]:
    """The numbers in a text."""
    return set(re.findall(NUMBER, text))


def check(sentence: str, known: set[str]) -> None:
    assert sentence and not re.search(r"\b(None|nan|NaT)\b", sentence)
    missing = numbers(sentence) - known
    assert not missing, f"{missing} in {sentence!r}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_overview_says_what_its_rows_say(as_of, lang):
    goals = answer("headline_goal", as_of=as_of)
    check(overview_cards.takeaway(goals, lang), written(goals, lang) | counted(goals))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("city", [None, "130500"])
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_map_says_what_its_marks_say(as_of, city, lang):
    marks = answer("cluster_mark", as_of=as_of, city=city)
    shown_marks = [mark for mark in marks.itertuples() if mark.matches]
    led, leaders = sum(mark.leaders > 0 for mark in shown_marks), sum(mark.leaders for mark in shown_marks)
    large = sum(mark.money >= 1000 for mark in shown_marks)
    said = re.findall(NUMBER, maps.map_alt(marks, lang))
    shown = [str(len(shown_marks))] * (city is not None)
    assert said[:1 + len(shown) + 2] == [str(len(marks)), *shown, str(led), str(leaders)]
    assert str(large) in said[-2:]


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_cluster_says_what_its_rows_say(as_of):
    marks, firms = answer("cluster_mark", as_of=as_of), answer("enterprise_mark", as_of=as_of)
    for cluster in marks.cluster_id if as_of == DAYS[-1] else marks.cluster_id[DAYS.index(as_of)::3]:
        mine, measures = marks[marks.cluster_id == cluster], answer("cluster_measure", as_of=as_of, cluster=cluster)
        milestones = answer("cluster_milestone", as_of=as_of, cluster=cluster)
        each = milestones.drop_duplicates("enterprise_id")
        counts = {str(n) for n in range(len(milestones) + 1)}
        later = set(firms[firms.cluster_id == cluster].enterprise_id) - set(milestones.enterprise_id)
        for lang in ("zh", "en"):
            assert re.findall(NUMBER, cluster_cards.only_later(marks, cluster, milestones, lang)) == [str(len(later))] * bool(later)
            check(cluster_cards.takeaway(marks, cluster, measures, lang), written(mine, lang) | written(measures, lang))
            if len(milestones):
                assert re.findall(NUMBER, charts.leader_takeaway(milestones, lang))[0] == str(len(each))
                check(charts.leader_takeaway(milestones, lang), written(milestones, lang) | counted(each) | counts)


UNITS = [("department", id) for id in ("diit", "science", "amr", "lfsa")] + [("city", id) for id in ("130500", "130100", "131000")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_of", [date(2023, 11, 30), DAYS[1]], ids=str)
def test_departments_and_cities_say_what_their_rows_say(as_of, lang, made_up):
    """Every number of a sentence is reckoned here in another way, and in the order in which it is said."""
    w, standing = words(lang), answer("city_standing", state=made_up, as_of=as_of).set_index("city_id")
    for kind, unit in UNITS:
        asked = {"department": None, "city": None} | {kind: unit}
        due, duties, shares = (answer(name, state=made_up, as_of=as_of, **asked) for name in ("due_next", "duty", "allocation_status"))
        if len(due):
            first = due.day.min()
            check(task_cards.due_sentence(due, lang, None), numbers(w.date(first)) | {str((first.date() - as_of).days), str((due.day == first).sum())})
        late = duties[duties.missing].late_days.dropna().tolist()
        owed = int(duties.missing.sum())
        said = re.findall(NUMBER, task_cards.overdue_sentence(duties, lang).replace(",", ""))
        assert said == [str(n) for n in ((owed, len(late), int(max(late))) if late else (owed,) if owed else ())]
        behind = [row.indicator_id for row in shares.itertuples() if row.light in ("red", "missed")]
        check(task_cards.behind_sentence(shares, lang) or "—", {str(len(shares)), str(len(behind)), *(str(behind.count(one)) for one in behind)}
              | numbers("".join(shares[f"name_{lang}"])))
        if kind == "city":
            check(city_cards.standing_sentence(standing.reset_index(), unit, lang), set(map(str, standing.loc[unit].map(str))))


@pytest.mark.parametrize("as_of", DAYS[1:], ids=str)
def test_every_goal_says_what_its_rows_say(as_of, made_up):
    for state in (None, made_up):
        for goal in answer("goal_described", state=state, as_of=as_of).query("own").indicator_id.unique():
            need, basis = (answer(name, state=state, as_of=as_of, goal=goal) for name in ("goal_need", "goal_basis"))
            ahead = forecast(basis, need)
            for lang in ("zh", "en"):
                w, known = words(lang), written(need, lang, roughly) | written(basis, lang, roughly)
                if ahead.course:
                    known |= numbers(w.date(ahead.outcome[0])) | {str(SHARE)}.union(*(roughly(w, value) for value in ahead.outcome[1:]))
                check(ahead_cards.goal_takeaway(need, ahead, lang), known)


@cache
def roughly(w: Words, value: float) -> set[str]:
    """A value as a sentence may round it, to the decimals that say something, ends of an interval outwards."""
    return {w.number(way(abs(value) * 10 ** digits) / 10 ** digits, digits) for digits in range(4) for way in (round, floor, ceil)}


def test_the_completion_of_a_goal_is_told_as_surely_as_its_figure():
    goal = answer("goal", goal="srdi_smes", as_of=date(2026, 11, 24))
    assert goal.judged_qualifier.tolist()[-1] == "at_least"
    assert ">140%以上<" in goal_cards.verdicts(goal, "zh", "light") and ">at least 140%<" in goal_cards.verdicts(goal, "en", "light")
