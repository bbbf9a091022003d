"""The facts that every page of a meeting paper carries, and the code that finds a paper again."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from data import BEIJING
from data.words import Words

KINDS = ("monthly", "quarterly", "annual")  # the meetings of the plan (月调度、季通报、年考核)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # what the XML of documents and slides cannot hold
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


@dataclass(frozen=True)
class Paper:
    """One issue of the papers: what it is for, the state of knowledge it was drawn from and the code that finds it again."""

    kind: str  # monthly, quarterly or annual
    as_of: date
    lang: str
    code: str | None  # the verification code as it is printed on every page: XXXXX-XXXXX; None: it is not kept, nothing finds it again
    fingerprint: str
    issued_at: datetime  # Beijing time
    known_at: datetime | None = None  # UTC, as questions take it; None: all that was known when it was issued
    city: str | None = None  # None: the province
    sample: bool = False

    @property
    def knows_until(self) -> datetime:
        """The moment (Beijing time) as of whose knowledge it speaks."""
        return min(self.issued_at, self.known_at + BEIJING) if self.known_at else self.issued_at

    def printed_code(self, w: Words) -> str:
        """What stands on its pages where the code does."""
        return self.code or w("paper.no_code")


class NoData(Exception):
    """No figure is known of the day that a paper is asked for, or at the moment as of whose knowledge."""


def verification_code(kind: str, as_of: date, known_at: datetime | None, city: str | None, lang: str, fingerprint: str,
                      issued_at: datetime) -> str:
    """The code of a paper as it is printed, from the first 50 bits of the SHA-256 of these facts."""
    told = json.dumps([kind, as_of, known_at, city, lang, fingerprint, issued_at], default=lambda when: when.isoformat())
    bits = int.from_bytes(hashlib.sha256(told.encode()).digest()) >> (256 - 50)
    signs = "".join(ALPHABET[bits >> shift & 31] for shift in range(45, -1, -5))
    return printed(signs)


def printed(code: str) -> str:
    """A code as papers print it: XXXXX-XXXXX."""
    return f"{code[:5]}-{code[5:]}"


def kept_paper(row: dict) -> Paper:
    """The facts of a paper from its row in queries/paper.sql or paper_issued.sql."""
    return Paper(row["kind"], row["as_of"].date(), row["lang"], printed(row["code"]), row["fingerprint"],
                 row["issued_at"], row["known_at"], row["city_id"])
