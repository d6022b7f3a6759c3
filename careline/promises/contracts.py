"""The values of promises: their states, and why one can't be. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from careline.tickets.contracts import Refused

LONGEST_WORDS = 300


class PromiseRefused(Refused):
    """What was asked for can't be; the text says why, in words for people."""


@dataclass(frozen=True, slots=True)
class PromiseRules:
    """What may be promised: not nearer than some minutes, not further than some days, and never with some words.

    `forbids_certainty` has words that leave no way out ("guarantee", "definitely") pointed out before they are sent.
    """

    most_days: int = 30
    least_minutes: int = 0
    never_words: tuple[str, ...] = ()
    forbids_certainty: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a draft that promises something: its words, the words for the moment, and the moment itself."""

    words: str
    said: str
    due_at: datetime
    is_whole_day: bool
