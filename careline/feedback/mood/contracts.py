"""The values of moods: levels, evidence, and what is known of the course of a ticket. No database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How upset somebody sounds."""

    CALM = 0
    ANNOYED = 1
    UPSET = 2
    FURIOUS = 3

    @property
    def word(self) -> str:
        """The word for it in conditions and events, such as `upset`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: its kind, the words themselves, where they stand (-1: not in the text), and their points."""

    kind: str
    words: str
    start: int
    end: int
    points: float


@dataclass(frozen=True, slots=True)
class Context:
    """The course so far: messages of the customer in the last seven days, hours since our answer was due, reopenings."""

    contacts: int = 0
    waiting_hours: float = 0.0
    reopenings: int = 0


@dataclass(frozen=True, slots=True)
class Mood:
    """A level with its evidence, the strongest first."""

    level: Level
    points: float
    evidence: tuple[Evidence, ...]
