"""The lexicons made ready: one search per language, and what each word counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from careline.feedback.mood import lexicon_de, lexicon_en, lexicon_es

LANGUAGES = {"en": lexicon_en, "de": lexicon_de, "es": lexicon_es}
_NEGATABLE = frozenset({"anger", "insult", "frustration", "legal", "care"})
_BETWEEN = r"[\s,.;:–-]{1,4}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or turn of phrase: its kind, its points, and how it is found."""

    kind: str
    points: float
    pattern: re.Pattern[str]

    @property
    def is_negatable(self) -> bool:
        """Whether "not" before it takes it back."""
        return self.kind in _NEGATABLE


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """The entries of a language, the strongest first."""
    words = LANGUAGES[language].WORDS
    found = [
        Entry(kind, points, _compiled(said))
        for kind, said_of in words.items()
        for said, points in said_of.items()
    ]
    return tuple(sorted(found, key=lambda entry: -entry.points))


@cache
def negation(language: str) -> re.Pattern[str]:
    """Finds a "not" that stands at most three words before the end of what is searched."""
    return re.compile(rf"\b(?:{LANGUAGES[language].NEGATIONS})\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)


@cache
def pleased(language: str) -> re.Pattern[str]:
    """Finds that somebody thanks for help or is pleased: then hard words are hardly meant for us."""
    return re.compile(rf"(?<!\w)(?:{LANGUAGES[language].PLEASED})(?!\w)", re.IGNORECASE)


def _compiled(said: str) -> re.Pattern[str]:
    spoken = said.replace("*", r"\w*") if r"\w" not in said else said
    spoken = re.sub(r" (?![?{)|])", lambda _m: _BETWEEN, spoken)
    return re.compile(rf"(?<!\w)(?:{spoken})(?!\w)", re.IGNORECASE)
