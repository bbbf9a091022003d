"""What every page owes its readers, in a real browser: deep links, language, screens, touch, no internet, accessibility."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import cockpit
from tests.conftest import furnish

# Every page by group, with its choices made: then it draws all that it can draw. One tab opens those of a group one after the other.
PAGES = {
    "whole": ("/", "/map?cluster=qinghe-cashmere", "/goals?goal=little_giants", "/goals?measure=2.1", "/cluster", "/cluster?cluster=linxi-bearings"),
    "detail": ("/departments?department=diit", "/departments?city=130500", "/enterprises?enterprise=ja-solar", "/compare",
               "/compare?compare=qinghe-cashmere,linxi-bearings,ningjin-cables,luquan-electronics",
               "/compare?what=department&compare=diit,science", "/compare?what=dates"),
    "meeting": ("/briefing", "/briefing?scene=2", "/briefing?summary=1", "/briefing?tour=6", "/returns", "/returns?department=diit", "/method",
                "/method?part=example", "/method?part=plan"),
}
# All elements, those in the shadow of our own blocks too.
WITHIN = """const within = root => [...root.querySelectorAll("*")].flatMap(
    node => node.shadowRoot ? [node, ...within(node.shadowRoot)] : [node])
"""
# The buttons and links to pages that are lower than a finger needs.
TOO_LOW = """() => {""" + WITHIN + """
    return within(document.body)
        .filter(node => node.matches("button, [role=menuitem], [data-testid=stPageLink-NavLink]"))
        .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 43.5)
        .map(node => node.innerText || node.getAttribute("aria-label"))
}"""
# What one reads; not the names of icons, and not Streamlit's own first link, which appears to the keyboard only.
WORDS = """() => {""" + WITHIN + """
    return within(document.body).filter(node => !node.closest("style, script, noscript, kbd, [translate=no], [data-testid=stSkipToContent]"))
        .flatMap(node => [...node.childNodes].filter(child => child.nodeType === Node.TEXT_NODE).map(text => text.data))
}"""
NAVIGATION = (3, 4, 3)  # pages in each group
CHART = ".js-plotly-plot .main-svg >> nth=0"


def heading(page):
    """The title of the page."""
    return page.get_by_role("heading", level=1)


def canvas(page):
    """The canvas of the map."""
    return page.locator("[data-testid=stDeckGlJsonChart] canvas").first


def background(page) -> str:
    """The colour behind the page."""
    return page.locator("[data-testid=stApp]").evaluate("node => getComputedStyle(node).backgroundColor")


def test_a_deep_link_may_be_the_first_request_to_a_server(visit, tmp_path):
    path = "/cluster?cluster=qinghe-cashmere"
    with cockpit.server(furnish(tmp_path)) as fresh:
        page = visit(path, url=fresh.url).page
        expect(heading(page)).to_have_text("集群档案")
        for group in ("看全局", "查明细", "办会议"):
            expect(page.get_by_role("navigation").get_by_text(group)).to_be_visible()
        assert re.search(r"\blang=zh\b", page.url) and re.search(r"\bas_of=\d{4}-\d\d-\d\d", page.url)
        assert path.partition("?")[2] in page.url


@pytest.mark.parametrize(("locale", "title"), [("en-GB", "Goals"), ("fr-FR", "目标进度")])
def test_the_browser_decides_the_first_language(visit, locale, title):
    page = visit("/goals", locale=locale).page
    expect(heading(page)).to_have_text(title)
    lang, document = ("en", "en") if title == "Goals" else ("zh", "zh-CN")
    assert f"lang={lang}" in page.url and page.evaluate("() => document.documentElement.lang") == document
    fetched = page.evaluate("() => performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [address for address in fetched if ".woff" in address and "MaterialSymbols" not in address], "no text font is fetched"


def test_the_language_button_changes_every_word(visit):
    here = visit("/goals?light=grey", locale="zh-CN")
    page = here.page

    def foreign(letters: str) -> list[str]:
        """What has such letters on the screen, with the filters open, but the names of languages and of states of the data."""
        with here.rerun():
            page.get_by_test_id("stPopover").first.get_by_role("button").click()
        expect(page.get_by_test_id("stPopoverBody").get_by_role("combobox").first).to_be_visible()
        texts = page.evaluate(WORDS)
        with here.rerun():
            page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
        return [text for text in texts if re.search(letters, re.sub("English|中文|[0-9a-f]{16}", "", text))]

    assert not foreign("[A-Za-z]{3}")
    with here.rerun():
        page.get_by_role("button", name="English").click()
    expect(heading(page)).to_have_text("Goals")
    expect(page).to_have_title(re.compile("^Goals"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "lang=en" in page.url and "light=grey" in page.url
    assert not foreign("[\u4e00-\u9fff]")
    with here.rerun():
        page.get_by_role("button", name="中文").click()
    expect(page).to_have_title(re.compile("^目标进度"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert "lang=zh" in page.url


def test_an_unknown_value_is_ignored_with_a_notice(visit):
    here = visit("/method", locale="en-GB")
    for path in ("/goals?goal=%00", "/cluster?cluster=<b>' OR 1=1"):
        here.open(path)
        expect(here.page.get_by_role("alert")).to_contain_text("ignored")
        assert "Traceback" not in here.page.content(), path


@pytest.mark.parametrize(("size", "touch", "locale"), [((1366, 768), False, "zh-CN"), ((1180, 820), True, "en-GB")], ids=["laptop-zh", "tablet-en"])
def test_the_first_screen_holds_map_gauges_and_figures(visit, size, touch, locale):
    page = visit("/", viewport=size, touch=touch, locale=locale, webgl=True).page
    gauges, figures = page.locator(".gauges img"), page.locator(".figures .card")
    expect(gauges).to_have_count(4)
    expect(figures).to_have_count(5)
    assert all(gauge.get_attribute("alt") for gauge in gauges.all())
    for part in (canvas(page), *gauges.all(), *figures.all()):
        box = part.bounding_box()
        assert box["width"] > 100 and box["height"] > 60
        assert box["x"] >= 0 and box["x"] + box["width"] <= size[0]
        assert box["y"] >= 0 and box["y"] + box["height"] <= size[1], part.inner_text()


def test_without_webgl_a_still_map_stands_in(visit):
    page = visit("/map").page
    expect(page.get_by_test_id("stAlert")).to_contain_text("WebGL")
    expect(page.locator("img.still")).to_be_visible()
    assert page.locator("img.still").get_attribute("alt")
    assert page.locator(".list .pick").count() > 100


def test_a_browser_that_can_draw_again_gets_its_map_back(visit):
    here = visit("/method", webgl=True)
    here.page.context.add_cookies([{"name": "webgl", "value": "none", "url": here.url}])
    expect(canvas(here.open("/map").page)).to_be_visible()


def test_a_walk_through_every_page_and_chart_stays_on_the_server(visit):
    here = visit("/?cluster=anping-wire-mesh", locale="zh-CN")
    page, titles = here.page, set()
    for group, size in enumerate(NAVIGATION):
        for number in range(size):
            page.get_by_test_id("stTopNavSection").nth(group).click()
            expect(page.get_by_role("menuitem")).to_have_count(size)
            with here.rerun():
                page.get_by_role("menuitem").nth(number).click()
            titles.add(heading(page).inner_text())
            assert "lang=zh" in page.url and "cluster=anping-wire-mesh" in page.url
            if "/cluster?" in page.url:
                expect(page.locator(CHART)).to_be_visible()
    assert len(titles) == sum(NAVIGATION)
    expect(here.open("/goals?lang=zh&goal=srdi_smes").page.locator(CHART)).to_be_visible()


@pytest.mark.parametrize("group", PAGES)
def test_axe_finds_nothing_grave_by_day(visit, axe, group):
    here = visit("/method")
    here.page.emulate_media(color_scheme="light")
    for path in PAGES[group]:
        here.open(path)
        assert background(here.page) == "rgb(255, 255, 255)", path
        axe(here.page)


@pytest.mark.parametrize("group", PAGES)
def test_a_phone_shows_everything_by_night_without_sideways_scrolling(visit, axe, group):
    here = visit("/method", viewport=(390, 844), touch=True, locale="en-GB")
    page = here.page
    page.emulate_media(color_scheme="dark")
    for path in PAGES[group]:
        here.open(path)
        assert background(page) == "rgb(13, 17, 23)", path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        main = page.get_by_test_id("stMain").evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert main[0] <= main[1], path
        assert not page.evaluate(TOO_LOW), path
        axe(page)
