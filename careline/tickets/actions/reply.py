"""Answer the customer: a public message that goes out after the undo window, or when it is scheduled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.actions.assign import apply_assignment
from careline.tickets.actions.propose import must_wait, propose
from careline.tickets.actions.set_status import BY_HAND, apply_status, refuse_objections, refuse_unfilled
from careline.tickets.actions.speak import speak
from careline.tickets.contracts import Crossed, Outgoing, Refused
from careline.tickets.models import Draft, Message, Proposal, Status, Ticket
from careline.tickets.models.outgoing import reply_subject
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.recipients import reply_recipients

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def reply(
    ticket: Ticket, outgoing: Outgoing, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Message | Proposal:
    """Say something to the customer, and set the status that goes with it (a new ticket becomes open).

    Without `to` it goes to the requester, without a subject it is a `Re:`. An unassigned ticket becomes the writer's.
    The writer's reply draft is spent. Where somebody has to approve it first, it is kept as a proposal, and neither
    the status nor whether the customer was answered changes. Refuses an empty text, a bad address, files that are not the
    writer's own, and (Crossed) to answer what the writer has not seen: somebody else's public message after
    `seen_message_id`. Emits MessageAdded or ReplyProposed, and StatusChanged and TicketAssigned as they apply.
    """
    by.require(Right.REPLY)
    ticket = lock_ticket(ticket, by=by, version=version)
    refuse_crossed(ticket, outgoing.seen_message_id, {by.pk})
    if not outgoing.to:
        outgoing = replace(outgoing, to=reply_recipients(ticket).to)
    outgoing = replace(outgoing, subject=outgoing.subject or _subject_of(ticket))
    if must_wait(outgoing, by=by):
        refuse_status(ticket, outgoing, by=by)
        said: Message | Proposal = propose(ticket, outgoing, by=by, kind=Draft.Kind.REPLY, cause=cause)
        _take(ticket, by, cause)
        return said
    said = speak(ticket, outgoing, by=by, kind=Draft.Kind.REPLY, cause=cause)
    _take(ticket, by, cause)
    mark_answered(ticket, outgoing, by=by, cause=cause)
    return said


def mark_answered(ticket: Ticket, outgoing: Outgoing, *, by: Agent, cause: int | None) -> None:
    """What a reply that goes out does to a locked ticket: it counts as answered, and gets the status that was chosen.

    Refuses the status where a person could not set it by hand.
    """
    if ticket.first_answered_at is None:
        ticket.first_answered_at = timezone.now()
        ticket.save(update_fields=["first_answered_at"])
    then = refuse_status(ticket, outgoing, by=by)
    apply_status(ticket, then, by=by.actor, reason=outgoing.then_reason, cause=cause)


def refuse_status(ticket: Ticket, outgoing: Outgoing, *, by: Agent) -> int:
    """The status that a ticket has after a reply; raises Refused where a person could not set it by hand."""
    then = outgoing.then_status or (Status.OPEN if ticket.status == Status.NEW else ticket.status)
    if then not in BY_HAND:
        raise Refused(_("A ticket can't be given this status by hand."))
    refuse_unfilled(ticket, then)
    refuse_objections(ticket, then, by=by, reason=outgoing.then_reason)
    return then


def refuse_crossed(ticket: Ticket, seen_message_id: int | None, own: set[int]) -> None:
    """Raise Crossed where somebody other than these agents said something public after the newest that was seen."""
    if seen_message_id is None:
        return
    newer = Message.objects.filter(ticket=ticket, pk__gt=seen_message_id, is_public=True, machine="")
    others = newer.exclude(agent__in=own).exclude(state=Message.State.CANCELLED)
    crossed = others.select_related("agent").order_by("pk").last()
    if crossed is not None:
        name = crossed.agent.name if crossed.agent else crossed.from_name or crossed.from_email
        raise Crossed(crossed.pk, name)


def _take(ticket: Ticket, by: Agent, cause: int | None) -> None:
    if ticket.assignee_id is None:
        apply_assignment(ticket, by, by=by.actor, cause=cause)


def _subject_of(ticket: Ticket) -> str:
    """Nothing was said yet where a first message was taken back: then it is no answer."""
    said = Message.objects.filter(ticket=ticket, is_public=True).exclude(state=Message.State.CANCELLED)
    return reply_subject(ticket.subject) if said.exists() else ticket.subject
