"""The speed figures: `make bench` prints them beside their budgets and writes them to bench.csv. A budget missed is no
failure: figures depend on the machine. Browser, server and visitors share one."""

import asyncio
import csv
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from itertools import chain, cycle, islice
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data import warehouse
from tests.bench import many, papers, reporting
from tests.bench.visitor import Visitor
from tests.browser import cockpit

FIRST_PAGE = "/"  # where people arrive: gauges and a map
FILTERED_PAGE = "/map"  # where they filter
CITIES = ("130100", "130200", "130300", "130400", "130500", "130600", "130700", "130800", "130900", "131000", "131100")
CHANGES = 40
VISITORS = {1: 60, 30: 60, 60: 120}  # how many at once, and the budget in milliseconds
SECONDS_BETWEEN_CHANGES = 2.0  # of one visitor, on average
FIRST_VISITS = 5

# Notes when the first gauge was drawn, when a filter was chosen, when the page last changed after that, and when the map
# first drew its outlines: the only drawings with so many corners. Components keep their content in shadow trees, which are
# watched as well.
STOPWATCH = """(() => {
  const noted = window.stopwatch = {gauge: 0, chosen: 0, changed: 0, map: 0};
  const after = () => requestAnimationFrame(() => { noted.changed = performance.now() });
  const ours = ({target}) => target.getRootNode() instanceof ShadowRoot
      || (target.closest ? target : target.parentElement)?.closest("[data-testid=stMain]");
  const drawn = (gauge) => gauge.decode().then(() => requestAnimationFrame(() => { noted.gauge ||= performance.now() }));
  const observer = new MutationObserver(changes => {
    if (!changes.some(ours)) return;
    after();
    const found = changes.find(({target}) => target.querySelector?.(".gauges img"));
    if (found && !noted.gauge) drawn(found.target.querySelector(".gauges img"));
  });
  const what = {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["src", "alt"]};
  observer.observe(document, what);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...given) {
    const root = attach.apply(this, given);
    observer.observe(root, what);
    return root;
  };
  addEventListener("click", ({target}) => {
    if (target.closest?.("[role=option]")) noted.chosen = noted.changed = performance.now();
  }, true);
  for (const [name, corners] of [["drawElements", 1], ["drawElementsInstanced", 1], ["drawArrays", 2],
                                 ["drawArraysInstanced", 2]]) {
    const draw = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...given) {
      if (given[corners] > 1000 && !noted.map) noted.map = performance.now();
      return draw.apply(this, given);
    };
  }
})()"""


@dataclass(frozen=True)
class Figure:
    """One measured figure; `budget` is the most it should be, None of what only tells machines apart."""

    name: str
    value: float
    unit: str
    budget: float | None

    def __str__(self) -> str:
        figure = f"{self.name:<78} {self.value:>10,.1f} {self.unit:<3}"
        if self.budget is None:
            return f"· {figure}"
        return f"{'✓' if self.value <= self.budget else '✗'} {figure} (budget {self.budget:,g})"


def percentile_95(values: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


@contextmanager
def tab(browser: Browser, url: str) -> Iterator[cockpit.Visit]:
    """A new visitor with an empty cache."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    context.add_init_script(STOPWATCH)
    yield cockpit.Visit(context.new_page(), url)
    context.close()


def first_visits(browser: Browser, url: str) -> list[Figure]:
    """From the address to gauges, to the map, and the bytes that came with it; medians."""
    gauges, maps, sizes = [], [], []
    for _ in range(FIRST_VISITS):
        with tab(browser, url) as visit:
            received = []
            network = visit.page.context.new_cdp_session(visit.page)
            network.on("Network.loadingFinished", lambda event, to=received: to.append(event["encodedDataLength"]))
            network.on("Network.webSocketFrameReceived",
                       lambda event, to=received: to.append(len(event["response"]["payloadData"]) * 3 / 4))  # base64
            network.send("Network.enable")
            visit.page.goto(url + FIRST_PAGE, wait_until="commit")
            visit.page.wait_for_function("() => window.stopwatch.map && window.stopwatch.gauge")
            gauges.append(visit.page.evaluate("() => window.stopwatch.gauge"))
            maps.append(visit.page.evaluate("() => window.stopwatch.map"))
            visit.settle()
            sizes.append(sum(received) / 1e6)
    return [Figure("First visit, gauges to be seen", statistics.median(gauges), "ms", 1800),
            Figure("First visit, map to be seen", statistics.median(maps), "ms", 2500),
            Figure("First visit, transferred", statistics.median(sizes), "MB", 3)]


def map_seen(url: str, address: str) -> float:
    """From an address to its map; the median of visitors with an empty cache, in milliseconds."""
    maps = []
    with sync_playwright() as playwright:
        browser = cockpit.chromium(playwright)
        for _ in range(FIRST_VISITS):
            with tab(browser, url) as visit:
                visit.page.goto(url + address, wait_until="commit")
                visit.page.wait_for_function("() => window.stopwatch.map")
                maps.append(visit.page.evaluate("() => window.stopwatch.map"))
        browser.close()
    return statistics.median(maps)


def city_changes(visit: cockpit.Visit) -> list[float]:
    """From the choice of a city in the open box of filters to the last change of the page that it brings about, in milliseconds."""
    times = []
    for n in range(CHANGES):
        visit.page.locator(".st-key-filter_city input").click()
        option = visit.page.get_by_role("option").nth(1 + n % len(CITIES))
        with visit.rerun():
            option.click()
        times.append(visit.page.evaluate("() => window.stopwatch.changed - window.stopwatch.chosen"))
    return times


def filter_changes(browser: Browser, url: str) -> list[Figure]:
    """What a filter change takes in the browser."""
    with tab(browser, url) as visit:
        page = visit.open(FILTERED_PAGE).page
        with visit.rerun():
            page.get_by_test_id("stPopover").first.get_by_role("button").click()
        times = city_changes(visit)
    return [Figure("Filter change in the browser, median", statistics.median(times), "ms", 180),
            Figure("Filter change in the browser, 95th percentile", percentile_95(times), "ms", 350)]


def yardstick() -> Figure:
    """What a filter change takes on a plain page of Streamlit: tells how fast the machine is."""
    with (tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright,
          cockpit.server(Path(folder), script="tests/bench/yardstick.py", health="_stcore/health") as server):
        browser = cockpit.chromium(playwright)
        with tab(browser, server.url) as visit:
            times = city_changes(visit.open("/"))
        browser.close()
    return Figure("Yardstick: filter change on a plain page in the browser, median", statistics.median(times), "ms", None)


async def crowd(url: str, visitors: int) -> tuple[list[float], int]:
    """The milliseconds of every filter change of so many visitors, with the filters open, each at its own pace once all are there,
    and the errors they saw."""
    everyone = asyncio.Barrier(visitors)

    async def stay(number: int) -> tuple[list[float], int]:
        pace = random.Random(number)
        times = []
        async with Visitor(url, FILTERED_PAGE) as visitor:
            await visitor.run(lang="zh")
            visitor.opened = True
            await visitor.run(lang="zh")
            await everyone.wait()
            for city in islice(cycle(CITIES), number, number + max(10, CHANGES // visitors)):
                await asyncio.sleep(pace.uniform(0, 2 * SECONDS_BETWEEN_CHANGES) if visitors > 1 else 0)
                times.append(1000 * await visitor.run(lang="zh", city=city))
            return times, visitor.errors

    stays = await asyncio.gather(*(stay(number) for number in range(visitors)))
    return [time for times, _ in stays for time in times], sum(errors for _, errors in stays)


def memory(pid: int) -> float:
    """The resident memory of a process in MB; NaN where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))


async def first_run(url: str) -> float:
    """Seconds that the first page takes the first visitor's script."""
    async with Visitor(url, FIRST_PAGE) as visitor:
        return await visitor.run(lang="zh")


def figures() -> Iterator[Figure]:
    """Every figure, as soon as it is measured."""
    yield yardstick()
    with tempfile.TemporaryDirectory() as folder, cockpit.server(Path(folder)) as server:
        first = asyncio.run(first_run(server.url))
        yield Figure("Start without a database, to the first page", 1000 * (server.seconds + first), "ms", 3000)
        with sync_playwright() as playwright:
            browser = cockpit.chromium(playwright)
            yield from first_visits(browser, server.url)
            yield from filter_changes(browser, server.url)
            browser.close()
        seen = 0
        for visitors, budget in VISITORS.items():
            times, errors = asyncio.run(crowd(server.url, visitors))
            seen += errors
            yield Figure(f"Filter change on the server, {visitors} visitors, 95th percentile", percentile_95(times), "ms", budget)
        yield Figure(f"Memory of the server after {max(VISITORS)} visitors", memory(server.process.pid), "MB", 400)
        yield Figure("Errors shown to visitors", seen, "", 0)
    for name, value, budget in chain(reporting.figures(slowest_of_thirty), papers.figures(slowest_of_thirty), many.figures(map_seen, percentile_95)):
        yield Figure(name, value, "ms" if budget else "", budget)


async def slowest_of_thirty(url: str) -> float:
    """The 95th percentile of the filter changes of thirty visitors, in milliseconds."""
    times, _ = await crowd(url, 30)
    return percentile_95(times)


def main() -> None:
    """Prints the figures and writes them to bench.csv in the home of the product."""
    file = warehouse.home() / "bench.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="", encoding="utf-8") as output:
        table = csv.writer(output)
        table.writerow([field.name for field in fields(Figure)])
        for figure in figures():
            print(figure, flush=True)
            table.writerow(astuple(figure))
    print(f"→ {file}")


if __name__ == "__main__":
    main()
