"""Give somebody the ticket that needs an answer most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.tickets.actions.assign import apply_assignment
from careline.tickets.models import Ticket
from careline.tickets.queries.next_one import lock_next

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def take_next(*, by: Agent, but: int = 0) -> Ticket | None:
    """Assign the next ticket of one's teams to oneself (never ticket `but`); None if nobody waits.

    Two who ask at the same moment get two tickets. Refuses who may not answer. Emits TicketAssigned.
    """
    by.require(Right.REPLY)
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_next(by, but=but)
    if ticket is not None:
        apply_assignment(ticket, by, by=by.actor)
    return ticket
