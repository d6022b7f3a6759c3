"""Put a ticket into somebody's hands, or into nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.actions.wake import apply_wake
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketAssigned
from careline.tickets.models import Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.kept_out import hidden_from

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def assign(
    ticket: Ticket, *, to: Agent | None, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Assign to an agent, or to nobody. Refuses somebody who can't see or answer it. Emits TicketAssigned.

    A snoozed ticket that is given to somebody wakes (TicketWoke).
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    if to is not None and not can_take(to, ticket):
        raise Refused(_("%(name)s can't take this ticket.") % {"name": to.name})
    changed = apply_assignment(ticket, to, by=by.actor, cause=cause)
    if changed and to is not None:
        apply_wake(ticket, "assigned", by=by.actor, cause=cause)
    return ticket


def apply_assignment(ticket: Ticket, to: Agent | None, *, by: Actor, cause: int | None = None) -> int | None:
    """Change the assignee of a ticket that the caller locked and may change; None if they have it already."""
    new_id = to.pk if to else None
    if new_id == ticket.assignee_id:
        return None
    if to is not None and hidden_from(to.pk, [ticket.pk]):
        raise Refused(_("%(name)s can't take this ticket.") % {"name": to.name})
    before = place_of(ticket)
    fact = TicketAssigned(ticket.pk, ticket.team_id, before=ticket.assignee_id or 0, after=new_id or 0)
    event_id = emit(fact, by=by, cause=cause)
    ticket.assignee = to
    save_change(ticket, before, "assignee", cause_id=event_id)
    return event_id


def can_take(agent: Agent, ticket: Ticket) -> bool:
    """Whether an agent may answer this ticket, and so have it assigned."""
    return agent.may(Right.REPLY) and Ticket.objects.visible_to(agent).filter(pk=ticket.pk).exists()
