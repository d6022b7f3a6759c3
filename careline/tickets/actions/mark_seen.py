"""Note how far somebody has read a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from careline.tickets.contracts import NotVisible
from careline.tickets.models import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_SEEN = """
INSERT INTO tickets_seen (agent_id, ticket_id, message_id)
SELECT %(agent)s, m.ticket_id, m.id FROM tickets_message m WHERE m.ticket_id = %(ticket)s AND m.id = %(newest)s
ON CONFLICT (agent_id, ticket_id) DO UPDATE SET message_id = greatest(tickets_seen.message_id, excluded.message_id)
"""


def mark_seen(ticket: Ticket, newest_id: int, *, by: Agent) -> None:
    """Note that a person has read a ticket up to a message of it; never less far than before. Emits nothing.

    Raises NotVisible for a ticket that this person may not see; a message of another ticket is passed over.
    """
    if not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise NotVisible(ticket.pk)
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"agent": by.pk, "ticket": ticket.pk, "newest": newest_id})
