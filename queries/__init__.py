"""Every question the pages ask. A question is an .sql file of this folder: one SELECT under a comment that documents it;
its parameters are its `$names`, read by DuckDB's own parser.
"""

import threading
import time
import weakref
from collections import OrderedDict
from functools import cache
from pathlib import Path

import cachetools
import duckdb
import pandas as pd

from data import warehouse

HERE = Path(__file__).parent
KEPT_BYTES, ASKED = 64_000_000, 2000  # answers that are kept, by their size, and questions that are remembered


def _size(answer: pd.DataFrame) -> int:
    """The bytes of an answer, with what pandas needs for each column."""
    return int(answer.memory_usage(deep=True).sum()) + 500 * len(answer.columns)


_answers = cachetools.LRUCache(KEPT_BYTES, _size)
# Each question's last answer as long as anyone keeps it; the last asked stands last.
_asked: OrderedDict[tuple[str, tuple], weakref.ref[pd.DataFrame] | None] = OrderedDict()
_turn = threading.Lock()


@cache
def question(name: str) -> tuple[str, frozenset[str]]:
    """The SQL text of a question and the names of its parameters. Raises KeyError for an unknown name."""
    file = HERE / f"{name}.sql"
    if not file.exists():
        raise KeyError(f"there is no question named {name!r}: queries/{name}.sql does not exist")
    text = file.read_text(encoding="utf-8")
    (statement,) = duckdb.extract_statements(text)
    return text, frozenset(statement.named_parameters)


def ask(name: str, *, state: str | None = None, keep: bool = True, **given) -> pd.DataFrame:
    """The answer to `queries/<name>.sql`, from the state of that fingerprint (None: the current one).

    Answers are kept and shared between visitors: read them, never change them. One as large as a whole table, for a file, is
    better not kept.
    Raises KeyError for an unknown question, TypeError where the parameters are not exactly those of the question.
    """
    _, wanted = question(name)
    if wanted != given.keys():
        raise TypeError(f"queries/{name}.sql takes {sorted(wanted)}, given were {sorted(given)}")
    if not keep:
        return _read(name, given, state or warehouse.current())
    asked = name, tuple(sorted(given.items()))
    with _turn:
        _asked[asked] = _asked.pop(asked, None)
        if len(_asked) > ASKED:
            _asked.popitem(last=False)
    return _answer(*asked, state or warehouse.current())


@cachetools.cached(_answers, condition=threading.Condition())  # of several that ask at once, one asks the database
def _answer(name: str, given: tuple, state: str) -> pd.DataFrame:
    answer = _read(name, dict(given), state)
    with _turn:
        last = _asked.get((name, given))
        before = last and last()
        if before is not None and before.equals(answer):
            return before  # the same object, so that what was drawn from it need not be drawn again
        _asked[name, given] = weakref.ref(answer)
    return answer


def _read(name: str, given: dict, state: str) -> pd.DataFrame:
    text, _ = question(name)
    with warehouse.cursor(state) as cursor:
        return cursor.execute(text, given).df()


def prepare(state: str, seconds: float) -> None:
    """Asks a new state, for so many seconds at most, what was asked last, so that visitors need not wait for their answers."""
    end = time.monotonic() + seconds
    with _turn:
        asked = list(reversed(_asked))
    for name, given in asked:
        if time.monotonic() > end:
            break
        _answer(name, given, state)
