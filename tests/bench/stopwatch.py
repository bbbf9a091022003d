"""How long something takes."""

import time
from collections.abc import Callable


def seconds(deed: Callable[[], object]) -> float:
    """How long a deed takes."""
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started
