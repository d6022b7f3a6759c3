"""From the words of a search to a `tsquery`: every word as each of the likely languages would stem it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from careline.accounts.queries import find_company
from careline.tickets.models.words import configuration_for, languages_of_script, searchable
from careline.tickets.queries.asked import Term

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_LEXEMES = """
SELECT n, CASE kind WHEN 'phrase' THEN phraseto_tsquery(configuration::regconfig, word)
    WHEN 'prefix' THEN to_tsquery(configuration::regconfig, word || ':*')
    ELSE plainto_tsquery(configuration::regconfig, word) END::text
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) x(n, configuration, word, kind)
"""


def tsquery(agent: Agent, terms: list[Term]) -> str:
    """The terms as the text of a `tsquery`, "" if nothing is left of them. Stop words of any language count nothing."""
    ways = configurations(agent, " ".join(term.text for term in terms))
    rows = [(n, way, searchable(term.text), _kind(term)) for n, term in enumerate(terms) for way in ways]
    if not rows:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [[*column] for column in zip(*rows, strict=True)])
        found: dict[int, list[str]] = {}
        for n, lexemes in cursor.fetchall():
            found.setdefault(n, []).append(lexemes)
    meant = {n: ways for n, ways in found.items() if all(ways)}
    if not any(not terms[n].negated for n in meant):
        meant = {n: [way for way in ways if way] for n, ways in found.items() if any(ways)}
    return " & ".join(_either(terms[n], ways) for n, ways in sorted(meant.items()))


def configurations(agent: Agent, words: str) -> list[str]:
    """The text search configurations to try: as written, English, the agent's and company's, and by the script."""
    company = find_company()
    languages = ["", "en", agent.language, company.language if company else ""]
    return [*dict.fromkeys(configuration_for(one) for one in (*languages, *languages_of_script(words)))]


def _kind(term: Term) -> str:
    if term.is_phrase or searchable(term.text) != term.text:
        return "phrase"
    return "prefix" if term.is_prefix else "plain"


def _either(term: Term, ways: list[str]) -> str:
    either = " | ".join(f"({way})" for way in dict.fromkeys(ways))
    return f"{'!' if term.negated else ''}({either})"
