"""Let a ticket be due by the nearest of what is promised on it. In the transaction of whatever changed; checks no rights."""

from __future__ import annotations

from django.db.models import Min

from careline.promises.queries.promises import open_promises
from careline.tickets.actions.set_due import set_promised


def settle_due(*ticket_ids: int) -> None:
    """Set by when something is owed on these tickets: two statements for each.

    One that was broken goes on to count, as a missed clock does, until it is made good or given up.
    """
    for ticket_id in sorted({*ticket_ids}):
        nearest = open_promises(ticket_id).aggregate(due=Min("due_at"))["due"]
        set_promised(ticket_id, nearest)
