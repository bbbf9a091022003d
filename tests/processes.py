"""Processes of their own for tests of what happens where several write at once or one dies. They are forked from one that has loaded
what they need, so that they start at once."""

import multiprocessing
import os
import resource
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType

import pytest

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.test_record", "tests.test_returns", "tests.test_warehouse", "tests.test_papers"])
SILENCE = 120  # seconds after which a process that says nothing hangs


def start(work: Callable, *given) -> tuple[BaseProcess, Connection]:
    """A process that does `work(say, *given)` in the environment of now, and where it can be heard what it says."""
    heard, to = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_work, args=(dict(os.environ), work, to, *given), daemon=True)
    with pytest.MonkeyPatch.context() as patch:  # it would run this one's main module: with AppTest that is the page tested last
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        process.start()
    to.close()  # so that its end is noticed
    return process, heard


def _work(environment: dict[str, str], work: Callable, to: Connection, *given) -> None:
    os.environ.update(environment)
    work(to.send, *given)


def told(heard: Connection) -> Iterator:
    """What a process says until it ends. Raises TimeoutError where it falls silent."""
    with suppress(EOFError):
        while heard.poll(SILENCE):
            yield heard.recv()
        raise TimeoutError(f"nothing was said for {SILENCE} seconds")


def done(process: BaseProcess, heard: Connection) -> list:
    """All that a process said, once it has ended as it should."""
    said = list(told(heard))
    process.join(SILENCE)
    assert process.exitcode == 0
    return said


def fill_disk(room: int) -> None:
    """From now on no file of this process may grow beyond `room` bytes: the operating system refuses the writes, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
