"""The lexicons made ready: one search per entry, kept from running where its words can't be, and what each counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from careline.feedback.mood import lexicon_de, lexicon_en, lexicon_es, phrases_de, phrases_en, phrases_es
from careline.feedback.mood.anchors import anchors

LANGUAGES = {
    "en": (lexicon_en, phrases_en),
    "de": (lexicon_de, phrases_de),
    "es": (lexicon_es, phrases_es),
}
_NEGATABLE = frozenset({"anger", "insult", "frustration", "legal", "care"})
_BETWEEN = r"[\s,.;:–-]{1,4}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or turn of phrase: its kind, its points, how it is found, and words one of which a text must hold for that."""

    kind: str
    points: float
    pattern: re.Pattern[str]
    anchors: frozenset[str]

    @property
    def is_negatable(self) -> bool:
        """Whether "not" before it takes it back."""
        return self.kind in _NEGATABLE

    def may_be_in(self, lowered: str) -> bool:
        """Whether it is worth looking for in a text in small letters; never False where it stands in it."""
        return not self.anchors or any(one in lowered for one in self.anchors)


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """The entries of a language, the strongest first."""
    found = [_entry(kind, points, said) for kind, points, said in _written(language)]
    return tuple(sorted(found, key=lambda entry: -entry.points))


@cache
def negation(language: str) -> re.Pattern[str]:
    """Finds a "not" that stands at most three words before the end of what is searched; "not only" is none."""
    words, _phrases = LANGUAGES[language]
    return re.compile(
        rf"\b(?:{words.NEGATIONS})\s+(?!(?:only|just|merely|nur|bloß|solo|sólo|solamente)\b)(?:\w+\s+){{0,2}}$",
        re.IGNORECASE,
    )


@cache
def pleased(language: str) -> re.Pattern[str]:
    """Finds that somebody thanks for help or is pleased: then hard words are hardly meant for us."""
    return re.compile(rf"(?<!\w)(?:{LANGUAGES[language][0].PLEASED})(?!\w)", re.IGNORECASE)


def _written(language: str) -> Iterator[tuple[str, float, str]]:
    words, phrases = LANGUAGES[language]
    for kind, said_of in words.WORDS.items():
        for said, points in said_of.items():
            yield kind, points, said.replace("*", r"\w*") if r"\w" not in said else said
    for kind, said_of in phrases.PHRASES.items():
        for said, points in said_of.items():
            yield kind, points, re.sub(r"<([a-z]+)>", lambda name: phrases.WORDS_FOR[name[1]], said)


def _entry(kind: str, points: float, said: str) -> Entry:
    spaced = re.sub(r" (?![?{)|])", lambda _m: _BETWEEN, said)
    pattern = re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
    return Entry(kind, points, pattern, anchors(said))
