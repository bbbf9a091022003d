"""What the page of methods says: every light, reason, table and kind has words; the numbers of the example and of the checks are those asked."""

from datetime import date

import pytest

import queries
from data.words import LANGUAGES, words
from pages.parts import lights, method_cards, plan_checks

TODAY, MID_2024 = date(2026, 11, 24), date(2024, 6, 30)


def answer(name: str, **given):
    """The answer to a question on the shipped facts."""
    wanted = queries.question(name).wanted
    usual = {"as_of": TODAY, "known_at": None, "preset": "schedule", "term": None} | given
    return queries.ask(name, **{key: value for key, value in usual.items() if key in wanted})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_light_and_reason_has_words(lang):
    html, w = method_cards.rules(answer("threshold"), answer("reason"), lang, "light"), words(lang)
    for light in lights.LIGHTS:
        assert f"light-{light}" in html and w(f"method.means.{light}") in html
    for reason in answer("reason").reason:
        assert f"<code>{reason}</code>" in html and w.has(f"reason.{reason}") and w.has(f"method.reason.{reason}")
    assert html.count(w("method.chosen")) == 1


def test_the_rule_is_shown_as_the_database_holds_it():
    text, html = answer("rule_text"), method_cards.rule_text(answer("rule_text"), "en")
    definition = text.macro_definition.iloc[0]
    shown = html.split("<code>")[1].replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    squeezed = "".join(shown.split())
    assert "".join(definition.replace('"', "").split()) in squeezed, "no word of the rule is lost in breaking it into lines"
    assert "no_figure_at_deadline" in shown and max(map(len, shown.splitlines())) < 700


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_writes_its_arithmetic_out(lang):
    html = method_cards.example(answer("worked_example", as_of=MID_2024), answer("example_day", as_of=MID_2024), "day", lang, "light")
    squeezed = html.replace(" ", "")
    for part in ("182÷731", "349.79", "33.21÷298", "11.14", "500", "202", "383"):
        assert part in squeezed, part
    assert 'data-trace="observation:little_giants-130000-2024H1"' in html and "data-choose" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_after_the_deadline_offers_a_day_with_a_path(lang):
    html = method_cards.example(answer("worked_example"), answer("example_day"), "day", lang, "dark")
    assert words(lang)("method.example_not_path") in html and 'data-choose="as_of:2024-06-30"' in html
    assert "335" in html and "light-met" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_without_any_figure_says_so(lang):
    early = {"as_of": date(2021, 1, 1)}
    html = method_cards.example(answer("worked_example", **early), answer("example_day", **early), "day", lang, "light")
    assert words(lang)("method.example_none") in html and "data-choose" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_other_thresholds_compare_a_share(lang):
    row = answer("worked_example", as_of=MID_2024, preset="90/75")
    html = method_cards.example(row, answer("example_day"), "day", lang, "light").replace(" ", "")
    assert f"{row.score.item():.2f}" in html and "383÷349.79" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_own_pages_are_linked(lang):
    register = answer("source_register")
    assert "<a " in method_cards.source_list(register, "press", lang)
    for kind in ("repost", "unverified"):
        assert "<a " not in method_cards.source_list(register, kind, lang)
    kinds = method_cards.source_kinds(register, "press", lang)
    assert kinds.count("data-choose") == 5 and 'data-choose="sources:"' in kinds, "a second press closes the list"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_and_column_is_in_the_dictionary(lang):
    columns = answer("dictionary")
    html = method_cards.dictionary(columns, None, lang)
    assert html.count("<details") == columns.table_name.nunique() and " open>" not in html
    assert html.count("<code>") == len(columns)
    assert method_cards.dictionary(answer("dictionary", term="metric"), "metric", lang).count(" open>") >= 1


def test_the_chinese_dictionary_says_that_comments_are_english():
    assert "字段说明以英文原文列出" in method_cards.dictionary(answer("dictionary"), None, "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_freshness_groups_every_goal(lang):
    goals, w = answer("goal_freshness"), words(lang)
    html = method_cards.freshness(goals, "day", lang)
    for state in set(goals.state):
        assert w("method.fresh_head", state=w(f"method.fresh.{state}"), n=int((goals.state == state).sum())) in html
    assert html.count("<tr>") == len(goals) + goals.state.nunique()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_checks_show_their_arithmetic(lang):
    quotas = plan_checks.quota_checks(answer("plan_quota"), lang).replace(" ", "")
    for part in ("500×2", "1,000", "5,000−3,500", "1,500", "66.7%", "50×3", "150"):
        assert part in quotas, part
    assert "100×3" in plan_checks.twin_checks(answer("plan_twin"), lang).replace(" ", "")
    assert "(30−10)÷2" in plan_checks.step_table(answer("plan_step"), lang).replace(" ", "").replace("（", "(").replace("）", ")")
    assert "731" in plan_checks.open_checks(answer("plan_open"), lang)
    assert words(lang)("method.scope_so.none") in plan_checks.scope_checks(answer("plan_scope"), lang)
    assert "172" in plan_checks.part_year_check(answer("plan_part_year"), lang)
    assert plan_checks.doubt_list(answer("plan_doubt"), lang).count("<details") == 8
    assert "3.2" in plan_checks.rhythm(answer("rhythm"), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_that_adds_up_is_said_to(lang):
    quotas = answer("plan_quota").assign(short=0.0)
    assert words(lang)("method.quota_so_fits") in plan_checks.quota_checks(quotas, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unplaced_material_says_why(lang):
    unplaced = answer("unplaced")
    html = method_cards.unplaced_table(unplaced, lang)
    assert html.count("<tr>") == len(unplaced) + 1 and unplaced[f"reason_{lang}"].notna().all()
