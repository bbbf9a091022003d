"""Work in the process beside: one for all visitors, made anew where it has died."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from loky.process_executor import TerminatedWorkerError

from data.aside import aside


def test_all_threads_share_one_process():
    with ThreadPoolExecutor(3) as first, ThreadPoolExecutor(3) as second:
        where = {thread.submit(aside, os.getpid).result() for thread in (first, second, first, second)}
    assert len(where) == 1 and where != {os.getpid()}


def test_after_a_death_there_is_another():
    with pytest.raises(TerminatedWorkerError):
        aside(os.kill, aside(os.getpid), signal.SIGKILL)
    assert aside("math:sqrt", 9) == 3
