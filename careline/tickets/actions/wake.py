"""Wake a snoozed ticket: when its time has come, when something happened, or because a person wants it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.events import TicketWoke
from careline.tickets.models import Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def wake(ticket: Ticket, *, by: Agent, version: int | None = None, cause: int | None = None) -> Ticket:
    """Wake a snoozed ticket by hand. Emits TicketWoke; nothing where it does not sleep."""
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    apply_wake(ticket, "person", by=by.actor, cause=cause)
    return ticket


def apply_wake(ticket: Ticket, reason: str, *, by: Actor, cause: int | None = None) -> int | None:
    """Wake a ticket that the caller locked and may change; None if it does not sleep."""
    if ticket.snoozed_until is None:
        return None
    before = place_of(ticket)
    fact = TicketWoke(ticket.pk, ticket.team_id, reason=reason, until=ticket.snoozed_until.isoformat())
    event_id = emit(fact, by=by, cause=cause)
    ticket.snoozed_until = None
    save_change(ticket, before, "snoozed_until", cause_id=event_id)
    return event_id
