"""Say how soon a ticket must be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import PriorityChanged
from careline.tickets.models import Priority, Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def set_priority(
    ticket: Ticket, priority: int, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Set the priority. Refuses what is none. Emits PriorityChanged, unless it stays the same."""
    by.require(Right.CHANGE_TICKETS)
    if priority not in Priority.values:
        raise Refused(_("There is no such priority."))
    ticket = lock_ticket(ticket, by=by, version=version)
    apply_priority(ticket, priority, by=by.actor, cause=cause)
    return ticket


def apply_priority(ticket: Ticket, priority: int, *, by: Actor, cause: int | None = None) -> int | None:
    """Change the priority of a ticket that the caller locked and has the right to change; None if it has it already."""
    if priority == ticket.priority:
        return None
    fact = PriorityChanged(ticket.pk, ticket.team_id, before=ticket.priority, after=priority)
    event_id = emit(fact, by=by, cause=cause)
    ticket.priority = priority
    save_change(ticket, place_of(ticket), "priority", cause_id=event_id)
    return event_id
