"""Forward a ticket to somebody else: a public message to them, with the files one chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.tickets.actions.propose import must_wait, propose
from careline.tickets.actions.speak import speak
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Draft, Message, Proposal, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def forward(ticket: Ticket, outgoing: Outgoing, *, by: Agent, cause: int | None = None) -> Message | Proposal:
    """Send a message to people who have to be named, quoting what was said. The status stays as it is.

    Whoever gets it can answer into the ticket. The writer's forward draft is spent. Refuses and emits what `reply`
    does, but no status.
    """
    by.require(Right.REPLY)
    ticket = lock_ticket(ticket, by=by)
    subject = outgoing.subject or f"Fwd: {ticket.subject}".strip()
    send = propose if must_wait(outgoing, by=by) else speak
    return send(ticket, replace(outgoing, subject=subject), by=by, kind=Draft.Kind.FORWARD, cause=cause)
