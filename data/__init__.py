"""Facts in, warehouse out: the plan and the researched facts as CSV, and the code that turns them into a database."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

SCHEMA = Path(__file__).parent / "schema.sql"
BEIJING = timedelta(hours=8)  # ahead of UTC, which the record keeps


def hebei_now() -> datetime:
    """The moment by the clocks of Hebei, wherever the server stands."""
    return datetime.now(UTC).replace(tzinfo=None) + BEIJING


def hebei_today() -> date:
    """The day that it is in Hebei."""
    return hebei_now().date()


def home() -> Path:
    """The folder that the running product writes to: `var/` beside the code, moved by COCKPIT_HOME."""
    return Path(os.environ.get("COCKPIT_HOME") or Path(__file__).parent.parent / "var")


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A place beside `file` to write to: it takes the file's name when all has gone well, and is gone otherwise."""
    part = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield part
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
