"""Ask others for what waits on a ticket, where nobody who was asked sees it any more. A house-keeping action: no rights."""

from __future__ import annotations

from careline.authority.actions.pass_on import pass_to
from careline.authority.models import Decision
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.watching import who_sees


def ask_again(ticket_id: int) -> None:
    """Begin anew at the bottom of the ladder with each such decision. One statement where nothing waits.

    Emits DecisionPassedOn for those that somebody else can take.
    """
    waiting = Decision.objects.filter(ticket_id=ticket_id, state=Decision.State.WAITING)
    rows = [*waiting.select_related("kind").order_by("pk")]
    ticket = lock_remaining(ticket_id) if rows else None
    for row in rows:
        if ticket is not None and not who_sees(ticket, row.approver_ids):
            pass_to(row, ticket, after=0)
