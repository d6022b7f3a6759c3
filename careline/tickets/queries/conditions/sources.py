"""Where facts come from: customers and their organisations, the customer's latest message and its words, files, reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from careline.customers.queries import ORGANISATION_ID, REMAINING_ID
from careline.tickets.queries.conditions.facts import Batch, register_source

_CUSTOMERS = f"""
SELECT t.id, r.name, r.tags, r.fields, coalesce(o.name, ''), coalesce(o.fields, '{{}}'), k.organisation_id,
    array(SELECT i.normalised FROM customers_identity i WHERE i.customer_id = r.id)
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
CROSS JOIN LATERAL (SELECT {ORGANISATION_ID} AS organisation_id, {REMAINING_ID} AS id) k
JOIN customers_customer r ON r.id = k.id
LEFT JOIN customers_organisation o ON o.id = k.organisation_id WHERE t.id = ANY(%(ids)s)
"""  # noqa: S608  (our own words)
LATEST = "(SELECT max(m.id) FROM tickets_message m WHERE m.ticket_id = t.id AND m.author = 'customer')"
_MESSAGES = f"""
SELECT t.id, m.grade, m.machine FROM tickets_ticket t JOIN tickets_message m ON m.id = {LATEST} WHERE t.id = ANY(%(ids)s)
"""  # noqa: S608
_WORDS = f"""
SELECT t.id, u.lexeme, u.positions FROM tickets_ticket t JOIN tickets_messagesearch s ON s.message_id = {LATEST},
    unnest(s.tsv) u WHERE t.id = ANY(%(ids)s)
"""  # noqa: S608
_FILES = """
SELECT DISTINCT m.ticket_id, true FROM tickets_message m JOIN tickets_attachment a ON a.message_id = m.id
WHERE m.ticket_id = ANY(%(ids)s) AND NOT a.is_inline
"""
_WATCHED = (
    "SELECT w.ticket_id, true FROM tickets_watcher w WHERE w.ticket_id = ANY(%(ids)s) AND w.agent_id = %(me)s"
)
_UNREAD = """
SELECT t.id, true FROM tickets_ticket t WHERE t.id = ANY(%(ids)s)
    AND coalesce((SELECT max(m.id) FROM tickets_message m WHERE m.ticket_id = t.id), 0)
    > coalesce((SELECT s.message_id FROM tickets_seen s WHERE s.ticket_id = t.id AND s.agent_id = %(me)s), 0)
"""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """Whose ticket it is, by the record that remains: name, tags, own fields, the same of the organisation, addresses."""

    name: str
    tags: list[str]
    fields: dict[str, Any]
    organisation: str
    organisation_fields: dict[str, Any]
    organisation_id: int | None
    addresses: list[str]


@dataclass(frozen=True, slots=True)
class LatestMessage:
    """The customer's latest message: how sure we are of its sender, and what kind of machine sent it ("": none)."""

    grade: str
    machine: str


def _rows(statement: str, batch: Batch) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": [*batch.tickets], "me": batch.me})
        return [*cursor.fetchall()]


def _customers(batch: Batch) -> Mapping[int, KnownCustomer]:
    return {
        pk: KnownCustomer(
            name, tags, json.loads(fields), organisation, json.loads(its_fields), its_id, addresses
        )
        for pk, name, tags, fields, organisation, its_fields, its_id, addresses in _rows(_CUSTOMERS, batch)
    }


def _messages(batch: Batch) -> Mapping[int, LatestMessage]:
    return {row[0]: LatestMessage(*row[1:]) for row in _rows(_MESSAGES, batch)}


def _words(batch: Batch) -> Mapping[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = {}
    for ticket_id, lexeme, positions in _rows(_WORDS, batch):
        found.setdefault(ticket_id, {})[lexeme] = positions or []
    return found


register_source("customer", _customers)
register_source("message", _messages)
register_source("words", _words)
register_source("files", lambda batch: dict(_rows(_FILES, batch)))
register_source("watched", lambda batch: dict(_rows(_WATCHED, batch)))
register_source("unread", lambda batch: dict(_rows(_UNREAD, batch)))
