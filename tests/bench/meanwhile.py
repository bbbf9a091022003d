"""What other visitors notice of one who has the server do something long."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine

from playwright.sync_api import Page, sync_playwright

from tests.browser import cockpit

SECONDS = 5  # that the crowd is there before the deed begins


def meanwhile(crowd: Callable[[str], Coroutine], url: str, path: str, deed: Callable[[Page], None]) -> float:
    """What `crowd(url)` gives while somebody does a deed on a page in a browser. It visits once before: as on any working day, the
    server has had visitors."""
    asyncio.run(crowd(url))
    opened = threading.Event()

    def somebody() -> None:
        with sync_playwright() as playwright:
            browser = cockpit.chromium(playwright, *cockpit.WITHOUT_CARD)
            page = cockpit.Visit(browser.new_page(), url).open(path).page
            opened.set()
            time.sleep(SECONDS)
            deed(page)
            browser.close()

    beside = threading.Thread(target=somebody)
    beside.start()
    opened.wait()
    seen = asyncio.run(crowd(url))
    beside.join()
    return seen
