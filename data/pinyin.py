"""How a Chinese name is spelled, so that a search finds it."""


def spelled(name: str) -> dict[str, str]:
    """The `pinyin` of a name, without tones and spaces, and its `initials`: `qinghexian`, `qhx`."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take half a second to load, and few ever need them

    return {"pinyin": "".join(lazy_pinyin(name)), "initials": "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))}
