"""The front door: what answers at which address. `streamlit run app.py` finds `app`; the pages begin in entry.py."""

import asyncio
import gc
import gzip
import secrets
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from functools import lru_cache

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.logger import get_logger

import queries
from data import record, sample, warehouse
from data.aside import aside, dismiss
from data.words import LANGUAGES, words
from pages.parts import front

RECORD_SECONDS = 2  # how often it is asked whether the record has moved on …
STATE_SECONDS = 0.25  # … and whether there is a new state
RETRY_SECONDS = 30  # after a failure
PREPARE_SECONDS = 1, 3  # until when answers are prepared from a new state: before visitors see it, and while they see it
log = get_logger("cockpit")


@asynccontextmanager
async def lifespan(app: st.App):
    """Brings the database up to date before the first visitor is let in, and keeps it so.

    Faulty facts do not keep the app from starting: the last good database stays in use, and the log names the faults.
    """
    log.info("Building the database …")
    head = await asyncio.to_thread(up_to_date, None)
    if head is not None and sample.loaded():
        await asyncio.to_thread(renew_sample)
    tasks = [asyncio.create_task(follow_record(head)), asyncio.create_task(follow_state())]
    gc.freeze()  # what is loaded by now stays: looking through it again and again for what nobody needs would keep visitors waiting
    yield
    for task in tasks:
        task.cancel()
    warehouse.adopt(None)
    dismiss()


async def follow_record(head: str | None) -> None:
    """Builds what the command line, or another machine, has kept since the record stood at `head`."""
    while True:
        await asyncio.sleep(RECORD_SECONDS if head is not None else RETRY_SECONDS)
        head = await asyncio.to_thread(up_to_date, head, lambda: aside(warehouse.build))


async def follow_state() -> None:
    """Shows every new state soon after it is built, by whomever."""
    shown = True
    while True:
        await asyncio.sleep(STATE_SECONDS if shown else RETRY_SECONDS)
        shown = await asyncio.to_thread(show_latest)


def show_latest() -> bool:
    """Prepares the latest state and shows it; whether that could be done."""
    try:
        state, started = warehouse.latest(), time.monotonic()
        unseen, seen = PREPARE_SECONDS
        for _ in queries.prepare(state) if state != warehouse.current() else ():
            passed = time.monotonic() - started
            if passed > unseen:
                warehouse.adopt(state)
            if passed > seen or warehouse.latest() != state:
                break
        warehouse.adopt(state)
    except Exception as error:
        log.error("The latest state cannot be shown; the one before stays in use.\n%s", error)
        return False
    return True


def up_to_date(head: str | None, build: Callable[[], str] = warehouse.build) -> str | None:
    """Builds where the record has moved on since `head`; gives where it stands now, None where that could not be done."""
    try:
        now = record.version()
        if now != head:
            log.info("The database is ready: %s", build())
        return now
    except Exception as error:
        log.error("The database could not be built; the last good one, if there is one, stays in use.\n%s", error)
        return None


def renew_sample() -> None:
    """Builds the sample returns anew, as the schema may have changed since; without them the figures are shown all the same."""
    try:
        sample.load()
    except Exception as error:
        log.error("The sample returns could not be built.\n%s", error)


def healthz(request: Request) -> Response:
    """200 with the fingerprint of the data (and of the sample, where it is loaded) once pages can be served, else 503."""
    try:
        return JSONResponse({"status": "ok", "fingerprint": warehouse.current(), "sample": warehouse.sample()})
    except Exception as error:
        log.error("There is no data to serve.\n%s", error)
        return JSONResponse({"status": "no data"}, status_code=503)


@lru_cache(maxsize=16)
def packed_outlines(name: str) -> bytes | None:
    """The outlines of that name, compressed; None where there are none."""
    content = warehouse.boundary(name)
    return content and gzip.compress(content)


def outlines(request: Request) -> Response:
    """Outlines for the map. Their name holds a hash of the content, so browsers keep them for ever."""
    content = packed_outlines(request.path_params["name"])
    if content is None:
        return PlainTextResponse("not found", status_code=404)
    return front.compressed(request.headers, content, "application/geo+json")


def apologise(error: Exception) -> bool:
    """Logs an error of a page under a number and shows that number, in both languages; never a traceback."""
    number = secrets.token_hex(4)
    log.error("Error %s", number, exc_info=error)
    st.error("  \n".join(words(lang)("app.error", number=number) for lang in LANGUAGES))
    return True


app = st.App(
    "pages/parts/entry.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz), Route("/boundaries/{name}", outlines), *front.routes],
    middleware=[Middleware(front.SecurityHeaders), Middleware(front.Scripts)],
    on_script_error=apologise,
)
