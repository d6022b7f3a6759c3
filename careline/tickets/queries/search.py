"""Full-text search over all that was said, with the rights of the person who asks.

Few hits are found by the word index; many, by walking back from the newest message, in slices, for a bounded time.
Only a batch of the newest hits is ranked: the page says how far back it looked.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.customers.queries import find_customers
from careline.tickets.models import Message, Ticket
from careline.tickets.queries.asked import Asked, understand
from careline.tickets.queries.excerpts import Excerpt, excerpts
from careline.tickets.queries.queue import ROWS, QueueRow, with_viewers
from careline.tickets.queries.terms import tsquery

if TYPE_CHECKING:
    from careline.accounts.models import Agent

BATCH = 100
FEW = 10_000
BUDGET_SECONDS = 0.1
SCARCE = 10
FIRST_SLICE = 10_000
_NEWEST = 2**62

_BY_INDEX = """
WITH hit AS MATERIALIZED (SELECT s.message_id, s.ticket_id FROM tickets_messagesearch s WHERE s.tsv @@ %(q)s::tsquery)
SELECT hit.message_id, hit.ticket_id FROM hit JOIN tickets_ticket t ON t.id = hit.ticket_id
WHERE hit.message_id < %(below)s AND t.team_id = ANY(%(teams)s) AND {condition}
ORDER BY hit.message_id DESC LIMIT %(batch)s
"""
_BY_WALKING = """
SELECT s.message_id, s.ticket_id FROM tickets_messagesearch s JOIN tickets_ticket t ON t.id = s.ticket_id
WHERE s.message_id < %(below)s AND s.message_id >= %(down_to)s AND s.tsv @@ %(q)s::tsquery
    AND s.team_id = ANY(%(teams)s) AND t.team_id = ANY(%(teams)s) AND {condition}
ORDER BY s.message_id DESC LIMIT %(batch)s
"""
_TICKETS = """
SELECT t.id, t.id FROM tickets_ticket t WHERE t.id < %(below)s AND t.id >= %(down_to)s
    AND t.team_id = ANY(%(teams)s) AND {condition} ORDER BY t.id DESC LIMIT %(batch)s
"""
_OF_CUSTOMERS = """
SELECT t.id FROM tickets_ticket t WHERE t.customer_id = ANY(%(customers)s) AND t.team_id = ANY(%(teams)s) AND {condition}
ORDER BY t.id DESC LIMIT 20
"""
_RANK = """
SELECT s.ticket_id, (array_agg(s.message_id ORDER BY ts_rank_cd(s.tsv, %(q)s::tsquery) DESC, s.message_id DESC))[1],
    max(ts_rank_cd(s.tsv, %(q)s::tsquery, 32))
        + 0.2 / (1 + extract(epoch FROM now() - max(t.last_message_at)) / 2592000)
        + CASE WHEN max(t.status) < 5 THEN 0.1 ELSE 0 END AS rank
FROM tickets_messagesearch s JOIN tickets_ticket t ON t.id = s.ticket_id
WHERE s.message_id = ANY(%(messages)s) GROUP BY s.ticket_id ORDER BY rank DESC, s.ticket_id DESC
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One ticket found: its row, and an excerpt of the message that fits best (safe HTML with <mark>)."""

    row: QueueRow
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `next` goes on where it ended ("" if that was all); `back_to` is how far it looked then.

    `problems` are sentences about what was not understood.
    """

    found: tuple[Found, ...] = ()
    next: str = ""
    back_to: datetime | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asker:
    agent: Agent
    teams: list[int]


@dataclass(frozen=True, slots=True)
class _Batch:
    hits: list[tuple[int, int]]
    next: int = 0


def search(agent: Agent, words: str, *, after: str = "") -> Answer:
    """The tickets that this person may see and that fit the words and operators, best of the newest first.

    See `understand` for what can be asked. `after` is the `next` of an earlier answer; a damaged one begins anew.
    """
    asked = understand(agent, words)
    if not agent.may(Right.READ_TICKETS) or not (asked.terms or asked.conditions or asked.number):
        return Answer(problems=tuple(asked.problems))
    below = int(after) if after.isdecimal() and len(after) < 19 else _NEWEST
    teams = visible_team_ids(agent)
    values = asked.values | {"teams": teams, "batch": BATCH}
    query = tsquery(agent, asked.terms)
    if asked.number:
        batch = _Batch([(asked.number, asked.number)])
    elif query:
        batch = _messages(query, asked, values, below)
    else:
        batch = _walk(_TICKETS.format(condition=asked.condition), values, below, Ticket)
    ranked = _ranked(query, batch) if query else [(ticket_id, 0) for _id, ticket_id in batch.hits]
    if query and below == _NEWEST and len(ranked) < SCARCE and not batch.next:
        ranked += _of_similar_names(agent, asked, values, {ticket_id for ticket_id, _m in ranked})
    found = _shown(_Asker(agent, teams), ranked, query, asked.wanted)
    return Answer(found, str(batch.next or ""), _moment(batch.next, query), tuple(asked.problems))


def _messages(query: str, asked: Asked, values: dict[str, Any], below: int) -> _Batch:
    values["q"] = query
    if _estimate(query) > FEW:
        return _walk(_BY_WALKING.format(condition=asked.condition), values, below, Message)
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDEX.format(condition=asked.condition), values | {"below": below})
        hits = cursor.fetchall()
    return _Batch(hits, hits[-1][0] if len(hits) == BATCH else 0)


def _estimate(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (FORMAT JSON) SELECT FROM tickets_messagesearch s WHERE s.tsv @@ %s::tsquery", [query]
        )
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def _walk(statement: str, values: dict[str, Any], below: int, table: type[Message | Ticket]) -> _Batch:
    """Look at ever larger slices of ids, newest first, until the batch is full, all is seen or time is up."""
    newest = table.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    below, size = min(below, newest + 1), FIRST_SLICE
    began = time.monotonic()
    hits: list[tuple[int, int]] = []
    while below > 1:
        asked_at, down_to = time.monotonic(), max(below - size, 1)
        wanted = {"below": below, "down_to": down_to, "batch": BATCH - len(hits)}
        with connection.cursor() as cursor:
            cursor.execute(statement, values | wanted)
            hits += cursor.fetchall()
        if len(hits) >= BATCH:
            return _Batch(hits, hits[-1][0])
        now = time.monotonic()
        left, took = BUDGET_SECONDS - (now - began), now - asked_at
        below, size = down_to, min(size * 2, int(size * left / max(took, 0.001)))
        if size < max(FIRST_SLICE // 10, 1):
            return _Batch(hits, below if below > 1 else 0)
    return _Batch(hits)


def _ranked(query: str, batch: _Batch) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_RANK, {"q": query, "messages": [message_id for message_id, _t in batch.hits]})
        return [(ticket_id, message_id) for ticket_id, message_id, _rank in cursor.fetchall()]


def _of_similar_names(
    agent: Agent, asked: Asked, values: dict[str, Any], known: set[int]
) -> list[tuple[int, int]]:
    """The newest tickets of customers whose names are close to the words: a typing error should not hide a person."""
    customers = [found.id for found in find_customers(agent, asked.wanted, limit=5)]
    if not customers:
        return []
    with connection.cursor() as cursor:
        statement = _OF_CUSTOMERS.format(condition=asked.condition)
        cursor.execute(statement, values | {"customers": customers})
        return [(row[0], 0) for row in cursor.fetchall() if row[0] not in known]


def _shown(asker: _Asker, ranked: list[tuple[int, int]], query: str, wanted: str) -> tuple[Found, ...]:
    """Fetch the rows in their order; the rights are checked once more, on the tickets themselves."""
    ids = [ticket_id for ticket_id, _message in ranked]
    statement = ROWS + "WHERE t.id = ANY(%(ids)s) AND t.team_id = ANY(%(teams)s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, {"me": asker.agent.pk, "ids": ids, "teams": asker.teams})
        rows = {row.number: row for row in with_viewers(cursor.fetchall(), asker.agent)}
    best = {ticket_id: message_id for ticket_id, message_id in ranked if ticket_id in rows}
    texts = excerpts(best, query, wanted)
    return tuple(Found(rows[one], texts.get(one, Excerpt(""))) for one in ids if one in rows)


def _moment(message_or_ticket_id: int, query: str) -> datetime | None:
    if not message_or_ticket_id:
        return None
    table: type[Message | Ticket] = Message if query else Ticket
    rows = table.objects.filter(pk__gte=message_or_ticket_id).order_by("pk")
    return rows.values_list("created_at", flat=True).first()
