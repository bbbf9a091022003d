"""How long a large return takes, how soon it is seen, and what other visitors notice of it."""

import os
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from data import record, returns, warehouse
from tests import test_record
from tests.bench.meanwhile import meanwhile
from tests.bench.stopwatch import seconds
from tests.browser import cockpit
from tests.test_returns import file

PAGE = "/returns?department=diit&lang=zh"
ROWS = 5000
KILLS = 100
FIRST, SECOND = 41, 42  # the figures that a page waits for
GOAL = {"indicator": "little_giants", "scope": "province", "period": "2025-12-31"}


def large(first: int) -> bytes:
    """A return of so many rows: goals by county; the values begin with `first`."""
    with warehouse.cursor(warehouse.current()) as db:
        places = db.execute("SELECT indicator_id, adcode FROM goal_scope, county ORDER BY ALL LIMIT ?", [ROWS - 1]).fetchall()
    rows = [{"indicator": goal, "scope": county, "period": "2025-12-31", "value": first + n % 50} for n, (goal, county) in enumerate(places)]
    return file(*(("figure", row) for row in (GOAL | {"value": first}, *rows)))


def hand_in(page: Page, content: bytes) -> None:
    """Hands a workbook in at the page of returns and waits for the preview."""
    page.set_input_files("input[type=file]", files=[{"name": "return.xlsx", "mimeType": "application/octet-stream", "buffer": content}])
    page.locator(".st-key-commit button").wait_for()


def alone() -> Iterator[tuple[str, float, float]]:
    """Name, milliseconds and budget of what a return costs without a server."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COCKPIT_HOME"] = folder
        warehouse.build()
        content = large(1)
        yield f"Check of a workbook of {ROWS} rows", 1000 * seconds(lambda: returns.check(content, "return.xlsx")), 3000
        checked = returns.check(content, "return.xlsx")
        facts = {table: rows.drop(columns=["_file", "_line"]) for table, rows in checked.facts.items()}
        record.commit(test_record.figures(1), by="bench")  # the first one makes the record
        yield f"Commit of {ROWS} rows", 1000 * seconds(lambda: record.commit(facts, by="bench")), 1000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COCKPIT_HOME"] = folder
        lost = 0
        for kill in range(KILLS):
            kept, there = test_record.killed_writer(f"killed {kill}", 0.3 * kill / KILLS)
            lost += len(set(kept) - set(there)) + max(0, len(there) - len(kept) - 1)
        yield f"Returns lost or halved in {KILLS} kills", lost + len(record.audit()), 0
    del os.environ["COCKPIT_HOME"]


def beside(crowd: Callable[[str], Coroutine]) -> Iterator[tuple[str, float, float]]:
    """The same for how soon an open page shows a return of ROWS rows, and for what `crowd` sees while another is handed in."""
    with tempfile.TemporaryDirectory() as folder, cockpit.server(Path(folder), COCKPIT_LOCAL_WRITER="bench") as server:
        first, second = large(FIRST), large(SECOND)
        with sync_playwright() as playwright:
            browser = cockpit.chromium(playwright, *cockpit.WITHOUT_CARD)
            reader = cockpit.Visit(browser.new_page(), server.url).open("/goals?goal=little_giants&lang=zh").page
            reporter = cockpit.Visit(browser.new_page(), server.url).open(PAGE).page
            hand_in(reporter, first)
            started = time.perf_counter()
            reporter.locator(".st-key-commit button").click()
            reader.get_by_text(f"{FIRST}家").first.wait_for(timeout=60_000)
            yield f"From commit to an open page, {ROWS} rows", 1000 * (time.perf_counter() - started), 5000
            browser.close()

        def report(page: Page) -> None:
            hand_in(page, second)
            page.locator(".st-key-commit button").click()
            page.locator(".st-key-commit button").wait_for(state="detached")

        yield ("Filter change while a return is checked and kept, 30 visitors, 95th percentile",
               meanwhile(crowd, server.url, PAGE, report), 60)


def figures(crowd: Callable[[str], Coroutine]) -> Iterator[tuple[str, float, float]]:
    """All of them; `crowd(url)` gives the 95th percentile of the filter changes of thirty visitors."""
    yield from alone()
    yield from beside(crowd)
