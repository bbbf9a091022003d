"""How long the papers of a meeting take from the press to the file, and what other visitors notice of it."""

import tempfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.meanwhile import meanwhile
from tests.bench.stopwatch import seconds
from tests.browser import cockpit

PAGE = "/briefing?lang=zh&as_of=2025-12-31&meeting=quarterly"


def press(page: Page) -> None:
    """Has the papers made and waits until they have come down."""
    with page.expect_download() as download:
        page.locator(".st-key-make_pack button").click()
    download.value.path()


def figures(crowd: Callable[[str], Coroutine]) -> Iterator[tuple[str, float, float]]:
    """Name, milliseconds and budget; `crowd(url)` gives the 95th percentile of the filter changes of thirty visitors."""
    with tempfile.TemporaryDirectory() as folder, cockpit.server(Path(folder), COCKPIT_LOCAL_WRITER="bench") as server:
        with sync_playwright() as playwright:
            browser = cockpit.chromium(playwright, *cockpit.WITHOUT_CARD)
            page = cockpit.Visit(browser.new_page(), server.url).open(PAGE).page
            yield "Papers of a meeting, from the press to the file", 1000 * seconds(lambda: press(page)), 5000
            yield "Papers once more, from the press to the file", 1000 * seconds(lambda: press(page)), 5000
            browser.close()
        yield "Filter change while papers are made, 30 visitors, 95th percentile", meanwhile(crowd, server.url, PAGE, press), 60
