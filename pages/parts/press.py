"""What became of a visitor's last press on a button whose work may make a new state of the data."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Self

import streamlit as st


@dataclass
class Press:
    """What to say of the last press.

    A newer state draws the page again at once, in another thread, and breaks the run of the press off where it next touches the
    session. So what became of a press is noted in place, within its `turn`, and whoever draws the page waits for that turn to end.
    """

    said: str = ""
    turn: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def last(cls) -> Self:
        """This visitor's last press of this kind, once its work is done."""
        press = st.session_state.setdefault(cls.__name__, cls())
        with press.turn:
            return press
