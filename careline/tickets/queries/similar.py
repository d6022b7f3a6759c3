"""Tickets that are about the same as another one: those that share several of its own, rarer words."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.turns import COMPARING, NoTurn, TookTooLong, turn

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

MOST_WORDS = 6
LONGEST_MS = 500
TOO_COMMON = 0.01
NEVER_TOO_COMMON = 2_000
LEAST_SHARE = 0.3
_KEEP_SECONDS = 600
_UNSEEN = 1e-6
_WORD = re.compile(r"[^\W\d_][\w-]*")
_OWN_WORDS = """
SELECT u.lexeme, bool_or('A' = ANY(u.weights)), sum(cardinality(u.positions)) FROM (
    SELECT tsv FROM tickets_messagesearch WHERE ticket_id = %s AND is_public ORDER BY message_id LIMIT 5) s, unnest(s.tsv) u
WHERE u.weights && ARRAY['A', 'D'] AND length(u.lexeme) BETWEEN 2 AND 40 GROUP BY u.lexeme
"""
_FREQUENCIES = """
SELECT e.word, e.frequency, c.reltuples FROM pg_stats s JOIN pg_class c ON c.oid = 'tickets_messagesearch'::regclass,
    unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e(word, frequency)
WHERE s.tablename = 'tickets_messagesearch' AND s.attname = 'tsv' AND s.schemaname = current_schema() AND e.word IS NOT NULL
"""
# Of all hits only their ids are fetched; words are weighed for the newest, and tickets looked up for the closest.
_SIMILAR = f"""
WITH hit AS MATERIALIZED (SELECT message_id, ticket_id, team_id FROM tickets_messagesearch WHERE tsv @@ %(q)s::tsquery),
newest AS MATERIALIZED (SELECT message_id, ticket_id FROM hit WHERE team_id = ANY(%(teams)s) AND ticket_id <> %(ticket)s
    ORDER BY message_id DESC LIMIT 400),
close AS MATERIALIZED (SELECT n.ticket_id, max(shared.weight) AS weight
    FROM newest n JOIN tickets_messagesearch s USING (message_id) CROSS JOIN LATERAL (
        SELECT sum(w.weight) AS weight FROM unnest(%(words)s::tsquery[], %(weights)s::float[]) w(word, weight)
        WHERE s.tsv @@ w.word) shared
    WHERE NOT EXISTS (SELECT FROM tickets_sidemessage aside WHERE aside.id = n.message_id)
    GROUP BY n.ticket_id HAVING max(shared.weight) >= %(least)s ORDER BY 2 DESC, 1 DESC LIMIT 100)
SELECT t.id, t.subject, t.status, t.language FROM close JOIN tickets_ticket t ON t.id = close.ticket_id
WHERE t.team_id = ANY(%(teams)s) AND {NOT_KEPT} AND t.merged_into_id IS NULL AND t.customer_id <> %(customer)s
ORDER BY close.weight DESC, t.id DESC LIMIT %(limit)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class SimilarTicket:
    """One ticket that is about the same, as a panel shows it."""

    number: int
    subject: str
    status: int
    language: str


def similar_tickets(agent: Agent, ticket: Ticket, *, limit: int = 5) -> list[SimilarTicket]:
    """Tickets of other customers that share the most of this one's words, best first; only those this person may see.

    The ticket was accessed with rights. Nothing where it would take too long.
    """
    if not agent.may(Right.READ_TICKETS):
        return []
    try:
        with turn(LONGEST_MS, room=COMPARING):
            words = _own_words(ticket.pk)
            return _sharing(agent, ticket, words, limit) if len(words) > 1 else []
    except (NoTurn, TookTooLong):
        return []


def _own_words(ticket_id: int) -> list[tuple[str, float]]:
    """The words that say most about a ticket, with their weights: rare ones, those of the subject, those said again."""
    known = _frequencies(int(time.time() // _KEEP_SECONDS))
    with connection.cursor() as cursor:
        cursor.execute(_OWN_WORDS, [ticket_id])
        rows = cursor.fetchall()
    weighed = []
    for word, is_of_subject, times in rows:
        frequency, count = known.get(word, (_UNSEEN, 0.0))
        if (
            _WORD.fullmatch(word)
            and (len(word) > 2 or not word.isascii())
            and (frequency < TOO_COMMON or count < NEVER_TOO_COMMON)
        ):
            weight = math.log(1 / max(min(frequency, 0.9), _UNSEEN))
            weighed.append((word, weight * (2 if is_of_subject else 1) * min(times, 3) ** 0.5))
    return sorted(weighed, key=lambda one: (-one[1], one[0]))[:MOST_WORDS]


def _sharing(agent: Agent, ticket: Ticket, words: list[tuple[str, float]], limit: int) -> list[SimilarTicket]:
    """At least two words must be shared: that keeps the hits few, and the tickets alike."""
    quoted = [_quoted(word) for word, _weight in words]
    values: dict[str, Any] = {
        "q": " | ".join(f"({one} & {other})" for one, other in combinations(quoted, 2)),
        "me": agent.pk,
        "teams": visible_team_ids(agent),
        "ticket": ticket.pk,
        "customer": ticket.customer_id,
        "words": quoted,
        "weights": [weight for _word, weight in words],
        "least": LEAST_SHARE * sum(weight for _word, weight in words),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, values)
        return [SimilarTicket(*row) for row in cursor.fetchall()]


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


@lru_cache(maxsize=1)
def _frequencies(_stretch: int) -> dict[str, tuple[float, float]]:
    """Of the words that PostgreSQL counts as common: in which share of messages, and in how many. Kept ten minutes."""
    with connection.cursor() as cursor:
        cursor.execute(_FREQUENCIES)
        return {word: (frequency, frequency * max(rows, 0)) for word, frequency, rows in cursor.fetchall()}
