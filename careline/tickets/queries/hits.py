"""The messages (or tickets) that fit a question, newest first: by the word index if they are few, else by walking back.

Walking goes in slices, for a bounded time; a batch says where the next one begins.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.customers.queries import find_customers
from careline.tickets.models import MessageSearch, Ticket
from careline.tickets.models.exclusion import NOT_KEPT

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.asked import Asked

BATCH = 100
FEW = 10_000
BUDGET_SECONDS = 0.1
FIRST_SLICE = 10_000

_BY_INDEX = f"""
WITH hit AS MATERIALIZED (SELECT s.message_id, s.ticket_id FROM tickets_messagesearch s WHERE s.tsv @@ %(q)s::tsquery)
SELECT hit.message_id, hit.ticket_id FROM hit JOIN tickets_ticket t ON t.id = hit.ticket_id
WHERE hit.message_id < %(below)s AND t.team_id = ANY(%(teams)s) AND {{condition}} AND {NOT_KEPT}
ORDER BY hit.message_id DESC LIMIT %(batch)s
"""  # noqa: S608
_BY_WALKING = f"""
SELECT s.message_id, s.ticket_id FROM tickets_messagesearch s JOIN tickets_ticket t ON t.id = s.ticket_id
WHERE s.message_id < %(below)s AND s.message_id >= %(down_to)s AND s.tsv @@ %(q)s::tsquery
    AND s.team_id = ANY(%(teams)s) AND t.team_id = ANY(%(teams)s) AND {{condition}} AND {NOT_KEPT}
ORDER BY s.message_id DESC LIMIT %(batch)s
"""  # noqa: S608
_TICKETS = f"""
SELECT t.id, t.id FROM tickets_ticket t WHERE t.id < %(below)s AND t.id >= %(down_to)s
    AND t.team_id = ANY(%(teams)s) AND {{condition}} AND {NOT_KEPT} ORDER BY t.id DESC LIMIT %(batch)s
"""  # noqa: S608
_OF_CUSTOMERS = f"""
SELECT t.id FROM tickets_ticket t WHERE t.customer_id = ANY(%(customers)s) AND t.team_id = ANY(%(teams)s) AND {{condition}} AND {NOT_KEPT}
ORDER BY t.id DESC LIMIT 20
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Batch:
    """Some hits as (message, ticket) ids, newest first; `next` is the id below which the next ones lie, 0 if none do."""

    hits: list[tuple[int, int]]
    next: int = 0


def messages_that_fit(query: str, asked: Asked, values: dict[str, Any], below: int) -> Batch:
    """The newest messages below an id that fit the `tsquery`, in tickets that fit the conditions."""
    values = values | {"q": query, "batch": BATCH}
    if _estimate(query) > FEW:
        return _walk(_BY_WALKING.format(condition=asked.condition), values, below, MessageSearch)
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDEX.format(condition=asked.condition), values | {"below": below})
        hits = cursor.fetchall()
    return Batch(hits, hits[-1][0] if len(hits) == BATCH else 0)


def tickets_that_fit(asked: Asked, values: dict[str, Any], below: int) -> Batch:
    """The newest tickets below an id that fit the conditions: for questions without words."""
    return _walk(_TICKETS.format(condition=asked.condition), values | {"batch": BATCH}, below, Ticket)


def tickets_of_similar_names(agent: Agent, asked: Asked, values: dict[str, Any]) -> list[int]:
    """The newest tickets of customers whose names are close to the words: a typing error should not hide a person."""
    customers = [found.id for found in find_customers(agent, asked.wanted, limit=5)]
    if not customers:
        return []
    with connection.cursor() as cursor:
        statement = _OF_CUSTOMERS.format(condition=asked.condition)
        cursor.execute(statement, values | {"customers": customers})
        return [row[0] for row in cursor.fetchall()]


def _estimate(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (FORMAT JSON) SELECT FROM tickets_messagesearch s WHERE s.tsv @@ %s::tsquery", [query]
        )
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def _walk(statement: str, values: dict[str, Any], below: int, table: type[MessageSearch | Ticket]) -> Batch:
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
            return Batch(hits, hits[-1][0])
        now = time.monotonic()
        left, took = BUDGET_SECONDS - (now - began), now - asked_at
        below, size = down_to, min(size * 2, int(size * left / max(took, 0.001)))
        if size < max(FIRST_SLICE // 10, 1):
            return Batch(hits, below if below > 1 else 0)
    return Batch(hits)
