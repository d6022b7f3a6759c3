"""Say until when a ticket must be looked at: the nearest of its clocks. Checks no rights; it is no change of a person."""

from datetime import datetime
from typing import Any

from django.db import connection

from careline.tickets.models.ticket import NEVER

_SET = """
UPDATE tickets_ticket SET due_at = %(due)s, due_is_promise = %(promise)s
WHERE id = %(ticket)s AND (due_at, due_is_promise) IS DISTINCT FROM (%(due)s, %(promise)s)
"""


def set_due(ticket_id: int, due_at: datetime | None, *, is_promise: bool = True) -> None:
    """Set when a ticket is due, None for never. `is_promise`: a customer is owed it; else it is our own reminder.

    Emits nothing and raises no version: what moved the moment told of itself, and nobody's words are crossed by it.
    """
    values: dict[str, Any] = {
        "ticket": ticket_id,
        "due": due_at or NEVER,
        "promise": is_promise and due_at is not None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
