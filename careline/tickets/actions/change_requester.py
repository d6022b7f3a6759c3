"""Make another customer the requester of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.queries import access_customer
from careline.tickets.events import RequesterChanged
from careline.tickets.models import Ticket
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def change_requester(
    ticket: Ticket, customer_id: int, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Give a ticket to another customer whom this person may see. What was said stays whoever's it was.

    Emits RequesterChanged, unless it is theirs already.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    customer = access_customer(by, customer_id)
    if customer.pk != ticket.customer_id:
        was = ticket.customer_id
        fact = RequesterChanged(ticket.pk, ticket.team_id, before=was, after=customer.pk)
        event_id = emit(fact, by=by.actor, cause=cause)
        ticket.customer = customer
        save_change(ticket, place_of(ticket), "customer", cause_id=event_id)
        teams_know(was, customer.pk)
    return ticket
