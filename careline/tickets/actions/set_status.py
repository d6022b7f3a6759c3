"""Give a ticket another status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.fields.queries import missing_to_solve
from careline.tickets.contracts import NeedsReason, OpenChildren, Refused
from careline.tickets.events import StatusChanged
from careline.tickets.models import Status, Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change, set_status_fields
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.related import open_children_ids
from careline.tickets.slots import objections

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
    """Set the status. Refuses `new` (nobody can un-answer), and to solve while required fields are empty.

    While children are open it takes a reason to solve their parent, else raises OpenChildren; where another room
    objects, NeedsReason. Emits StatusChanged.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    if status not in BY_HAND and status != ticket.status:
        raise Refused(_("A ticket can't be given this status by hand."))
    refuse_unfilled(ticket, status)
    refuse_objections(ticket, status, by=by, reason=reason)
    apply_status(ticket, status, by=by.actor, reason=reason, cause=cause)
    return ticket


def refuse_unfilled(ticket: Ticket, status: int) -> None:
    """Raise Refused where a ticket would be solved by hand whose form still asks for something."""
    if status < Status.SOLVED or ticket.status >= Status.SOLVED:
        return
    missing = missing_to_solve("ticket", ticket.fields, ticket_type=ticket.type)
    if missing:
        names = ", ".join(info.label for info in missing)
        raise Refused(_("Before it is solved, fill in: %(names)s") % {"names": names})


def refuse_objections(ticket: Ticket, status: int, *, by: Agent, reason: str) -> None:
    """Raise what `refuse_open_children` does, and Refused or NeedsReason where an upper room objects to solving."""
    if status < Status.SOLVED or ticket.status >= Status.SOLVED:
        return
    against = objections(ticket, by)
    if final := [one.words for one in against if not one.yields]:
        raise Refused(" ".join(final))
    try:
        refuse_open_children(ticket, status, reason=reason)
    except OpenChildren as children:
        if not against:
            raise
        raise NeedsReason(" ".join([*(one.words for one in against), str(children)])) from None
    if against and not reason.strip():
        raise NeedsReason(" ".join(one.words for one in against))


def refuse_open_children(ticket: Ticket, status: int, *, reason: str) -> None:
    """Raise OpenChildren where a ticket with open children would be solved by hand without a reason."""
    if status < Status.SOLVED or ticket.status >= Status.SOLVED or reason.strip():
        return
    numbers = open_children_ids(ticket)
    if numbers:
        words = ngettext(
            "%(names)s is its child and still open.",
            "%(names)s are its children and still open.",
            len(numbers),
        )
        raise OpenChildren(words % {"names": ", ".join(f"#{one}" for one in numbers)}, numbers)


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
