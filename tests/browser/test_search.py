"""The search that every page has: opened by keyboard, it leads to what it found."""

import re

from playwright.sync_api import expect


def test_the_search_opens_takes_words_and_leads_to_the_page(visit, axe):
    tab = visit("/goals?lang=zh&as_of=2024-06-30")
    page = tab.page
    with tab.rerun():
        page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("qhyr")
    with tab.rerun():
        page.keyboard.press("Enter")
    hit = dialog.get_by_role("button", name=re.compile("清河羊绒"))
    expect(hit).to_be_visible()
    axe(page)
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cluster.*cluster=qinghe-cashmere"))
    expect(page).to_have_url(re.compile("as_of=2024-06-30"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_search_that_finds_nothing_says_what_to_try(visit):
    tab = visit("/?lang=en")
    with tab.rerun():
        tab.page.keyboard.press("Control+k")
    with tab.rerun():
        tab.page.get_by_role("dialog").get_by_role("textbox").fill("zzzz")
        tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("status").filter(has_text="Nothing was found")).to_be_visible()
