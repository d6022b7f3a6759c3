"""Say until when a ticket must be looked at: the nearest of its clocks and of what was promised.

Checks no rights; it is no change of a person. Each source tells its own moment and needs to know nothing of the other.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from careline.tickets.models.ticket import NEVER

_BY_CLOCKS = """
UPDATE tickets_ticket SET clock_due_at = %(due)s, clock_is_promise = %(promise)s, due_left_seconds = %(left)s,
    due_at = least(%(due)s, promised_at), due_is_promise = coalesce(promised_at <= %(due)s, false) OR %(promise)s
WHERE id = %(ticket)s
    AND (clock_due_at, clock_is_promise, due_left_seconds) IS DISTINCT FROM (%(due)s, %(promise)s, %(left)s::int)
"""
_BY_PROMISES = """
UPDATE tickets_ticket SET promised_at = %(due)s, due_at = least(clock_due_at, %(due)s),
    due_is_promise = coalesce(clock_due_at >= %(due)s, false) OR clock_is_promise
WHERE id = %(ticket)s AND promised_at IS DISTINCT FROM %(due)s
"""


def set_due(
    ticket_id: int, due_at: datetime | None, *, is_promise: bool = True, left_seconds: int | None = None
) -> None:
    """Set when a ticket is due by its clocks, None for never. `is_promise`: a customer is owed it; else it is our own reminder.

    `left_seconds` says that what is owed stands still, with so much left: rows show it as paused. Emits nothing and
    raises no version: what moved the moment told of itself, and nobody's words are crossed by it.
    """
    promise = is_promise and due_at is not None
    _update(_BY_CLOCKS, ticket_id, due=due_at or NEVER, promise=promise, left=left_seconds)


def set_promised(ticket_id: int, due_at: datetime | None) -> None:
    """Set by when something was promised to the customer, the nearest that is still owed; None for nothing.

    As silent as `set_due`: promises tell of themselves.
    """
    _update(_BY_PROMISES, ticket_id, due=due_at)


def _update(statement: str, ticket_id: int, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ticket": ticket_id, **values})
