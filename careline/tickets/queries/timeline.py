"""All that was said with one customer, on every channel, and the files that went to and fro; newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.customers.queries import same_person_ids
from careline.tickets.models import Attachment, Ticket
from careline.tickets.models.exclusion import NOT_KEPT

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer

STRETCH = 30
_BY_INDEX = f"""
SELECT m.id, t.id, t.subject, m.channel, m.author, m.is_public, coalesce(a.name, m.from_name), m.said, m.language, m.created_at
FROM tickets_ticket t CROSS JOIN LATERAL (
    SELECT id, channel, author, is_public, agent_id, from_name, left(coalesce(nullif(reply_text, ''), text), 400) AS said,
        language, created_at
    FROM tickets_message WHERE ticket_id = t.id AND state <> 'cancelled' AND (%(before)s = 0 OR id < %(before)s)
    ORDER BY id DESC LIMIT %(limit)s) m
LEFT JOIN accounts_agent a ON a.id = m.agent_id
WHERE t.customer_id = ANY(%(customers)s) AND t.team_id = ANY(%(teams)s) AND t.merged_into_id IS NULL AND {NOT_KEPT}
ORDER BY m.id DESC LIMIT %(limit)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class SaidThere:
    """One message, with the ticket it belongs to."""

    id: int
    ticket_id: int
    subject: str
    channel: str
    author: str
    is_public: bool
    name: str
    words: str
    language: str
    at: datetime


def timeline(agent: Agent, customer: Customer, *, before: int = 0) -> tuple[list[SaidThere], int]:
    """A stretch of what was said in the tickets of a person that may be seen, and where the next begins (0: nowhere)."""
    if not agent.may(Right.READ_TICKETS):
        return [], 0
    values: dict[str, Any] = {
        "customers": same_person_ids(customer),
        "me": agent.pk,
        "teams": visible_team_ids(agent),
        "before": before,
        "limit": STRETCH + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDEX, values)
        rows = [SaidThere(*row) for row in cursor.fetchall()]
    return rows[:STRETCH], rows[STRETCH - 1].id if len(rows) > STRETCH else 0


def customer_files(agent: Agent, customer: Customer, *, limit: int = 50) -> list[Attachment]:
    """The latest files in the tickets of a person that may be seen, without pictures that stand in a text."""
    theirs = Ticket.objects.visible_to(agent).filter(customer__in=same_person_ids(customer), merged_into=None)
    found = Attachment.objects.filter(message__ticket__in=theirs, is_inline=False)
    return [*found.exclude(message__state="cancelled").select_related("message").order_by("-pk")[:limit]]
