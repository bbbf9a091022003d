"""Drawings that are kept: the same answers in the same language are drawn once, for all visitors.

An answer is a DataFrame that `queries.ask` keeps and nobody changes: the same question gives the same object. So it is
told by its identity, and a drawing that is kept holds on to its answers. A frame made in passing is never met again: give
kept drawings the answers themselves, and what to take from them as a word.
"""

import threading
from collections.abc import Callable
from functools import wraps

import cachetools
import pandas as pd


class _Answer:
    """A frame, equal to itself only."""

    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other) -> bool:
        return isinstance(other, _Answer) and self.frame is other.frame


def kept(draw: Callable) -> Callable:
    """The same drawing function, keeping the last 300 drawings; what is not a frame must be hashable. Of several visitors that want
    the same drawing at once, one draws and the others wait for it."""

    @cachetools.cached(cachetools.LRUCache(300), condition=threading.Condition())
    def drawing(args: tuple, given: tuple):
        return draw(*map(_given, args), **{name: _given(value) for name, value in given})

    @wraps(draw)
    def drawn(*args, **given):
        return drawing(tuple(map(_key, args)), tuple((name, _key(value)) for name, value in given.items()))

    return drawn


def _key(value):
    return _Answer(value) if isinstance(value, pd.DataFrame) else value


def _given(key):
    return key.frame if isinstance(key, _Answer) else key
