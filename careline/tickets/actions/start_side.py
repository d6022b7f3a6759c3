"""Begin a side conversation: write to a third party from inside a ticket. The customer never sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.tickets.actions.say_aside import people_of, speak_aside
from careline.tickets.contracts import Aside, Refused
from careline.tickets.events import SideStarted
from careline.tickets.models import SideConversation, SideMessage, Ticket
from careline.tickets.models.outgoing import one_line
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.side import require_side

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def start_side(ticket: Ticket, aside: Aside, *, by: Agent, cause: int | None = None) -> SideMessage:
    """Write to a third party, and open the side conversation in which their answers will land.

    Refuses an empty text or subject (that of the ticket is between the customer and us), no or a bad address, and
    files that are neither the writer's own nor of the ticket. Emits SideStarted, and StatusChanged where it is put on
    hold.
    """
    require_side(by)
    ticket = lock_ticket(ticket, by=by)
    subject = one_line(aside.outgoing.subject)[:300]
    if not subject:
        raise Refused(_("Give it a subject: they don’t see that of the ticket."))
    conversation = SideConversation.objects.create(ticket=ticket, subject=subject, started_by=by)
    aside = replace(aside, outgoing=replace(aside.outgoing, subject=subject))
    message = speak_aside(conversation, ticket, aside, by=by, drafted_in=0, cause=cause)
    fact = SideStarted(
        ticket.pk,
        ticket.team_id,
        conversation.pk,
        message_id=message.pk,
        people=people_of(message),
        words=subject,
    )
    emit(fact, by=by.actor, cause=cause)
    return message
