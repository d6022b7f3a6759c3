"""Say that a ticket was no spam after all: it stands as before, and its sender is let in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.models import Event
from careline.customers.actions.block_sender import unblock_sender
from careline.tickets.actions.mark_spam import spam_reason
from careline.tickets.actions.set_status import apply_status
from careline.tickets.contracts import Refused
from careline.tickets.models import Interval, Message, Status, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def unmark_spam(ticket: Ticket, *, by: Agent, version: int | None = None) -> Ticket:
    """Give a ticket the status it had before it was spam, and let its sender in. Emits StatusChanged (reason undo).

    Refuses a ticket that marking it as spam did not close, or whose status somebody changed since.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    last = Interval.objects.filter(ticket=ticket, kind="status").order_by("-pk").first()
    closing = Event.objects.filter(pk=last.cause_id or 0).first() if last is not None else None
    if ticket.status != Status.CLOSED or closing is None or closing.data.get("reason") != "spam":
        raise Refused(_("Somebody changed it since."))
    apply_status(ticket, int(closing.data["before"]), by=by.actor, reason="undo")
    let_sender_in(ticket, by=by)
    return ticket


def let_sender_in(ticket: Ticket, *, by: Agent) -> None:
    """Let in whom marking this ticket as spam blocked; one whom somebody blocked before stays blocked."""
    first = Message.objects.filter(ticket=ticket, author=Message.Author.CUSTOMER).order_by("pk").first()
    if first is not None and first.from_email:
        unblock_sender(first.from_email, by=by, reason=spam_reason(ticket))
