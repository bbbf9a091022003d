"""Drawings are kept by the identity of the answers they are drawn from."""

import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from pages.parts.kept import kept


def test_the_same_answer_is_drawn_once_in_each_language():
    drawn = []

    @kept
    def drawing(answer: pd.DataFrame, lang: str, *, size: int = 1) -> str:
        drawn.append((lang, size))
        return f"{lang} {size} {answer.figure.sum()}"

    answer = pd.DataFrame({"figure": [1, 2]})
    assert [drawing(answer, "zh"), drawing(answer, "en"), drawing(answer, "zh"), drawing(answer, "zh", size=2)] == \
        ["zh 1 3", "en 1 3", "zh 1 3", "zh 2 3"]
    assert drawn == [("zh", 1), ("en", 1), ("zh", 2)]


def test_another_answer_is_drawn_anew_even_where_it_stands_at_the_same_place_in_memory():
    @kept
    def drawing(answer: pd.DataFrame) -> int:
        return int(answer.figure.sum())

    assert [drawing(pd.DataFrame({"figure": [number]})) for number in range(500)] == list(range(500))


def test_what_many_want_at_once_is_drawn_once():
    drawn = []

    @kept
    def drawing(answer: pd.DataFrame, lang: str) -> str:
        drawn.append(lang)
        time.sleep(0.2)
        return lang

    answer = pd.DataFrame({"figure": [1]})
    with ThreadPoolExecutor(20) as visitors:
        assert set(visitors.map(lambda _: drawing(answer, "zh"), range(20))) == {"zh"}
    assert drawn == ["zh"]
