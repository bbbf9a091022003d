"""Moments as people write them: in Beijing time, while the record keeps UTC."""

from datetime import datetime, timedelta

from data import BEIJING, hebei_today


def moment(text: str, first: datetime) -> datetime:
    """The moment (UTC) that a text names in Beijing time: YYYY-MM-DD, which means its end, or that and a time. Raises ValueError for
    no such moment, one before `first`, when nothing was known, and one of tomorrow or later."""
    try:
        at = datetime.fromisoformat(text) - BEIJING
        day = (at + BEIJING).date().isoformat()
        if not text.startswith(day):  # another way to write it, as 20260131
            raise ValueError(text)
        if text == day:
            at += timedelta(days=1, microseconds=-1)
        if at < first or (at + BEIJING).date() > hebei_today():  # TypeError where it names a time zone
            raise ValueError(text)
    except (OverflowError, TypeError) as error:
        raise ValueError(text) from error
    return at
