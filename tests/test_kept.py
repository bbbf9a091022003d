"""Drawings are kept by the identity of the answers they are drawn from."""

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
