"""The real thing: the app as a process of its own, a real Chromium, and visits that know when a page has settled."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, Request, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.processes import free_port

ROOT = Path(__file__).parents[2]
WAIT = 60_000  # milliseconds: what comes at once on a quiet machine may take long on one that is busy
# One without an interface, as Playwright's own is, loads pages in an eighth less time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # other hosts do not even have an address
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--no-sandbox",
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",  # WebGL without a graphics card
)
# Pages load in less time without an imitated graphics card, though a moving map is slower: not for measuring maps.
WITHOUT_CARD = ("--disable-gpu-compositing", "--disable-gpu-rasterization")
# The map's library asks for a frame sixty times a second as long as its page is open. Without a graphics card that takes a
# whole core from what a test waits for, so it gets six.
CALM = """{
    const ask = requestAnimationFrame
    window.requestAnimationFrame = draw => setTimeout(() => ask(draw), 150)
    window.cancelAnimationFrame = clearTimeout
}"""
NO_WEBGL = """const real = HTMLCanvasElement.prototype.getContext
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest)
}"""
# The footer is the last thing that every page draws.
SETTLED = """() => {
    const app = document.querySelector("[data-testid=stApp]")?.dataset;
    return app?.testScriptState === "notRunning" && app.testConnectionState === "CONNECTED"
        && document.querySelector(".foot") && !document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton]");
}"""
FRAME = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
# The map's library tries a decoder for 3D models, which the policy refuses and no map here needs.
UNNEEDED = "WebAssembly"


@dataclass
class Server:
    """A running app: where it answers, its process, its console, and how long it took to be healthy."""

    url: str
    process: subprocess.Popen
    console: Path
    seconds: float


@contextmanager
def server(home: Path, timeout: float = 90, port: int | None = None, script: str = "app.py", health: str = "healthz",
           **environment: str) -> Iterator[Server]:
    """The app, or another script that answers at `health`, on a port (None: a free one), writing below `home`, until the end of the block.

    Raises RuntimeError with what the console says where it does not become healthy in time.
    """
    port = port or free_port()
    home.mkdir(parents=True, exist_ok=True)
    console = home / "console.txt"
    url = f"http://127.0.0.1:{port}"
    flags = ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = os.environ | {"COCKPIT_HOME": str(home)} | environment
    started = time.perf_counter()
    with console.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", script, *flags],
                                   cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        while not healthy(f"{url}/{health}"):
            if process.poll() is not None or time.perf_counter() - started > timeout:
                raise RuntimeError(f"The app did not become healthy:\n{console.read_text(errors='replace')}")
            time.sleep(0.02)
        yield Server(url, process, console, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def healthy(address: str) -> bool:
    """Whether the app says at this address that it can serve pages."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def chromium_path() -> str:
    """The Chromium of this system. Raises RuntimeError where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise RuntimeError("No Chromium: install one (Debian: apt-get install chromium-headless-shell) or give its path in CHROMIUM.")
    return path


def chromium(playwright: Playwright, *arguments: str) -> Browser:
    """The Chromium of this system, without a window; each of its profiles is gone with its last page."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS, *arguments])


def finished(frame: bytes | str) -> bool:
    """Whether a message of the server says that a run of the page's script has ended."""
    return isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"


@dataclass
class Visit:
    """A browser tab on the app, and what went wrong in it from its first request on."""

    page: Page
    url: str
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    socket: WebSocket | None = None

    def __post_init__(self):
        self.page.set_default_timeout(WAIT)
        self.page.on("request", self._request)
        self.page.on("websocket", self._websocket)
        self.page.on("console", self._message)
        self.page.on("pageerror", self._error)

    def open(self, path: str) -> "Visit":
        """The same visit, once the page at `path` has settled."""
        self.page.goto(self.url + path, wait_until="commit")
        self.settle()
        return self

    def settle(self) -> None:
        """Waits until the page's script has run to its end and the browser has drawn the outcome."""
        self.page.wait_for_function(SETTLED)
        self.page.evaluate(FRAME)  # React draws after the last message of a run has come in
        self.page.wait_for_function(SETTLED)

    def unfold(self, title: str) -> None:
        """Opens what is folded under a title, to its full height: on a busy machine, a press on what still moves is lost."""
        fold = self.page.locator("details").filter(has_text=title)
        fold.locator("summary").click()
        fold.evaluate("fold => Promise.allSettled(fold.getAnimations({ subtree: true }).map(each => each.finished))")

    @contextmanager
    def rerun(self) -> Iterator[None]:
        """Waits at the end of the block until the run that the block set off has settled."""
        with self.socket.expect_event("framereceived", finished):
            yield
        self.settle()

    def _request(self, request: Request) -> None:
        self._note_foreign(request.url)

    def _websocket(self, websocket: WebSocket) -> None:
        self.socket = websocket
        self._note_foreign(websocket.url)

    def _note_foreign(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.url).netloc:
            self.foreign.append(address)

    def _message(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text and UNNEEDED not in message.text:
            self.refused.append(message.text)

    def _error(self, error: Error) -> None:
        if UNNEEDED not in str(error):
            self.errors.append(str(error))
