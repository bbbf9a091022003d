"""The papers of a meeting in a real browser: made with one press, found again by their code, and only kept where somebody may write."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from data.words import words
from tests.browser import cockpit
from tests.browser.test_returns import FIGURE, hand_in, keep, office  # noqa: F401 -- a fixture
from tests.test_returns import file

DAY = "as_of=2025-12-31"


def pressed(page: Page, key: str) -> tuple[str, zipfile.ZipFile]:
    """The name and the content of the file that comes down after a press on a button."""
    with page.expect_download(timeout=4 * cockpit.WAIT) as download:  # visitors go first
        page.locator(f".st-key-{key} button").click()
    return download.value.suggested_filename, zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))


def type_code(page: Page, code: str, lang: str = "zh") -> None:
    page.get_by_label(words(lang)("papers.code")).fill(code)
    page.keyboard.press("Enter")


def test_one_press_prepares_the_meeting_and_its_code_finds_it_again(visit, office, axe):  # noqa: F811
    page = visit("/briefing?lang=zh", url=office.url).page
    name, packed = pressed(page, "prepare_meeting")
    assert name == "季通报材料-2026-09-30.zip" and len(packed.namelist()) == 6
    assert "as_of=2026-09-30" in page.url
    code = page.locator(".st-key-issued code").first.inner_text()
    assert code in packed.read("README.txt").decode()
    again, same = pressed(page, "make_pack")
    assert again == name and same.read("README.txt") == packed.read("README.txt"), "nothing has changed, so neither has its code"

    other = visit("/briefing?lang=zh", url=office.url).page
    type_code(other, f" {code.lower().replace('-', ' ')} ")
    found = other.locator(".st-key-found_paper")
    expect(found.get_by_role("status")).to_contain_text("至今均未变化")
    assert "as_of=2026-09-30" in other.url and "known_at=" in other.url and "meeting=quarterly" in other.url
    expect(other.locator(".st-key-known_at_banner")).to_be_visible()
    axe(other)

    reporter = visit("/returns?department=diit&lang=zh", url=office.url).page
    hand_in(reporter, file(("figure", FIGURE)))
    keep(reporter)
    expect(found.get_by_role("status")).to_contain_text("有变化")
    expect(found.get_by_text("510家").first).to_be_attached()
    name, third = pressed(other, "again")
    assert third.read("README.txt") == packed.read("README.txt"), "the same figures as on its day"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_code_is_answered_in_words(visit, lang):
    page = visit(f"/briefing?lang={lang}&code=ABCDE-FGH%60JK").page
    expect(page.get_by_test_id("stAlert")).to_contain_text(words(lang)("papers.unknown_code", code="ABCDE-FGH'JK")[:20])


def test_a_reader_gets_papers_without_a_code(visit):
    tab = visit(f"/briefing?lang=en&{DAY}")
    page = tab.page
    expect(page.get_by_text("You may read only")).to_be_visible()
    name, packed = pressed(page, "make_pack")
    assert name == "quarterly-notification-papers-2025-12-31.zip" and "none (not kept)" in packed.read("README.txt").decode()
    expect(page.locator(".st-key-issued code")).to_have_count(0)
    again = []
    page.on("download", lambda download: again.append(download))
    for button in (page.locator(".st-key-one_page button"), page.get_by_role("button", name=words("en")("briefing.to_agenda"))):
        with tab.rerun():
            button.click()
    expect(page.locator(".st-key-pack_file button")).to_be_visible()
    page.wait_for_timeout(1000)
    assert not again, "a file comes down once, however often its button is drawn"


def test_papers_of_the_sample_say_so_and_are_not_kept(visit, office):  # noqa: F811
    tab = visit("/returns?lang=zh", url=office.url)
    tab.unfold("演示数据")
    tab.page.locator(".st-key-sample_load button").click()
    expect(tab.page.get_by_text("演示数据已载入")).to_be_visible()
    tab.open(f"/briefing?lang=zh&data=sample&{DAY}")
    name, packed = pressed(tab.page, "make_pack")
    assert name.startswith("演示数据-") and all(file.startswith("演示数据-") for file in packed.namelist() if file != "README.txt")
