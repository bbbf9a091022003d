"""Long work in a process of its own, so that visitors do not wait for it: a check, a build, a workbook."""

import os
from collections.abc import Callable

from loky import get_reusable_executor

IDLE = 300  # seconds without work after which the process ends and gives its memory back


def _yield_to_visitors() -> None:
    if hasattr(os, "nice"):
        os.nice(10)


def aside(work: Callable, *given, **named):
    """What `work` gives (a function of a module), done in the process beside; one piece of work at a time. Raises what it raises."""
    worker = get_reusable_executor(1, timeout=IDLE, initializer=_yield_to_visitors)
    return worker.submit(work, *given, **named).result()


def dismiss() -> None:
    """Ends the process beside: the last thing that a server does."""
    get_reusable_executor(1, timeout=IDLE, initializer=_yield_to_visitors).shutdown(wait=False, kill_workers=True)
