"""The real thing under test: the app as its own process, a real Chromium, and what it means that a page has settled."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, Request, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
# Names of other hosts do not even resolve, so that a request the recorder should miss fails as well.
ARGUMENTS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run", "--use-angle=swiftshader",
             "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
SETTLED = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    return app && app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED"
        && !document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton]");
}"""


@dataclass
class Server:
    """A running app: where it answers, its process, what it wrote to the console, how long it took to be healthy."""

    url: str
    process: subprocess.Popen
    log: Path
    seconds: float


@contextmanager
def server(home: Path, timeout: float = 90, **environment: str) -> Iterator[Server]:
    """The app on a free port of this host, writing below `home`; ends with the block.

    Raises RuntimeError with the console's text where it does not become healthy in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.address=127.0.0.1"]
    started = time.perf_counter()
    with log.open("wb") as console:
        process = subprocess.Popen(command, cwd=ROOT, stdout=console, stderr=subprocess.STDOUT,
                                   env=os.environ | {"COCKPIT_HOME": str(home)} | environment)
    try:
        url = f"http://127.0.0.1:{port}"
        while not _healthy(url):
            if process.poll() is not None or time.perf_counter() - started > timeout:
                raise RuntimeError(f"the app did not become healthy:\n{log.read_text(errors='replace')}")
            time.sleep(0.02)
        yield Server(url, process, log, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _healthy(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of this system, headless, with software WebGL. Raises RuntimeError where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise RuntimeError("No Chromium found: install it (Debian: apt-get install chromium) or name it in CHROMIUM.")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@dataclass
class Watch:
    """What a page asked for and complained about, from its first request on."""

    origin: str
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    runs: int = 0

    def of(self, page: Page) -> "Watch":
        page.on("request", self._request)
        page.on("console", lambda message: "Content Security Policy" in message.text and self.refused.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", self._socket)
        return self

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and f"{address.scheme}://{address.netloc}" != self.origin:
            self.foreign.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        address = urlsplit(socket.url)
        if address.netloc != urlsplit(self.origin).netloc:
            self.foreign.append(socket.url)
        socket.on("framereceived", self._frame)

    def _frame(self, frame: bytes | str) -> None:
        message = ForwardMsg.FromString(frame)
        self.runs += message.WhichOneof("type") == "script_finished"
