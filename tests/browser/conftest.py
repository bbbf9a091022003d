"""Fixtures for tests in a real browser: one app and one Chromium per test process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser import cockpit
from tests.conftest import furnish

expect.set_options(timeout=cockpit.WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cockpit.Server]:
    """The app, shared by the tests of this process. A test that writes starts its own with `cockpit.server`."""
    with cockpit.server(furnish(tmp_path_factory.mktemp("home"))) as running:
        yield running


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """The Chromium of this system with a profile on disk: what every page needs is fetched and compiled once. What a visit leaves in
    it, `visit` removes."""
    with (sync_playwright() as playwright,
          playwright.chromium.launch_persistent_context(tmp_path_factory.mktemp("profile"), executable_path=cockpit.chromium_path(),
                                                        args=[*cockpit.ARGUMENTS, *cockpit.WITHOUT_CARD]) as context):
        yield context


@pytest.fixture
def visit(profile: BrowserContext, server: cockpit.Server) -> Iterator[Callable[..., cockpit.Visit]]:
    """Opens a page as a visitor of a certain kind: `visit("/map?city=130500", locale="en-GB", touch=True)`. The moving map takes an
    imitated graphics card ten seconds a visit: only `webgl=True` has it, others see the still one.

    At the end of the test every visit must have stayed on its server and within the content policy, without a script
    error.
    """
    visits = []

    def opened(path: str = "/", *, locale: str = "zh-CN", viewport: tuple[int, int] = (1280, 800), touch: bool = False,
               webgl: bool = False, url: str = server.url) -> cockpit.Visit:
        page = profile.new_page()
        page.set_viewport_size(dict(zip(("width", "height"), viewport, strict=True)))
        page.add_init_script(cockpit.CALM if webgl else cockpit.NO_WEBGL)
        emulate = profile.new_cdp_session(page).send
        emulate("Emulation.setUserAgentOverride", {"userAgent": page.evaluate("navigator.userAgent"), "acceptLanguage": locale})
        emulate("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        visits.append(cockpit.Visit(page, url))
        return visits[-1].open(path)

    yield opened
    for each in visits:
        each.page.evaluate("localStorage.clear()")
        each.page.close()
    profile.clear_cookies()
    assert not [address for each in visits for address in each.foreign], "requests left the server"
    assert not [text for each in visits for text in each.refused], "the content policy refused something"
    assert not [text for each in visits for text in each.errors], "scripts of the page failed"


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails where axe finds an accessibility fault of serious or critical impact on a page."""

    def check(page: Page) -> None:
        page.wait_for_function(cockpit.SETTLED)  # what is about to be drawn anew stands faded
        # Streamlit's own drawer of the navigation holds list items in the wrong element; it cannot be mended from here.
        found = Axe().run(page, {"exclude": [["[data-testid=stSidebarNavItems]"]]}).response["violations"]
        grave = [f"{fault['id']}: {fault['help']}\n" + "\n".join(f"    {node['html'][:200]}" for node in fault["nodes"])
                 for fault in found if fault["impact"] in ("serious", "critical")]
        assert not grave, "\n".join([page.url, *grave])

    return check
