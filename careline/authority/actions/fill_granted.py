"""What was granted is written into the field of the ticket that holds it, and out of it, where the kind names one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from careline.authority.queries.decisions import granted_on
from careline.authority.queries.filling import money_in
from careline.fields.contracts import FieldsRefused
from careline.tickets.actions.change_fields import apply_fields
from careline.tickets.queries.access import lock_remaining

if TYPE_CHECKING:
    from careline.authority.models import Decision
    from careline.core.events import Actor


def fill_granted(decision: Decision, *, by: Actor, cause: int) -> None:
    """Write all that was granted of this kind into the ticket's field, unless it stands there, or in another currency.

    Where the form of the ticket's type does not ask for the field, nothing is written. Emits TicketFieldsChanged.
    """
    kind = decision.kind
    ticket = lock_remaining(decision.ticket_id) if kind.field and decision.granted_minor else None
    if ticket is None:
        return
    total = granted_on(ticket.pk, kind.key, decision.currency)
    there = money_in(ticket.fields, kind.field)
    if there is not None and (there[1] != decision.currency or there[0] >= total):
        return
    with suppress(FieldsRefused):
        given = {kind.field: {"amount": total, "currency": decision.currency}}
        apply_fields(ticket, given, by=by, cause=cause)


def unfill_granted(decision: Decision, granted: int, *, by: Actor, cause: int) -> None:
    """Take what is not given after all out of the ticket's field, where just what was granted stands there.

    `granted` in minor units. Emits TicketFieldsChanged.
    """
    kind = decision.kind
    ticket = lock_remaining(decision.ticket_id) if kind.field and granted else None
    if ticket is None:
        return
    left = granted_on(ticket.pk, kind.key, decision.currency)
    if money_in(ticket.fields, kind.field) != (left + granted, decision.currency):
        return
    with suppress(FieldsRefused):
        given = {kind.field: {"amount": left, "currency": decision.currency} if left else None}
        apply_fields(ticket, given, by=by, cause=cause)
