"""Another word that may have been meant, where a search found nothing: one that stands in subjects of late tickets."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.asked import understand
from careline.tickets.queries.turns import NoTurn, TookTooLong, turn

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_MS = 400
CLOSE_ENOUGH = 0.75
_LATE = 20_000
_WORD = re.compile(r"[^\W\d_]{4,40}")
_SUBJECTS = f"""
SELECT t.subject FROM tickets_ticket t WHERE t.id > (SELECT max(id) FROM tickets_ticket) - %(late)s AND t.team_id = ANY(%(teams)s)
    AND {NOT_KEPT}
    AND merged_into_id IS NULL AND word_similarity(upper(%(word)s), upper(subject)) > 0.4 ORDER BY id DESC LIMIT 50
"""  # noqa: S608


def meant(agent: Agent, words: str) -> str:
    """The same question with its misspelt words put right, "" if none is known that is close.

    Only subjects that this person may see are looked at, of the latest twenty thousand tickets.
    """
    if not agent.may(Right.READ_TICKETS):
        return ""
    asked = [
        term.text for term in understand(agent, words).terms if not term.is_phrase and not term.is_prefix
    ]
    right = words
    try:
        with turn(LONGEST_MS):
            teams = visible_team_ids(agent)
            for word in [one for one in asked if _WORD.fullmatch(one)][:3]:
                right = right.replace(word, _closest(word, teams, agent.pk) or word)
    except (NoTurn, TookTooLong):
        return ""
    return right if right != words else ""


def _closest(word: str, teams: list[int], me: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, {"late": _LATE, "teams": teams, "word": word, "me": me})
        subjects = " ".join(row[0] for row in cursor.fetchall())
    known = {_plain(one): one for one in _WORD.findall(subjects)}
    found = get_close_matches(_plain(word), known, n=1, cutoff=CLOSE_ENOUGH)
    return known[found[0]].lower() if found and found[0] != _plain(word) else ""


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))
