"""The words of the product, in Chinese and English: one gettext catalogue per language, read once, never installed globally.

Everyone may import this module; it imports nothing of the project. `lang` is always an argument.
"""

import io
import threading
from collections.abc import Callable
from datetime import date, datetime
from errno import errorcode
from gettext import GNUTranslations
from pathlib import Path

import cachetools
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
DASH = "—"
Text = str | tuple[str, ...]  # the same in every language, or one for each in the order of LANGUAGES


class Words:
    """The catalogue of one language. Calling it gives the words for a key, with `{placeholders}` filled in.

    Raises KeyError for a key the catalogue does not have: a screen never shows a key.
    """

    def __init__(self, lang: str):
        self.lang = lang
        with (Path(__file__).parent / f"{lang}.po").open("rb") as file:
            catalogue = read_po(file, locale=LOCALES[lang], abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        self._translations = GNUTranslations(compiled)

    def __call__(self, key: str, /, **values) -> str:
        """The words for `key`. A value named `n` also chooses the plural form where the key has one."""
        if "n" in values:
            text = self._translations.ngettext(key, key, values["n"])
            if text == key:
                text = self._translations.gettext(key)
        else:
            text = self._translations.gettext(key)
        if text == key:
            raise KeyError(f"{key!r} has no words in {self.lang}.po")
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether the catalogue has words for `key`."""
        return self._translations.gettext(key) != key

    def pick(self, row, field: str) -> str | None:
        """The field of a row in this language: `pick(row, "name")` is `row["name_zh"]` or `row["name_en"]`; None where empty."""
        text = row[f"{field}_{self.lang}"]
        return text if isinstance(text, str) and text else None

    def of(self, text: Text) -> str:
        """What a text says in this language."""
        return text if isinstance(text, str) else text[LANGUAGES.index(self.lang)]

    def disk(self, error: OSError) -> str:
        """Why a file could not be read or written: in this language for the usual reasons, else as the system says it."""
        key = f"disk.{errorcode.get(error.errno, '').lower()}"
        return self(key) if self.has(key) else error.strerror or type(error).__name__

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number as this language writes it, at most `digits` decimals; a dash for none."""
        if value is None or value != value:
            return DASH
        return format_decimal(round(value, digits), format="#,##0." + "#" * digits, locale=LOCALES[self.lang])

    def measured(self, value: float, unit: str | None, qualifier: str | None = "exact") -> str:
        """A number with its unit, as surely as it is known: 7,000家以上, about 22.4 points."""
        unit_too = f"{self.number(value)}{'' if unit in ('%', None) or self.lang == 'zh' else ' '}{unit or ''}"
        return self.qualified(unit_too, qualifier)

    def qualified(self, figure: str, qualifier: str | None) -> str:
        """A figure as surely as it is known: 7,000家以上, about 22.4."""
        return figure if qualifier in (None, "exact") else self(f"figure.{qualifier}", figure=figure)

    def date(self, day: date | None) -> str:
        """A date as this language writes it: 2025年12月31日, 31 Dec 2025; a dash for none."""
        if day is None or day != day:
            return DASH
        pattern = "y年M月d日" if self.lang == "zh" else "d MMM y"
        return format_date(day, pattern, locale=LOCALES[self.lang])

    def time(self, moment: datetime) -> str:
        """A moment as this language writes it, to the minute: 2025年12月31日 14:30, 31 Dec 2025, 14:30."""
        return f"{self.date(moment)}{' ' if self.lang == 'zh' else ', '}{moment:%H:%M}"


@cachetools.cached({}, condition=threading.Condition())  # of many first visitors, one reads it
def words(lang: str) -> Words:
    """The catalogue of `lang` ("zh" or "en"), read once per process."""
    return Words(lang)


def both(write: Callable[[Words], str]) -> tuple[str, ...]:
    """A text in every language."""
    return tuple(write(words(lang)) for lang in LANGUAGES)
