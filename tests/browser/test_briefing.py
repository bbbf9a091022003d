"""A meeting in a real browser: keys lead through the scenes, the address keeps them, everything can be read from afar."""

from itertools import cycle

from playwright.sync_api import expect

DAY = "as_of=2025-09-30"
SMALLEST = """() => {
  const sizes = []
  const texts = document.createTreeWalker(document.querySelector(".st-key-scene"), NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement
    if (texts.currentNode.textContent.trim() && !node.closest("style, script, .stPlotlyChart") && node.getClientRects().length)
      sizes.push(parseFloat(getComputedStyle(node).fontSize))
  }
  return Math.min(...sizes)
}"""
HIDDEN_BELOW = """() => {
  const bar = document.querySelector(".scene-bar").getBoundingClientRect().top
  return [...document.querySelectorAll(".st-key-scene :is(p, li, tr, img, figcaption)")].some(node => node.getBoundingClientRect().bottom > bar)
}"""


def test_keys_lead_through_the_scenes_and_out(visit):
    tab = visit(f"/briefing?lang=zh&{DAY}&scene=1")
    page, progress = tab.page, tab.page.locator(".scene-bar [role=status]")
    total = progress.inner_text().partition(" / ")[2]
    for key, number in (("ArrowRight", "2"), ("PageDown", "3"), ("ArrowLeft", "2"), ("PageUp", "1"), ("End", total), ("Home", "1")):
        with tab.rerun():
            page.keyboard.press(key)
        expect(progress).to_have_text(f"{number} / {total}")
        assert f"scene={number}" in page.url
    expect(page.locator(".st-key-page_head")).to_be_hidden()
    page.keyboard.press("PageUp")  # there is nothing before the first
    with tab.rerun():
        page.keyboard.press("Escape")
    assert "scene=" not in page.url
    expect(page.locator("ol.agenda")).to_be_visible()
    expect(page.locator(".st-key-page_head")).to_be_visible()


def test_pressed_twice_in_a_hurry_it_moves_two(visit):
    tab = visit(f"/briefing?lang=zh&{DAY}&scene=1")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowRight")
    expect(tab.page.locator(".scene-bar [role=status]")).to_contain_text("3 /")


def test_an_agenda_made_by_hand_opens_elsewhere_at_the_same_scene(visit):
    tab = visit(f"/briefing?lang=en&{DAY}&agenda=overview,closing,due")
    page = tab.page
    with tab.rerun():
        page.get_by_role("button", name="Move up: What falls due next").press("Enter")
    with tab.rerun():
        page.locator("ol.agenda .show").nth(1).press("Enter")
    expect(page.locator("h1.scene-title")).to_have_text("What falls due next")
    other = visit(page.url.removeprefix(tab.url)).page
    expect(other.locator("h1.scene-title")).to_have_text("What falls due next")
    expect(other.locator(".scene-bar")).to_contain_text("30 Sep 2025")
    expect(other.locator(".scene-bar [role=status]")).to_have_text("2 / 3")


def test_a_dialog_keeps_its_keys(visit):
    tab = visit(f"/briefing?lang=en&{DAY}&agenda=overview,cluster:wuan-steel&scene=2")
    with tab.rerun():
        tab.page.locator(".st-key-scene button.traced").first.click()
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    with tab.rerun():
        tab.page.keyboard.press("Escape")
    assert "scene=2" in tab.page.url and "trace=" not in tab.page.url


def test_a_scene_can_be_read_from_afar(visit, axe):
    tab = visit("/method", viewport=(1920, 1080))
    page = tab.page
    for scene, lang in zip(("overview", "goal:little_giants", "missing", "city:130500", "cluster:qinghe-cashmere", "departments", "due", "closing"),
                           cycle(("zh", "en", "en")), strict=False):
        page.set_viewport_size({"width": 1920, "height": 1080})
        tab.open(f"/briefing?lang={lang}&{DAY}&agenda={scene}&scene=1")
        assert page.evaluate(SMALLEST) >= 24, scene
        assert not page.evaluate(HIDDEN_BELOW), f"all of {scene} stands on the screen"
        axe(page)
        page.set_viewport_size({"width": 1024, "height": 768})  # a projector
        assert page.evaluate("document.documentElement.scrollWidth") <= 1024, scene
    page.set_viewport_size({"width": 2560, "height": 1440})
    tab.open(f"/briefing?{DAY}&agenda=overview&scene=1")
    assert page.locator(".stage > img").bounding_box()["height"] > 0.5 * 1440, "the map grows with the screen"


def test_the_tour_goes_by_keys(visit):
    tab = visit("/?lang=en")
    page = tab.page
    with tab.rerun():
        page.get_by_role("button", name="one-minute tour").click()
    expect(page.locator(".st-key-tour")).to_contain_text("Tour 1 of 6")
    page.get_by_role("button", name="Next").press("Enter")
    expect(page.locator(".st-key-tour")).to_contain_text("Tour 2 of 6")
    tab.settle()
    with tab.rerun():
        page.get_by_role("button", name="Skip").press("Enter")
    expect(page.locator(".st-key-tour")).to_have_count(0)
    assert "tour=" not in page.url
