"""Long work in a process of its own, so that visitors do not wait for it: a check, a build, a workbook."""

import os
import pkgutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module

from loky import get_reusable_executor

IDLE = 300  # seconds without work after which the process ends and gives its memory back


def _yield_to_visitors() -> None:
    if hasattr(os, "nice"):
        os.nice(5)


# loky keeps a process for each thread that asks for one, and every run of a page is a thread of its own: one asks for all.
_desk = ThreadPoolExecutor(1)


def _worker():
    return get_reusable_executor(1, timeout=IDLE, initializer=_yield_to_visitors)


def _submit(work: Callable, *given, **named) -> Future:
    return _desk.submit(lambda: _worker().submit(work, *given, **named)).result()


def aside(work: Callable | str, *given, **named):
    """What `work` gives (a function of a module), done in the process beside; one piece of work at a time. Raises what it raises.

    A function that is only named, `module:function`, is loaded there alone, with the libraries of its module.
    """
    return _submit(*(_named, work) if isinstance(work, str) else (work,), *given, **named).result()


def ready(module: str) -> None:
    """Has the process beside load a module that will soon be wanted; does not wait for it."""
    _submit(_load, module)


def _load(module: str) -> None:
    import_module(module)


def _named(work: str, *given, **named):
    return pkgutil.resolve_name(work)(*given, **named)


def dismiss() -> None:
    """Ends the process beside: the last thing that a server does."""
    _desk.submit(lambda: _worker().shutdown(wait=False, kill_workers=True)).result()
