"""The catalogues: both languages say the same things, every key that is used has words, and no words lie unused."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from data.words import LANGUAGES, words

ROOT = Path(__file__).parent.parent
CODE = "\n".join(path.read_text(encoding="utf-8") for folder in ("pages", "data", ".")
                 for path in (ROOT / folder).glob("**/*.py" if folder != "." else "*.py"))


def catalogue(lang: str) -> dict[str, tuple[str, ...]]:
    """Key to its texts (several where the key has plural forms)."""
    with (ROOT / f"data/words/{lang}.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    return {entry.id[0] if entry.pluralizable else entry.id: tuple(entry.string) if entry.pluralizable else (entry.string,)
            for entry in entries}


def placeholders(text: str) -> set[str]:
    """The names in braces of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys():
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()


def test_both_languages_fill_in_the_same_values():
    zh, en = catalogue("zh"), catalogue("en")
    for key in zh:
        assert all(zh[key]) and all(en[key]), f"{key}: a text is empty"
        assert placeholders("".join(zh[key])) == placeholders("".join(en[key])), key


def test_every_key_in_the_code_has_words():
    literal = set(re.findall(r"""\bw\(\s*"([a-z_0-9.]+)\"""", CODE)) | set(re.findall(r"""words\(lang\)\("([a-z_0-9.]+)\"""", CODE))
    assert len(literal) > 50
    for key in sorted(literal):
        for lang in LANGUAGES:
            assert words(lang).has(key), f"{key} has no words in {lang}"


def test_no_words_lie_unused():
    prefixes = set(re.findall(r"""f"((?:[a-z_]+\.)+)[a-z_]*\{""", CODE)) | {"fault."}
    for key in catalogue("zh"):
        used = f'"{key}"' in CODE or f"'{key}'" in CODE or any(key.startswith(prefix) for prefix in prefixes) or key.endswith(".title")
        assert used, f"nothing uses {key}"


def test_chinese_text_uses_chinese_punctuation():
    for key, texts in catalogue("zh").items():
        for text in texts:
            assert not re.search(r"[\u4e00-\u9fff][,;:?!](?=[\u4e00-\u9fff]|$)", text), f"{key}: {text}"


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        words("zh")("no.such.key")
