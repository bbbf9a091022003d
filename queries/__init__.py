"""Every question the pages ask. A question is an .sql file of this folder: one SELECT under a comment that documents it;
its parameters are its `$names`, read by DuckDB's own parser.
"""

from functools import cache, lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from data import warehouse

HERE = Path(__file__).parent


@cache
def question(name: str) -> tuple[str, frozenset[str]]:
    """The SQL text of a question and the names of its parameters. Raises KeyError for an unknown name."""
    file = HERE / f"{name}.sql"
    if not file.exists():
        raise KeyError(f"there is no question named {name!r}: queries/{name}.sql does not exist")
    text = file.read_text(encoding="utf-8")
    (statement,) = duckdb.extract_statements(text)
    return text, frozenset(statement.named_parameters)


def ask(name: str, *, state: str | None = None, **given) -> pd.DataFrame:
    """The answer to `queries/<name>.sql`, from the state of that fingerprint (None: the current one).

    Answers are kept and shared between visitors: read them, never change them.
    Raises KeyError for an unknown question, TypeError where the parameters are not exactly those of the question.
    """
    _, wanted = question(name)
    if wanted != given.keys():
        raise TypeError(f"queries/{name}.sql takes {sorted(wanted)}, given were {sorted(given)}")
    return _answer(name, state or warehouse.current(), tuple(sorted(given.items())))


@lru_cache(maxsize=2000)
def _answer(name: str, state: str, given: tuple) -> pd.DataFrame:
    text, _ = question(name)
    with warehouse.cursor(state) as cursor:
        return cursor.execute(text, dict(given)).df()
