"""Say what kind of need a ticket is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import TypeChanged
from careline.tickets.models import Ticket, TicketType
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def set_type(
    ticket: Ticket, type_: str, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Set the type. Refuses what is none. Emits TypeChanged, unless it stays the same."""
    by.require(Right.CHANGE_TICKETS)
    if type_ not in TicketType.values:
        raise Refused(_("There is no such type."))
    ticket = lock_ticket(ticket, by=by, version=version)
    apply_type(ticket, type_, by=by.actor, cause=cause)
    return ticket


def apply_type(ticket: Ticket, type_: str, *, by: Actor, cause: int | None = None) -> int | None:
    """Change the type of a ticket that the caller locked and may change; None if it has it already."""
    if type_ == ticket.type:
        return None
    fact = TypeChanged(ticket.pk, ticket.team_id, before=ticket.type, after=type_)
    event_id = emit(fact, by=by, cause=cause)
    ticket.type = type_
    save_change(ticket, place_of(ticket), "type", cause_id=event_id)
    return event_id
