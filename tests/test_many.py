"""More enterprises than a map or a plot holds: they are counted, and none is lost."""

from datetime import date, datetime

import pandas as pd
import pytest

import queries
from data import warehouse
from data.words import LANGUAGES
from pages.parts import charts
from tests.bench import many

NUMBER = 6000
DAY = {"as_of": date(2026, 11, 24), "known_at": None}
NO_FILTER = {"city": None, "industry": None, "department": None, "named_only": False}


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """The shipped facts with so many made-up enterprises."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COCKPIT_HOME", str(tmp_path_factory.mktemp("many")))
        yield warehouse.build_sample(many.facts(NUMBER))


def test_the_map_counts_the_documented_by_county(state):
    before = queries.ask("enterprise_mark", **DAY, **NO_FILTER)
    marks = queries.ask("enterprise_mark", state=state, **DAY, **NO_FILTER)
    counted = marks[marks.enterprises.notna()]
    assert marks.named_leader.sum() == before.named_leader.sum() + many.LEADERS
    assert counted.enterprises.sum() == NUMBER - many.LEADERS + (~before.named_leader).sum()
    assert not counted.named_leader.any() and marks[marks.enterprises.isna()].named_leader.all()
    xingtai = queries.ask("enterprise_mark", state=state, **DAY, **NO_FILTER | {"city": "130500"})
    assert list(xingtai.enterprise_id) == list(marks.enterprise_id), "a filter changes colours, never rows"
    mine = xingtai[xingtai.enterprises.notna() & (xingtai.city_id == "130500")]
    assert xingtai.enterprises.sum() == mine.enterprises.sum() == counted[counted.city_id == "130500"].enterprises.sum()


def test_few_enterprises_are_each_a_mark_of_their_own():
    assert queries.ask("enterprise_mark", **DAY, **NO_FILTER).enterprises.isna().all()


def test_a_plot_shows_forty_and_says_of_how_many(state):
    milestones = queries.ask("cluster_milestone", state=state, cluster="qinghe-cashmere", **DAY)
    assert milestones.enterprise_id.nunique() == 40 < milestones.enterprises.iloc[0]
    with warehouse.cursor(state) as db:
        (held,) = db.execute("SELECT count(*) FROM enterprise_known(NULL) WHERE cluster_id = 'qinghe-cashmere'").fetchone()
    for lang in LANGUAGES:
        said = charts.leader_takeaway(milestones, lang)
        assert f"{int(milestones.enterprises.iloc[0])}" in said and "40" in said and milestones.enterprises.iloc[0] <= held


def test_the_search_finds_one_of_many_by_its_code(state):
    with warehouse.cursor(state) as db:
        code, id = db.execute("SELECT credit_code, enterprise_id FROM enterprise WHERE enterprise_id = 'made-up-2900'").fetchone()
    assert queries.ask("search", state=state, known_at=None, q=code).id.tolist() == [id]


def test_a_name_is_found_as_it_was_known_at_a_moment(tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    facts = many.facts(3)
    later = facts["enterprise"].tail(1).assign(name_zh="改名后有限公司", recorded_at="2026-12-01 10:00:00", _line=99)
    gone = facts["enterprise"].head(1).assign(retracted="true", recorded_at="2026-12-01 10:00:00", _line=98)
    facts["enterprise"] = pd.concat([facts["enterprise"], later, gone], ignore_index=True)
    state = warehouse.build_sample(facts)

    def found(name: str, known_at: datetime | None) -> list[str]:
        return queries.ask("search", state=state, known_at=known_at, q=name).id.tolist()

    before = datetime(2026, 11, 30)
    first, last = facts["enterprise"].name_zh.iloc[0], facts["enterprise"].name_zh.iloc[2]
    assert found(first, before) == ["made-up-0"] and found(first, None) == []
    assert found(last, before) == ["made-up-2"] and found("改名后", None) == ["made-up-2"]
