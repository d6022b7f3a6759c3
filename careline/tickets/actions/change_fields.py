"""Fill in the fields of a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.fields.contracts import Change
from careline.fields.queries import check_change
from careline.tickets.events import TicketFieldsChanged
from careline.tickets.models import Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket
from careline.tickets.slots import answer_for_fields

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def change_fields(
    ticket: Ticket,
    given: Mapping[str, Any],
    *,
    by: Agent,
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    cause: int | None = None,
) -> Ticket:
    """Write raw values by the keys of their fields; others stay. `seen` refuses what somebody else changed meanwhile.

    Refuses (FieldsRefused, nothing is written then) what `check_change` refuses for the form of the ticket's type, and
    what goes beyond this person's authority.
    Emits TicketFieldsChanged, unless all stays the same.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    change = check_change(
        by, "ticket", given, before=ticket.fields, ticket_type=ticket.type, object_id=ticket.pk, seen=seen
    )
    before = ticket.fields
    if (event_id := _apply(ticket, change, by.actor, cause)) is not None:
        answer_for_fields(ticket, before, by=by, cause=event_id)
    return ticket


def apply_fields(
    ticket: Ticket, given: Mapping[str, Any], *, by: Actor, cause: int | None = None
) -> int | None:
    """The same without a person, to a ticket that the caller locked; None if all stays as it is.

    Nobody's authority stands behind it: a refusal may come after the writing, so the caller takes all of it back.
    """
    change = check_change(
        None, "ticket", given, before=ticket.fields, ticket_type=ticket.type, object_id=ticket.pk
    )
    before = ticket.fields
    event_id = _apply(ticket, change, by, cause)
    if event_id is not None:
        answer_for_fields(ticket, before, by=None, cause=event_id)
    return event_id


def _apply(ticket: Ticket, change: Change, by: Actor, cause: int | None) -> int | None:
    if change.is_empty:
        return None
    fact = TicketFieldsChanged(
        ticket.pk,
        ticket.team_id,
        before=change.before,
        after=change.after,
        words=change.words,
        restricted=change.restricted,
    )
    event_id = emit(fact, by=by, cause=cause)
    ticket.fields = change.values
    save_change(ticket, place_of(ticket), "fields", cause_id=event_id)
    return event_id
