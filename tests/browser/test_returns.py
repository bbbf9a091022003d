"""Reporting as an office does it: get the workbook, hand it in, mend it, keep it; others see it; take it back; try the sample."""

import io
import re
from collections.abc import Iterator
from functools import cache

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data import workbook
from data.words import LANGUAGES, words
from tests.browser import cockpit
from tests.conftest import furnish
from tests.processes import free_port
from tests.test_returns import GOOD, file

FIGURE = GOOD["figure"]


@cache
def port() -> int:
    """The port of every app that is written to: browsers know its scripts already, as those of one they have been to before."""
    return free_port()


@pytest.fixture
def office(home) -> Iterator[cockpit.Server]:
    """An app of its own on which 王芳 may write, on this machine."""
    with cockpit.server(home, port=port(), COCKPIT_LOCAL_WRITER="王芳") as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[cockpit.Server]:
    """An app like that of the office, shared by the tests that keep nothing."""
    with cockpit.server(furnish(tmp_path_factory.mktemp("desk") / "home"), COCKPIT_LOCAL_WRITER="王芳") as running:
        yield running


def hand_in(page: Page, content: bytes, name: str = "报表.xlsx") -> None:
    """Chooses a file to hand in."""
    page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": content}])


def keep(page: Page) -> None:
    """Commits what was checked and waits for the receipt."""
    page.locator(".st-key-commit button").click()
    receipt_in_view(page, "回执号")


def receipt_in_view(page: Page, text: str) -> None:
    """What became of the deed stands in view and has the focus, however far down its button was."""
    said = page.locator(".st-key-said")
    expect(said).to_contain_text(text)
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_comes_filled_in_and_goes_back_with_its_faults(visit, desk, axe, lang):
    w = words(lang)
    page = visit(f"/returns?department=diit&lang={lang}", url=desk.url).page
    with page.expect_download() as download:
        page.get_by_role("button", name=w("returns.workbook")).click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book[w("workbook.sheet.figure")]
    assert sheet.max_row > 30
    value = workbook.SHEETS["figure"].index("value") + 1
    sheet.cell(2, value).value, sheet.cell(3, value).value = "三十", 12
    filled = io.BytesIO()
    book.save(filled)
    hand_in(page, filled.getvalue())
    fault = page.locator("table.rows tr").filter(has_text="三十")
    expect(fault).to_contain_text(w("workbook.sheet.figure"))
    expect(page.locator(".st-key-commit")).to_have_count(0)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=w("returns.marked")).click()
    marked = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert marked[w("workbook.sheet.figure")].cell(2, value).comment is not None


def test_what_is_kept_is_seen_by_everyone_and_can_be_taken_back(visit, office):
    reader = visit("/goals?goal=little_giants&lang=zh", url=office.url).page
    there = visit("/returns?lang=zh", url=office.url)
    reporter = there.page
    hand_in(reporter, file(("figure", FIGURE)))
    expect(reporter.locator(".st-key-commit button")).to_be_visible()
    assert reader.get_by_text("510家").count() == 0, "a check changes nothing"
    keep(reporter)
    expect(reader.get_by_text("510家").first).to_be_visible()  # without a click
    reporter.get_by_role("button", name="省工业和信息化厅 王芳").click()
    expect(reporter.locator("table.rows").filter(has_text="510家")).to_be_visible()
    there.unfold(words("zh")("returns.revert"))
    reporter.get_by_label(words("zh")("returns.why")).fill("错报")
    with there.rerun():
        reporter.keyboard.press("Enter")
    reporter.locator(".st-key-revert button:enabled").click()
    receipt_in_view(reporter, "已撤回")
    expect(reporter.get_by_test_id("stAlert").filter(has_text="已被撤回")).to_be_visible()
    expect(reporter.locator(".st-key-revert")).to_have_count(0)
    expect(reader.get_by_text("510家")).to_have_count(0)


def test_the_keyboard_hands_in(visit, office):
    page = visit("/returns?department=diit&lang=zh", url=office.url).page
    hand_in(page, file(("figure", FIGURE)))
    page.get_by_label(words("zh")("returns.message"), exact=True).focus()
    page.keyboard.type("年底数")
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-commit button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert").filter(has_text="回执号")).to_be_visible()
    expect(page.get_by_text("年底数").first).to_be_visible()


def test_a_hostile_file_is_answered_in_words(visit, desk):
    page = visit("/returns?department=diit&lang=zh", url=desk.url).page
    for name, content in (("报表.xlsx", b"PK\x03\x04broken"), ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), ("空.csv", b"")):
        hand_in(page, content, name)
        expect(page.locator("table.rows tr").filter(has_text=name)).to_be_visible()
        expect(page.get_by_role("button", name=words("zh")("returns.marked"))).to_have_count(0)  # there is nothing to mark
    assert "Traceback" not in page.content() and "Traceback" not in desk.console.read_text(encoding="utf-8")


def test_without_a_writer_nothing_can_be_kept(visit, server):
    page = visit("/returns?department=diit&lang=zh").page
    hand_in(page, file(("figure", FIGURE)))
    expect(page.get_by_test_id("stAlert").filter(has_text="只读")).to_be_visible()
    expect(page.locator(".st-key-commit")).to_have_count(0)
    expect(page.locator(".st-key-sample_load")).to_have_count(0)


def test_who_comes_through_a_proxy_may_not_write(visit, desk):
    here = visit("/returns?department=diit&lang=zh", url=desk.url)
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        here.page.set_extra_http_headers({header: "10.0.0.7"})
        hand_in(here.open("/returns?department=diit&lang=zh").page, file(("figure", FIGURE)))
        expect(here.page.get_by_test_id("stAlert").filter(has_text="只读")).to_be_visible()
        expect(here.page.locator(".st-key-commit")).to_have_count(0)


def test_the_sample_is_marked_on_every_page_and_gone_with_one_click(visit, office, axe):
    here = visit("/returns?lang=zh", url=office.url)
    page = here.page
    here.unfold("演示数据")
    page.locator(".st-key-sample_load button").click()
    expect(page.get_by_text("演示数据已载入")).to_be_visible()
    assert "data=sample" in page.url
    for path in ("/", "/map", "/goals?goal=rd_share", "/cluster?cluster=qinghe-cashmere", "/departments?department=diit", "/returns"):
        here.open(f"{path}{'&' if '?' in path else '?'}data=sample&lang=zh")
        expect(page.locator(".watermark")).to_be_attached()
        expect(page.get_by_test_id("stAlert").filter(has_text="虚构")).to_be_visible()
        expect(page).to_have_title(re.compile("^演示数据"))
    axe(page)
    expect(page.locator("input[type=file]")).to_have_count(0)  # nothing can be handed in beside what is made up
    here.unfold("演示数据")
    page.locator(".st-key-sample_remove button").click()
    expect(page.get_by_text("演示数据已删除")).to_be_visible()
    expect(page.locator(".watermark")).to_have_count(0)
    here.open("/goals?data=sample&lang=zh")
    expect(page.get_by_role("alert")).to_contain_text("data=sample")
    expect(page.locator(".watermark")).to_have_count(0)
