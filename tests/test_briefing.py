"""The meeting: an agenda proposed from the gaps, worst and soonest first; its scenes in both languages; the tour."""

from datetime import date

import pandas as pd
import pytest

import queries
from data import hebei_today, sample
from data.words import words
from pages.parts import agenda_cards, handing_out, presenting, scenes
from tests.test_pages import parameter, text, visit

MEETINGS = ("monthly", "quarterly", "annual")
HEADLINE = ["goal:listed_companies", "goal:little_giants", "goal:srdi_smes", "goal:rd_share"]
AUTUMN_2025, AUTUMN_2026 = date(2025, 9, 30), date(2026, 9, 30)


@pytest.fixture(scope="module")
def state() -> str:
    """The state of the sample returns."""
    return sample.load()


def asked(name: str, as_of: date, state: str | None = None, **given) -> pd.DataFrame:
    """The answer to a question of the page."""
    wanted = queries.question(name).wanted
    usual = {"as_of": as_of, "known_at": None, "preset": "schedule"}
    return queries.ask(name, state=state, **{key: value for key, value in (usual | given).items() if key in wanted})


def proposed(as_of: date, meeting: str, state: str | None = None) -> list[str]:
    """The proposed agenda of a meeting."""
    offered = asked("agenda", as_of, state, meeting=meeting)
    return list(offered[offered.proposed].scene)


def test_who_is_furthest_behind_with_least_time_comes_first(state):
    gaps = asked("gap", AUTUMN_2025, state)
    assert list(dict.fromkeys(gaps.gap)) == ["behind", "missing"], "what is behind comes before what is missing"
    behind = gaps[gaps.gap == "behind"]
    assert list(behind.indicator_id[:4]) == ["listed_companies", "industrial_ecommerce", "share_reforms", "smart_benchmarks"]
    assert behind.urgency.dropna().is_monotonic_decreasing and behind.urgency.iloc[0] == pytest.approx(25.825679 / (92 / (365.25 / 12)))
    assert set(behind.light) == {"red", "yellow", "missed"}


def test_the_same_gap_is_more_urgent_with_less_time(state):
    early, late = (asked("gap", day, state).set_index("indicator_id").loc["share_reforms"] for day in (date(2025, 3, 31), AUTUMN_2025))
    assert early.urgency / -early.schedule_gap_pp < late.urgency / -late.schedule_gap_pp
    after = asked("gap", AUTUMN_2026, state).set_index("indicator_id").loc["share_reforms"]
    assert after.days_left == 0 and after.urgency == pytest.approx(6), "once the deadline has passed, as with a month left"


def test_a_goal_without_a_deadline_has_no_days_left(state):
    rows = asked("gap", AUTUMN_2026, state)
    assert rows.due_on.isna().any() and (rows.days_left.isna() == rows.due_on.isna()).all()


def test_the_agenda_of_the_sample_is_built_around_its_gaps(state):
    assert proposed(AUTUMN_2025, "quarterly", state) == [
        "overview", *HEADLINE, "behind", "behind:2", "goal:industrial_ecommerce", "goal:share_reforms", "goal:smart_benchmarks", "missing",
        "city:130300", "cluster:nanpi-hardware", "departments", "due", "closing"]
    assert proposed(AUTUMN_2025, "monthly", state) == [
        "overview", "behind", "behind:2", "goal:listed_companies", "goal:industrial_ecommerce", "goal:share_reforms", "missing",
        "departments", "due", "closing"]
    annual = proposed(AUTUMN_2025, "annual", state)
    assert [sum(scene.startswith(kind) for scene in annual) for kind in ("goal:", "city:", "cluster:")] == [9, 3, 3]


def test_the_agenda_of_the_real_data_says_what_is_missing():
    assert proposed(AUTUMN_2026, "quarterly") == ["overview", *HEADLINE, "missing", "city:130100", "cluster:haixing-sports", "departments", "closing"]
    assert proposed(AUTUMN_2026, "monthly") == ["overview", "missing", "departments", "closing"]
    (owed,) = asked("owed", AUTUMN_2026).head(1).itertuples()
    assert (owed.reporter_id, owed.missing, owed.late_days) == ("diit", 45, 1311)


def test_nothing_falls_due_after_the_plans_end():
    assert asked("falling_due", AUTUMN_2026).empty
    due = asked("falling_due", AUTUMN_2025)
    assert set(due.days_left) == {92} and due.headline[:4].all()


def test_every_scene_says_why_it_stands_there(state):
    rows = asked("agenda", AUTUMN_2025, state, meeting="quarterly").set_index("scene", drop=False)
    row = rows.loc["goal:industrial_ecommerce"].to_dict()
    said = agenda_cards.reason(words("zh"), {key: None if pd.isna(value) else value for key, value in row.items()})
    assert said == "明显滞后，落后23个百分点，距期限92天，第3.2条，省工业和信息化厅等2个部门"
    assert "3 of 4" in agenda_cards.reason(words("en"), rows.loc["city:130300"].to_dict())


def test_the_agenda_is_moved_about_by_its_buttons():
    offered = asked("agenda", AUTUMN_2026, meeting="quarterly")
    html = agenda_cards.agenda_list(offered, ("overview", "missing", "closing"), "en")
    for agenda in ("missing,overview,closing", "overview,closing,missing", "overview,missing"):
        assert f'data-choose="agenda:{agenda}"' in html
    assert 'data-choose="agenda:overview,goal:little_giants,missing,closing"' in html, "what was dropped comes back to its place"
    assert agenda_cards.with_scene(offered, ("closing", "overview"), "departments") == "closing,departments,overview"


def test_a_table_goes_on_in_a_second_scene(state):
    gaps = asked("gap", AUTUMN_2025, state)
    first, second = (scenes.gap_table(gaps, "behind", page, "zh", "light") for page in (1, 2))
    assert first.count("<tr>") == 9 and second.count("<tr>") == 6
    assert "第1至8项，共13项" in first and "第9至13项，共13项" in second
    assert "没有落后" in scenes.gap_table(asked("gap", AUTUMN_2026), "behind", 1, "zh", "light")


@pytest.mark.parametrize(("meeting", "day"), [("monthly", date(2026, 10, 31)), ("quarterly", date(2026, 9, 30)), ("annual", date(2025, 12, 31))])
def test_a_meeting_speaks_of_the_last_period_that_has_ended(meeting, day):
    assert presenting.last_end(meeting, date(2026, 11, 24), (date(2022, 7, 13), date(2025, 12, 31))) == day


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("meeting", MEETINGS)
@pytest.mark.parametrize("data", [None, "sample"])
def test_every_scene_of_every_meeting_opens(meeting, lang, data, state):
    """One scene of each kind; the city, cluster and table scenes that a meeting repeats are drawn by the same parts."""
    agenda = proposed(AUTUMN_2025, meeting, state if data else None)
    for kind in presenting.SCENES:
        number = next((n for n, scene in enumerate(agenda, 1) if scene.partition(":")[0] == kind), None)
        if number is None:
            continue
        app = visit("briefing", lang=lang, meeting=meeting, as_of=AUTUMN_2025.isoformat(), scene=str(number), **({"data": data} if data else {}))
        assert not app.exception, (kind, app.exception)
        assert not [notice.value for notice in app.warning if "scene" in notice.value or "agenda" in notice.value]
        assert f'<b role="status">{number} / {len(agenda)}</b>' in text(app)
        assert words(lang).date(AUTUMN_2025) in text(app) and "scene:1" not in text(app)
        assert (words(lang)("sample.mark") in text(app)) == bool(data)


def test_the_address_holds_the_agenda():
    app = visit("briefing", lang="en", agenda="closing,city:130500,goal:happiness", scene="2")
    (notice,) = app.warning
    assert "agenda=goal:happiness" in notice.value and not app.exception
    assert '<h1 class="scene-title">Xingtai</h1>' in text(app) and "2 / 2</b>" in text(app)


def test_the_buttons_prepare_the_quarter_and_choose_a_meeting(monkeypatch):
    made = []
    monkeypatch.setattr(handing_out, "_make", lambda view, work: made.append(view.as_of))  # the papers themselves: tests/browser
    app = visit("briefing", lang="zh", agenda="closing")
    app.button(key="prepare_meeting").click().run()
    today = hebei_today()
    assert parameter(app, "as_of") == presenting.last_end("quarterly", today, (date(2022, 7, 13), date(2025, 12, 31))).isoformat()
    assert parameter(app, "agenda") is None and "scene:1" in text(app)
    app.button(key="meeting_annual").click().run()
    assert [day.isoformat() for day in made] == [parameter(app, "as_of")], "the papers of that day are made once"
    assert parameter(app, "meeting") == "annual" and not app.exception
    app.selectbox(key="scene_to_add").set_value("city:130500").run()
    assert "city:130500" in parameter(app, "agenda").split(",")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_page_sums_the_meeting_up(lang):
    app = visit("briefing", lang=lang, summary="1", as_of="2026-09-30")
    said = text(app)
    assert not app.exception and 'class="summary"' in said and "scene:1" not in said
    assert said.count("<li><b>") == 4 + agenda_cards.GAPS and words(lang).date(AUTUMN_2026) in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tour_leads_through_six_pages_and_ends(lang):
    app = visit("overview", lang=lang)
    assert 'role="status"' not in "".join(block.body for block in app.html)
    app.button(key="tour_offer").click().run()
    for n in range(1, 7):
        assert parameter(app, "tour") == str(n) and words(lang)(f"tour.{n}") in text(app), n
        assert not app.exception
        if n < 6:
            app.button(key="tour_next").click().run()
    app.button(key="tour_skip").click().run()
    assert parameter(app, "tour") is None and words(lang)("tour.6") not in text(app)


