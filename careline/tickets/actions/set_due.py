"""Say until when a ticket must be looked at: the nearest of its clocks. Checks no rights; it is no change of a person."""

from datetime import datetime
from typing import Any

from django.db import connection

from careline.tickets.models.ticket import NEVER

_SET = """
UPDATE tickets_ticket SET due_at = %(due)s, due_is_promise = %(promise)s, due_left_seconds = %(left)s
WHERE id = %(ticket)s
    AND (due_at, due_is_promise, due_left_seconds) IS DISTINCT FROM (%(due)s, %(promise)s, %(left)s::int)
"""


def set_due(
    ticket_id: int, due_at: datetime | None, *, is_promise: bool = True, left_seconds: int | None = None
) -> None:
    """Set when a ticket is due, None for never. `is_promise`: a customer is owed it; else it is our own reminder.

    `left_seconds` says that what is owed stands still, with so much left: rows show it as paused. Emits nothing and
    raises no version: what moved the moment told of itself, and nobody's words are crossed by it.
    """
    values: dict[str, Any] = {
        "ticket": ticket_id,
        "due": due_at or NEVER,
        "promise": is_promise and due_at is not None,
        "left": left_seconds,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
