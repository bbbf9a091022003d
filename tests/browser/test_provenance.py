"""A press on a number opens where it comes from, on any page, by mouse and by keyboard."""

import re

from playwright.sync_api import expect


def test_a_number_opens_where_it_comes_from_and_a_link_keeps_it_open(visit):
    tab = visit("/cluster?cluster=anping-wire-mesh&lang=zh")
    page = tab.page
    number = page.locator("table button.traced").first
    said = number.inner_text()
    number.focus()
    with tab.rerun():
        page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("dd strong")).to_have_text(said)
    expect(dialog).to_contain_text("来源")
    assert re.search("trace=observation", page.url)
    with tab.rerun():
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "trace=" not in page.url


def test_a_goals_number_opens_its_steps_and_they_lead_on(visit):
    tab = visit("/goals?goal=little_giants&lang=en")
    page = tab.page
    with tab.rerun():
        page.locator("button.traced[data-trace^='goal:']").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("ol.steps")).to_have_count(2)
    with tab.rerun():
        dialog.locator("button.traced").first.click()
    expect(dialog).to_contain_text("What is counted")


def test_a_number_in_a_list_that_chooses_is_heard_too(visit):
    tab = visit("/departments?city=130500&lang=zh")
    number = tab.page.locator(".st-key-city_clusters button.traced").first
    said = number.inner_text()
    with tab.rerun():
        number.click()
    figure = tab.page.get_by_role("dialog").locator("dd strong")
    expect(figure).to_have_text(re.compile(r"^[\d.]+亿元$"))
    assert figure.inner_text() in said
    assert "trace=observation" in tab.page.url and "/departments" in tab.page.url, "the row it stands in is not chosen"


def test_an_unknown_number_is_ignored_with_a_notice(visit):
    page = visit("/goals?goal=little_giants&lang=en&trace=observation:nobody").page
    expect(page.get_by_text("trace=observation:nobody")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
