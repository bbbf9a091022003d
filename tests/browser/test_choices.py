"""What readers choose, in a real browser: filters, clusters on the map and in the list, goals, days, departments."""

import re
import time
from contextlib import suppress
from math import cos, radians, sin

from playwright.sync_api import TimeoutError, expect

from pages.parts import maps

CASHMERE, CARS = "清河羊绒", "清河汽车及零部件"


def items(page):
    """The clusters in the list beside the map."""
    return page.locator(".list .pick")


def item(page, name: str):
    """The cluster of a name in the list beside the map."""
    return items(page).filter(has=page.locator(f"b:text-is('{name}')"))


def hover(page, x: float, y: float, name: str) -> None:
    """Keeps the pointer about a place until the map says that the mark of a name is there: a map picks a frame later."""
    tip, until = page.locator(".deck-tooltip"), time.monotonic() + 10
    while not (tip.is_visible() and name in tip.inner_text()):
        assert time.monotonic() < until, f"{name} is not at {x}, {y}"
        page.mouse.move(x + time.monotonic_ns() % 2, y)
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(drawn))")


def press(page, x: float, y: float, choice: str) -> None:
    """Presses a mark of the map until the address has its choice: deck.gl takes no press without a length, and none that a busy machine
    draws out to more than a quarter of a second."""
    until = time.monotonic() + 30
    while choice not in page.url:
        assert time.monotonic() < until, f"a press at {x}, {y} does not choose {choice}"
        page.mouse.click(x, y, delay=120)
        with suppress(TimeoutError):
            page.wait_for_url(f"**{choice}**", timeout=4000, wait_until="commit")


def focused(page) -> dict:
    """The element that the keyboard is on, in whichever shadow: what it chooses, its text, whether one sees it."""
    return page.evaluate("""() => {
        let node = document.activeElement
        while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
        const style = getComputedStyle(node), box = node.getBoundingClientRect()
        return {
            chooses: node.dataset.choose ?? "", text: node.innerText ?? "", top: node === document.body,
            ring: style.outlineStyle !== "none" || style.boxShadow !== "none" || node.matches("input"),
            onScreen: box.bottom > 0 && box.top < innerHeight,
        }
    }""")


def tab_to(page, choice: str) -> None:
    """Presses Tab until the keyboard is on what makes a choice, and sees the focus all the way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = focused(page)
        assert at["top"] or (at["ring"] and at["onScreen"]), at
        if at["chooses"] == choice:
            return
    raise AssertionError(f"Tab does not reach {choice}")


def test_a_filter_goes_into_the_address_and_back(visit):
    here = visit("/map", locale="en-GB")
    page, everything = here.page, items(here.page).count()
    with here.rerun():
        page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("combobox", name="City").click()
    with here.rerun():
        page.get_by_role("option", name="Xingtai").click()
    assert "city=130500" in page.url
    expect(page.locator(".st-key-page_head .tag")).to_have_text("Xingtai")
    expect(page.get_by_role("combobox", name="City")).to_be_visible()  # the box stays open for the next filter
    some = items(page).all_inner_texts()
    assert 5 < len(some) < everything
    copied = visit(page.url.removeprefix(here.url), locale="zh-CN").page
    assert items(copied).all_inner_texts() == some, "a copied address shows the same view in the same language"
    with here.rerun():
        page.go_back()
    assert "city=" not in page.url
    expect(items(page)).to_have_count(everything)


def test_list_and_map_are_one_choice(visit, axe):
    here = visit("/map?cluster=dingzhou-sports", viewport=(1366, 900), webgl=True)
    axe(here.page)
    page, chart = here.page, here.page.get_by_test_id("stDeckGlJsonChart")
    expect(item(page, "定州体育器材")).to_have_attribute("aria-pressed", "true")
    with here.rerun():
        item(page, CARS).click()
    assert "cluster=qinghe-auto-parts" in page.url
    expect(item(page, CARS)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name=CARS)).to_be_visible()

    # The map flew to the county: its first cluster stands in the middle; the next as far from it as the zoom takes it.
    box, node = chart.bounding_box(), chart.locator("canvas").first.element_handle()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hover(page, x, y, CARS)
    for _ in range(8):
        page.mouse.wheel(0, -1000)
    far = maps.STEP * 512 * 2 ** maps.NEAREST / 360 / cos(radians(37.06))
    x, y = x + far * sin(maps.GOLDEN), y - far * cos(maps.GOLDEN)
    hover(page, x, y, CASHMERE)
    press(page, x, y, "cluster=qinghe-cashmere")
    here.settle()
    expect(item(page, CASHMERE)).to_have_attribute("aria-pressed", "true")
    expect(item(page, CASHMERE)).to_be_in_viewport()
    expect(page.get_by_role("heading", name=CASHMERE)).to_be_visible()
    page.mouse.move(x, y - 200)
    expect(page.locator(".deck-tooltip")).to_be_hidden()
    hover(page, x, y, CASHMERE)
    assert node.evaluate("node => node.isConnected"), "a click keeps the map with its pan and zoom"

    with here.rerun():
        page.get_by_role("link", name=CASHMERE).click()
    assert "/cluster?" in page.url and "cluster=qinghe-cashmere" in page.url
    expect(page.get_by_role("heading", name=CASHMERE)).to_be_visible()


def test_the_search_finds_by_initials(visit):
    here = visit("/map")
    box = here.page.get_by_role("textbox", name="查找集群")
    box.fill("qhyr")
    with here.rerun():
        box.press("Enter")
    assert "q=qhyr" in here.page.url
    assert items(here.page).locator("b").all_inner_texts() == [CASHMERE]


def test_a_goal_says_why_on_each_day(visit):
    here = visit("/goals", locale="en-GB")
    page = here.page
    with here.rerun():
        page.locator("[data-choose='goal:little_giants']").click()
    assert "goal=little_giants" in page.url
    verdicts = page.locator("table.rows").first.locator("tbody tr")
    due_2023, due_2025 = verdicts.filter(has_text="31 Dec 2023"), verdicts.filter(has_text="31 Dec 2025")
    expect(due_2023).to_contain_text("Met")
    expect(due_2025).to_contain_text("Cannot be judged")
    expect(due_2025).to_contain_text("there is no figure at the deadline")
    with here.rerun():
        page.get_by_role("button", name=re.compile("^As of")).click()
    with here.rerun():
        page.get_by_role("radio", name="Mid-2024").click()
    assert "as_of=2024-06-30" in page.url
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    expect(due_2023).to_contain_text("Met")
    expect(due_2025).to_contain_text("On schedule")


def test_a_gauge_opens_its_goal(visit):
    here = visit("/")
    with here.rerun():
        here.page.locator("[data-choose='goal:srdi_smes']").click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("目标进度")
    assert "/goals?" in here.page.url and "goal=srdi_smes" in here.page.url
    with here.rerun():
        here.page.go_back()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("总览")


def test_a_department_leads_to_its_goals(visit):
    here = visit("/departments")
    page = here.page
    with here.rerun():
        page.get_by_role("button", name="省科技厅").click()
    assert "department=" in page.url
    with here.rerun():
        page.locator(".goals .pick").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("目标进度")
    assert "goal=" in page.url and "department=" in page.url


def test_the_keyboard_opens_a_goal(visit):
    here = visit("/")
    tab_to(here.page, "goal:little_giants")
    with here.rerun():
        here.page.keyboard.press("Enter")
    expect(here.page.get_by_role("heading", level=1)).to_have_text("目标进度")
    assert "goal=little_giants" in here.page.url


def test_the_keyboard_picks_a_cluster_and_stays_there(visit):
    here = visit("/map")
    tab_to(here.page, "cluster:dingzhou-sports")
    with here.rerun():
        here.page.keyboard.press("Enter")
    assert "cluster=dingzhou-sports" in here.page.url
    at = focused(here.page)
    assert "定州体育器材" in at["text"] and at["ring"] and at["onScreen"], at
