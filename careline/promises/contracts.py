"""The values of promises: their states, and why one can't be. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from careline.tickets.contracts import Refused

LONGEST_WORDS = 300


class PromiseRefused(Refused):
    """What was asked for can't be; the text says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a draft that promises something: its words, the words for the moment, and the moment itself."""

    words: str
    said: str
    due_at: datetime
    is_whole_day: bool
