"""The lexicons made ready: one search per entry, kept from running where its words can't be, and what each counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from careline.feedback.mood import (
    lexicon_de,
    lexicon_en,
    lexicon_es,
    phrases_de,
    phrases_en,
    phrases_es,
    stories_de,
    stories_en,
    stories_es,
)
from careline.feedback.mood.anchors import BEFORE, firsts, needs, spread

LANGUAGES = {
    "en": (lexicon_en, phrases_en, stories_en),
    "de": (lexicon_de, phrases_de, stories_de),
    "es": (lexicon_es, phrases_es, stories_es),
}
_NEGATABLE = frozenset({"anger", "insult", "frustration", "legal", "care", "let_down", "treatment"})
_LETTERS = 3
_BEGINNING = re.compile(rf"(?<!\w)(?:\w\w?|[{BEFORE}])")
_COMMON = "zqxjkvbpygfwmuldhcrsotinae"  # the common letters last
_BETWEEN = r"[\s,.;:–-]{1,4}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or turn of phrase: its language, kind and points, how it is found, of which words each a text must hold one,
    and the letters that it begins with, if they are known."""

    language: str
    kind: str
    points: float
    said: str
    needs: tuple[frozenset[str], ...]
    firsts: frozenset[str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it; made at the first use."""
        return _pattern(self.said)

    @property
    def is_negatable(self) -> bool:
        """Whether "not" before it takes it back."""
        return self.kind in _NEGATABLE

    def found_in(self, text: str, starts: dict[str, list[int]]) -> list[re.Match[str]]:
        """Where it stands in a text. `starts` are the text's `word_starts`: it is tried only where it may begin."""
        if not self.firsts:
            return [*self.pattern.finditer(text)]
        places = [place for one in self.firsts if one in starts for place in starts[one]]
        found, end, match_at = [], 0, self.pattern.match
        for place in sorted(places):
            if place >= end and (match := match_at(text, place)):
                found.append(match)
                end = match.end()
        return found

    def may_be_in(self, lowered: str) -> bool:
        """Whether it is worth looking for in a text in small letters; never False where it stands in it."""
        return all(any(one in lowered for one in words) for words in self.needs)


def word_starts(text: str) -> dict[str, list[int]]:
    """Where words of a text begin, in order, by their first letter, by their first two, and as `firsts` tells them."""
    found: dict[str, list[int]] = {"^": [0]}
    for match in _BEGINNING.finditer(text):
        letters = match[0].lower()
        found.setdefault(letters[0], []).append(match.start())
        if len(letters) > 1:
            found.setdefault(letters[:2], []).append(match.start())
        if letters[0].isdecimal():
            found.setdefault("#", []).append(match.start())
    return found


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """The entries of a language, the strongest first."""
    found = [
        Entry(language, kind, points, one, needs(one), firsts(one))
        for kind, points, said in _written(language)
        for one in spread(said)
    ]
    return tuple(sorted(found, key=lambda entry: -entry.points))


def worth_trying(spoken: tuple[str, ...], lowered: str, starts: dict[str, list[int]]) -> Iterator[Entry]:
    """The entries of these languages that may stand in a text in small letters, the strongest of each language first.

    One scan over the text for all languages: by three letters of words that the entries can't do without.
    """
    index = _index(spoken)
    letters = {lowered[at : at + _LETTERS] for at in range(len(lowered) - _LETTERS + 1)}
    words = {*index.short}.union(*(index.words[one] for one in letters & index.words.keys()))
    tried = {*index.always}.union(*(index.entries[one] for one in words if one in lowered))
    held: dict[frozenset[str], bool] = {}
    for n in sorted(tried):
        entry = index.known[n]
        if entry.firsts and entry.firsts.isdisjoint(starts):
            continue
        for wanted in entry.needs[1:]:
            if wanted not in held:
                held[wanted] = any(one in lowered for one in wanted)
            if not held[wanted]:
                break
        else:
            yield entry


@dataclass(frozen=True, slots=True)
class _Index:
    """The entries of some languages, by the words of their first need; the words by three letters of theirs."""

    known: tuple[Entry, ...]
    always: list[int] = field(default_factory=list)
    short: set[str] = field(default_factory=set)
    words: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[str, list[int]] = field(default_factory=dict)


@cache
def _index(spoken: tuple[str, ...]) -> _Index:
    index = _Index(tuple(entry for each in spoken for entry in entries(each)))
    for n, entry in enumerate(index.known):
        for word in entry.needs[0] if entry.needs else ():
            index.entries.setdefault(word, []).append(n)
        if not entry.needs:
            index.always.append(n)
    for word in index.entries:
        (index.short if len(word) < _LETTERS else index.words.setdefault(_rarest(word), set())).add(word)
    return index


def _rarest(word: str) -> str:
    """The three letters of a word that other words have least, as far as that can be told from the letters."""
    each = [word[at : at + _LETTERS] for at in range(len(word) - _LETTERS + 1)]
    return min(each, key=lambda letters: sum(_COMMON.find(one) for one in letters if one in _COMMON))


@cache
def negation(language: str) -> re.Pattern[str]:
    """Finds a "not" that stands at most three words before the end of what is searched; "not only" is none."""
    words, _phrases, _stories = LANGUAGES[language]
    return re.compile(
        rf"\b(?:{words.NEGATIONS})\s+(?!(?:only|just|merely|nur|bloß|solo|sólo|solamente)\b)(?:\w+\s+){{0,2}}$",
        re.IGNORECASE,
    )


@cache
def pleased(language: str) -> re.Pattern[str]:
    """Finds that somebody thanks for help or is pleased: then hard words are hardly meant for us."""
    return re.compile(rf"(?<!\w)(?:{LANGUAGES[language][0].PLEASED})(?!\w)", re.IGNORECASE)


def _written(language: str) -> Iterator[tuple[str, float, str]]:
    words, phrases, stories = LANGUAGES[language]
    for kind, said_of in words.WORDS.items():
        for said, points in said_of.items():
            yield kind, points, said.replace("*", r"\w*") if r"\w" not in said else said
    for kind, said_of in phrases.PHRASES.items():
        for said, points in said_of.items():
            yield kind, points, re.sub(r"<([a-z]+)>", lambda name: phrases.WORDS_FOR[name[1]], said)
    for kind, said_of in stories.STORIES.items():
        yield from ((kind, points, said) for said, points in said_of.items())


@cache
def ease(language: str) -> re.Pattern[str]:
    """Finds that somebody takes it easily or asks kindly: then what they tell weighs less."""
    return re.compile(rf"(?<!\w)(?:{LANGUAGES[language][2].EASE})(?!\w)", re.IGNORECASE)


@cache
def _pattern(said: str) -> re.Pattern[str]:
    spaced = re.sub(r" (?![?{)|])", lambda _m: _BETWEEN, said)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
