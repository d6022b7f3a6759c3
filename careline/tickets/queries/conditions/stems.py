"""Words of a text by their stems, as full-text search finds them: `refund` also stands for refunds and refunded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from careline.tickets.models.words import configuration_for, languages_of_script, searchable
from careline.tickets.queries.conditions.asking import Asking, Judging
from careline.tickets.queries.conditions.kinds import listed, words_of

LANGUAGES = ("", "en", "de", "es", "fr", "it", "nl", "pt")
Stem = tuple[tuple[str, int], ...]
"""The lexemes of a word or phrase, and where each stands in it."""
_STEMS = """
SELECT array_agg(u.lexeme ORDER BY place), array_agg(place ORDER BY place)
FROM unnest(%s::text[]) c, unnest(to_tsvector(c::regconfig, %s)) u, unnest(u.positions) place GROUP BY c
"""


@dataclass(frozen=True, slots=True)
class Stemmed:
    """A text that contains words or phrases by their stems. `template` has `{}` where the `tsquery` goes."""

    template: str
    name: str = "stems"
    operators: tuple[str, ...] = ("has_any", "has_all", "has_none")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Words and phrases in small letters, each once. Raises ValueError for one that has no letter."""
        parts = [part.strip() for one in listed(value) for part in str(one).split(",")]
        found = [*dict.fromkeys(words_of(one).lower() for one in listed(parts))]
        for one in found:
            if not any(character.isalnum() for character in one):
                raise ValueError(_("“%(value)s” is no word.") % {"value": one[:60]})
        return found

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether any, all or none of them stand in it."""
        pieces = [self.template.format(_query(one, asking)) for one in value]
        found = f"({(' AND ' if op == 'has_all' else ' OR ').join(pieces)})"
        return f"NOT {found}" if op == "has_none" else found

    def holds(self, op: str, value: Any, found: Mapping[str, list[int]] | None, judging: Judging) -> bool:
        """The same of the lexemes that were found, with their places."""
        held = (any(_stands(way, found or {}) for way in stems(one)) for one in value)
        return all(held) if op == "has_all" else any(held) == (op == "has_any")


def _configurations(word: str) -> list[str]:
    return [*dict.fromkeys(configuration_for(one) for one in (*LANGUAGES, *languages_of_script(word)))]


def _query(word: str, asking: Asking) -> str:
    place = asking.bind(searchable(word))
    ways = (f"phraseto_tsquery({asking.bind(one)}::regconfig, {place})" for one in _configurations(word))
    return f"({' || '.join(ways)})"


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[Stem]:
    """A word or phrase as each of the likely languages would stem it. One statement, the first time in a process."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [_configurations(word), searchable(word)])
        return frozenset(
            tuple((lexeme, place - places[0]) for lexeme, place in zip(lexemes, places, strict=True))
            for lexemes, places in cursor.fetchall()
        )


def _stands(way: Stem, found: Mapping[str, list[int]]) -> bool:
    """Whether the lexemes stand there, one after another as in the phrase."""
    first, *others = way
    if first[0] not in found:
        return False
    if not others:
        return True
    return any(
        all(place + offset in found.get(lexeme, ()) for lexeme, offset in others) for place in found[first[0]]
    )
