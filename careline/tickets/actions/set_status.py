"""Give a ticket another status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import StatusChanged
from careline.tickets.models import Status, Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change, set_status_fields
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

BY_HAND = {Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED}


@transaction.atomic
def set_status(
    ticket: Ticket,
    status: int,
    *,
    by: Agent,
    version: int | None = None,
    reason: str = "",
    cause: int | None = None,
) -> Ticket:
    """Set the status. Refuses `new` (nobody can un-answer). Emits StatusChanged."""
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    if status not in BY_HAND and status != ticket.status:
        raise Refused(_("A ticket can't be given this status by hand."))
    apply_status(ticket, status, by=by.actor, reason=reason, cause=cause)
    return ticket


def apply_status(
    ticket: Ticket, status: int, *, by: Actor, reason: str = "", cause: int | None = None
) -> int | None:
    """Change the status of a ticket that the caller locked and has the right to change; None if it has it already."""
    if status == ticket.status:
        return None
    before = place_of(ticket)
    fact = StatusChanged(ticket.pk, ticket.team_id, before=ticket.status, after=int(status), reason=reason)
    event_id = emit(fact, by=by, cause=cause)
    save_change(ticket, before, *set_status_fields(ticket, status), cause_id=event_id)
    return event_id
