"""What visitors do, in a real browser: open an address, choose on map and list, filter, switch language, read on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import cockpit

PAGES = ("/", "/map", "/goals", "/cluster", "/cluster?cluster=linxi-bearings", "/departments?department=diit")
CLUSTER = "qinghe-cashmere"


def item(page, cluster: str):
    """A cluster in the list beside the map."""
    return page.locator(f"button.pick:has(b):has-text('{cluster}')").first


def canvas(page):
    """The canvas of the map."""
    return page.locator("[data-testid=stDeckGlJsonChart] canvas").first


@pytest.mark.parametrize(("path", "title"), [
    ("/goals", "目标进度"), (f"/cluster?cluster={CLUSTER}", "集群档案"), ("/map?city=130500", "集群地图"),
    ("/departments?department=diit", "部门任务")])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(visit, tmp_path, path, title):
    with cockpit.server(tmp_path) as fresh:
        page = visit(path, url=fresh.url).page
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_text("看全局")).to_be_visible()
        assert "lang=zh" in page.url and "as_of=" in page.url and path.partition("?")[2] in page.url


def test_the_language_button_changes_page_title_and_document(visit):
    here = visit("/goals", locale="zh-CN")
    with here.rerun():
        here.page.get_by_role("button", name="English").click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Goals")
    expect(here.page).to_have_title(re.compile("Goals"))
    assert "lang=en" in here.page.url
    assert here.page.evaluate("document.documentElement.lang") == "en"
    assert not re.search(r"[\u4e00-\u9fff]", here.page.locator(".goals").inner_text()), "a word was left in Chinese"


def test_filters_go_into_the_address_and_back(visit):
    here = visit("/map", locale="en-GB")
    everything = here.page.locator(".list .pick").count()
    here.page.get_by_role("button", name="Filter", exact=True).click()
    here.page.get_by_role("combobox", name="City").click()
    with here.rerun():
        here.page.get_by_role("option", name="Xingtai").click()
    assert "city=130500" in here.page.url
    some = here.page.locator(".list .pick").count()
    assert 5 < some < everything
    copied = visit(here.page.url.removeprefix(here.url), locale="zh-CN")
    assert copied.page.locator(".list .pick").count() == some
    expect(copied.page.get_by_role("heading", level=1)).to_have_text("Cluster map")
    with here.rerun():
        here.page.go_back()
    assert "city=" not in here.page.url
    expect(here.page.locator(".list .pick")).to_have_count(everything)


def test_list_and_map_are_one_choice(visit):
    here = visit("/map", viewport=(1366, 900))
    with here.rerun():
        item(here.page, "定州体育器材").click()
    assert "cluster=dingzhou-sports" in here.page.url
    expect(item(here.page, "定州体育器材")).to_have_attribute("aria-pressed", "true")
    expect(here.page.get_by_role("heading", name="定州体育器材")).to_be_visible()
    with here.rerun():
        item(here.page, "清河羊绒").click()
    expect(canvas(here.page)).to_be_visible()
    map_before = canvas(here.page).element_handle()
    # the map flew to the chosen county: somewhere around its middle stands a mark of it
    box = canvas(here.page).bounding_box()
    found = None
    tip = here.page.locator(".deck-tooltip")
    for x, y in [(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
                 for dy in range(-48, 49, 8) for dx in range(-48, 49, 8)]:
        here.page.mouse.move(x, y)
        here.page.wait_for_timeout(60)  # picking follows the pointer a frame or two later
        if tip.count() and "清河汽车" in (tip.first.inner_text() or ""):
            found = (x, y)
            break
    assert found, "the neighbour in the same county is on the map"
    with here.rerun():
        here.page.mouse.click(*found, delay=120)  # a press of no length is none to deck.gl
    assert "cluster=qinghe-auto-parts" in here.page.url
    expect(item(here.page, "清河汽车及零部件")).to_have_attribute("aria-pressed", "true")
    assert map_before.evaluate("node => node.isConnected"), "a click keeps the map, its pan and its zoom"


def test_the_search_finds_by_initials_and_leads_to_the_page(visit):
    here = visit("/map")
    box = here.page.get_by_role("textbox", name="查找集群")
    box.fill("qhyr")
    with here.rerun():
        box.press("Enter")
    expect(here.page.locator(".list .pick")).to_have_count(1)
    with here.rerun():
        item(here.page, "清河羊绒").click()
    with here.rerun():
        here.page.get_by_role("link", name="清河羊绒").click()
    expect(here.page.get_by_role("heading", name="清河羊绒").first).to_be_visible()
    assert f"/cluster?" in here.page.url and f"cluster={CLUSTER}" in here.page.url
    for words in ("无毛绒", "2.2", "4.1", "主要数据"):
        expect(here.page.get_by_text(words).first).to_be_visible()


def test_a_goal_says_why_on_each_day(visit):
    here = visit("/goals?as_of=2026-11-24", locale="en-GB")
    with here.rerun():
        here.page.locator("[data-choose='goal:little_giants']").click()
    table = here.page.locator("table.rows").first
    expect(table).to_contain_text("Cannot be judged")
    expect(table).to_contain_text("Met")
    here.page.get_by_role("button", name="As of").click()
    with here.rerun():
        here.page.get_by_role("button", name="Mid-2024").click()
    assert "as_of=2024-06-30" in here.page.url
    expect(here.page.locator("table.rows").first).to_contain_text("On schedule")


@pytest.mark.parametrize(("size", "touch"), [((1366, 768), False), ((1180, 820), True)], ids=["laptop", "tablet"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_first_screen_needs_no_scrolling(visit, size, touch, locale):
    page = visit("/", viewport=size, touch=touch, locale=locale).page
    expect(page.locator(".gauges img")).to_have_count(4)
    expect(page.locator(".figures .card")).to_have_count(5)
    expect(canvas(page)).to_be_visible()
    for part in (canvas(page), page.locator(".gauges"), page.locator(".figures strong").last):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= size[1], f"{part} ends at {box['y'] + box['height']}"


def test_a_gauge_opens_its_goal(visit):
    here = visit("/")
    with here.rerun():
        here.page.locator("[data-choose='goal:srdi_smes']").click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("目标进度")
    assert "goal=srdi_smes" in here.page.url


def test_without_webgl_the_page_says_so_and_shows_a_still_map(visit, browser, server):
    context = browser.new_context(locale="zh-CN")
    context.add_init_script("""const real = HTMLCanvasElement.prototype.getContext
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest) }""")
    here = cockpit.Visit(context.new_page(), server.url).open("/map")
    expect(here.page.get_by_text("不支持 WebGL")).to_be_visible()
    expect(here.page.locator("img.still")).to_be_visible()
    assert here.page.locator(".list .pick").count() > 100
    context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit, axe, path, dark):
    axe(visit(path, dark=dark).page)


@pytest.mark.parametrize("path", [*PAGES, "/goals?goal=little_giants"])
def test_a_phone_needs_no_sideways_scrolling_and_has_room_for_fingers(visit, axe, path):
    page = visit(path, viewport=(390, 844), touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main = page.locator("[data-testid=stMainBlockContainer]").evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert main[0] <= main[1] + 1
    small = page.locator(".choices button").evaluate_all(
        "all => all.filter(b => b.offsetHeight && b.offsetHeight < 44).map(b => b.innerText)")
    assert not small
    axe(page)


def test_the_main_path_by_keyboard(visit):
    here = visit("/")
    gauge = here.page.locator("[data-choose='goal:little_giants']")
    for _ in range(60):
        here.page.keyboard.press("Tab")
        if gauge.evaluate("node => node === node.getRootNode().activeElement"):
            break
    assert gauge.evaluate("node => getComputedStyle(node).outlineStyle") != "none", "focus is visible"
    with here.rerun():
        here.page.keyboard.press("Enter")
    expect(here.page.get_by_role("heading", level=1)).to_have_text("目标进度")
    assert "goal=little_giants" in here.page.url


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_charts_are_drawn_and_stay_on_the_server(visit, locale):
    for path in ("/cluster?cluster=anping-wire-mesh", "/goals?goal=srdi_smes"):
        expect(visit(path, locale=locale).page.locator(".js-plotly-plot .main-svg").first).to_be_visible()


def test_no_traceback_reaches_a_reader(visit):
    for path in ("/goals?goal=%00", "/map?city=' OR 1=1", "/cluster?cluster=<b>", "/?as_of=0000-00-00"):
        assert "Traceback" not in visit(path).page.content()
