"""Facts in, warehouse out: the plan and the researched facts as CSV, and the code that turns them into a database."""

import os
from pathlib import Path

SCHEMA = Path(__file__).parent / "schema.sql"


def home() -> Path:
    """The folder that the running product writes to: `var/` beside the code, moved by COCKPIT_HOME."""
    return Path(os.environ.get("COCKPIT_HOME") or Path(__file__).parent.parent / "var")
