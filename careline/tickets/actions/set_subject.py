"""Give a ticket another subject line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.contracts import Refused
from careline.tickets.events import SubjectChanged
from careline.tickets.models import Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.models.outgoing import one_line
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def set_subject(
    ticket: Ticket, subject: str, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Set the subject, on one line. Refuses an empty one. Emits SubjectChanged, unless it stays the same.

    What was said keeps the subject it was said under.
    """
    by.require(Right.CHANGE_TICKETS)
    subject = one_line(subject)[:300]
    if not subject:
        raise Refused(_("A subject needs some words."))
    ticket = lock_ticket(ticket, by=by, version=version)
    if subject != ticket.subject:
        fact = SubjectChanged(ticket.pk, ticket.team_id, before=ticket.subject, after=subject)
        event_id = emit(fact, by=by.actor, cause=cause)
        ticket.subject = subject
        save_change(ticket, place_of(ticket), "subject", cause_id=event_id)
    return ticket
