"""Every question the pages ask. A question is an .sql file of this folder: one SELECT under a comment that documents it;
its parameters are its `$names`, read by DuckDB's own parser.
"""

import logging
import re
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cachetools
import duckdb
import pandas as pd
import pyarrow

from data import warehouse

HERE = Path(__file__).parent
log = logging.getLogger("cockpit.queries")
# Questions whose answers others read by name, like tables: whoever asks about a day, its goals are judged once, its clusters described once.
BASES = ("goal_described", "goal_due", "goal_gap", "cluster_described")
KEPT_BYTES, ASKED = 64_000_000, 2000  # answers that are kept, by their size, and questions that are remembered
KEPT_BASES = 60  # their answers that are kept, each of one day and moment; Arrow does not tell what one really takes, up to a megabyte


def _size(answer: pd.DataFrame) -> int:
    """The bytes of an answer, with what pandas needs for each column."""
    return int(answer.memory_usage(deep=True).sum()) + 500 * len(answer.columns)


_answers = cachetools.LRUCache(KEPT_BYTES, _size)
# Each question's last answer as long as anyone keeps it; the last asked stands last.
_asked: OrderedDict[tuple[str, tuple], weakref.ref[pd.DataFrame] | None] = OrderedDict()
_turn = threading.Lock()


class Question(NamedTuple):
    """A question: its text, the parameters it takes, those of them that its own text names, and the questions it builds on."""

    text: str
    wanted: frozenset[str]
    named: frozenset[str]
    bases: tuple[str, ...]


@cache
def question(name: str) -> Question:
    """The question of a name. Raises KeyError for an unknown one."""
    file = HERE / f"{name}.sql"
    if not file.exists():
        raise KeyError(f"there is no question named {name!r}: queries/{name}.sql does not exist")
    text = file.read_text(encoding="utf-8")
    (statement,) = duckdb.extract_statements(text)
    named = frozenset(statement.named_parameters)
    read = set(re.findall(r"\w+", re.sub("--.*", "", text)))
    bases = tuple(base for base in BASES if base in read)
    return Question(text, named.union(*(question(base).wanted for base in bases)), named, bases)


def ask(name: str, *, state: str | None = None, keep: bool = True, **given) -> pd.DataFrame:
    """The answer to `queries/<name>.sql`, from the state of that fingerprint (None: the current one).

    Answers are kept and shared between visitors: read them, never change them. One as large as a whole table, for a file, is
    better not kept.
    Raises KeyError for an unknown question, TypeError where the parameters are not exactly those of the question.
    """
    wanted = question(name).wanted
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


def put(db: duckdb.DuckDBPyConnection, name: str, given: dict,
        base: Callable[[str, dict], pyarrow.Table] | None = None) -> duckdb.DuckDBPyConnection:
    """The connection `db` with the answer to a question ready to be fetched; the questions it builds on are put to it first, unless
    `base` has their answers. Nothing is kept."""
    asked = question(name)
    for below in asked.bases:
        wanted = {key: given[key] for key in question(below).wanted}
        db.register(below, base(below, wanted) if base else put(db, below, wanted).to_arrow_table())
    return db.execute(asked.text, {key: given[key] for key in asked.named})


def _read(name: str, given: dict, state: str) -> pd.DataFrame:
    return _put(name, given, state).df()


@cachetools.cached(cachetools.LRUCache(KEPT_BASES), condition=threading.Condition())
def _base(name: str, given: tuple, state: str) -> pyarrow.Table:
    """The answer of a question that others build on, with the types of the database but for enumerations, which are text."""
    return _put(name, dict(given), state).to_arrow_table()


def _put(name: str, given: dict, state: str) -> duckdb.DuckDBPyConnection:
    return put(warehouse.cursor(state), name, given, lambda below, wanted: _base(below, tuple(sorted(wanted.items())), state))


def prepare(state: str) -> Iterator[None]:
    """Asks a new state what was asked last, one question a step, so that visitors need not wait for their answers. One that cannot be
    answered is forgotten: whoever asks it again is told why."""
    with _turn:
        asked = list(reversed(_asked))
    for name, given in asked:
        try:
            _answer(name, given, state)
        except Exception as error:
            log.warning("%s could not be prepared: %s", name, error)
            with _turn:
                _asked.pop((name, given), None)
        yield
