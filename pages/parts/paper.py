"""The facts that every page of a meeting paper carries."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Paper:
    """One issue of the papers: what it is for, the state of knowledge it was drawn from and the code that finds it again."""

    kind: str  # monthly, quarterly or annual
    as_of: date
    lang: str
    code: str  # the verification code, printed on every page
    fingerprint: str
    issued_at: datetime  # Beijing time
    known_at: datetime | None = None  # None: all that was known when it was issued
    city: str | None = None  # None: the province
    sample: bool = False
