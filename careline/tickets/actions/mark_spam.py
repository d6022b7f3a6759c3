"""Say that a ticket is spam: its sender is blocked and it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.customers.actions.block_sender import block_sender
from careline.tickets.actions.set_status import apply_status
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def mark_spam(ticket: Ticket, *, by: Agent, version: int | None = None, cause: int | None = None) -> Ticket:
    """Block the address of the ticket's first message, and close the ticket. Emits StatusChanged (reason spam).

    Later mail from there is suspended with its reason, never lost.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    first = Message.objects.filter(ticket=ticket, author=Message.Author.CUSTOMER).order_by("pk").first()
    if first is not None and first.from_email:
        block_sender(first.from_email, by=by, reason=spam_reason(ticket))
    apply_status(ticket, Status.CLOSED, by=by.actor, reason="spam", cause=cause)
    return ticket


def spam_reason(ticket: Ticket) -> str:
    """Why a sender was blocked: the ticket that was spam."""
    return f"spam: #{ticket.pk}"
