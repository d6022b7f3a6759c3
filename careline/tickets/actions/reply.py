"""Answer the customer: a public message that goes out after the undo window, or when it is scheduled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.assign import apply_assignment
from careline.tickets.actions.set_status import BY_HAND, apply_status, refuse_open_children, refuse_unfilled
from careline.tickets.contracts import Crossed, Outgoing, Refused
from careline.tickets.events import MessageAdded
from careline.tickets.models import Draft, DraftFile, Message, Status, Ticket
from careline.tickets.models.outgoing import outgoing_values, reply_subject
from careline.tickets.models.said import add_message
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.recipients import reply_recipients

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def reply(
    ticket: Ticket, outgoing: Outgoing, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Message:
    """Say something to the customer, and set the status that goes with it (a new ticket becomes open).

    Without `to` it goes to the requester, without a subject it is a `Re:`. An unassigned ticket becomes the writer's.
    The writer's reply draft is spent. Refuses an empty text, a bad address, files that are not the writer's own, and
    (Crossed) to answer what the writer has not seen: somebody else's public message after `seen_message_id`.
    Emits MessageAdded, and StatusChanged and TicketAssigned as they apply.
    """
    by.require(Right.REPLY)
    ticket = lock_ticket(ticket, by=by, version=version)
    _refuse_crossed(ticket, outgoing, by)
    if not outgoing.to:
        outgoing = replace(outgoing, to=reply_recipients(ticket).to)
    outgoing = replace(outgoing, subject=outgoing.subject or _subject_of(ticket))
    message = speak(ticket, outgoing, by=by, kind=Draft.Kind.REPLY, cause=cause)
    if ticket.first_answered_at is None:
        ticket.first_answered_at = timezone.now()
        ticket.save(update_fields=["first_answered_at"])
    if ticket.assignee_id is None:
        apply_assignment(ticket, by, by=by.actor, cause=cause)
    then = outgoing.then_status or (Status.OPEN if ticket.status == Status.NEW else ticket.status)
    if then not in BY_HAND:
        raise Refused(_("A ticket can't be given this status by hand."))
    refuse_unfilled(ticket, then)
    refuse_open_children(ticket, then, reason=outgoing.then_reason)
    apply_status(ticket, then, by=by.actor, reason=outgoing.then_reason, cause=cause)
    return message


def _refuse_crossed(ticket: Ticket, outgoing: Outgoing, by: Agent) -> None:
    if outgoing.seen_message_id is None:
        return
    newer = Message.objects.filter(ticket=ticket, pk__gt=outgoing.seen_message_id, is_public=True, machine="")
    others = newer.exclude(agent=by).exclude(state=Message.State.CANCELLED)
    crossed = others.select_related("agent").order_by("pk").last()
    if crossed is not None:
        name = crossed.agent.name if crossed.agent else crossed.from_name or crossed.from_email
        raise Crossed(crossed.pk, name)


def speak(
    ticket: Ticket, outgoing: Outgoing, *, by: Agent, kind: Draft.Kind, cause: int | None = None
) -> Message:
    """Add an agent's public message to a ticket that the caller locked, spend the draft, and emit MessageAdded."""
    files = own_files(outgoing.file_keys, by, ticket)
    message = Message(
        author=Message.Author.AGENT,
        agent=by,
        from_name=by.name,
        channel=ticket.channel,
        inbox_id=ticket.inbox_id,
        language=ticket.language,
        is_forward=kind == Draft.Kind.FORWARD,
        **outgoing_values(outgoing),
    )
    add_message(message, ticket=ticket, files=files)
    if outgoing.spends_draft:
        _spend_draft(None if kind == Draft.Kind.OUTBOUND else ticket, outgoing, by, kind)
    emit(MessageAdded(ticket.pk, ticket.team_id, message_id=message.pk), by=by.actor, cause=cause)
    return message


def _spend_draft(ticket: Ticket | None, outgoing: Outgoing, by: Agent, kind: Draft.Kind) -> None:
    spent = Draft.objects.filter(ticket=ticket, agent=by, kind=kind)
    if outgoing.draft_version is not None:
        spent = spent.filter(foreign_version__lte=outgoing.draft_version)
    spent.delete()


def _subject_of(ticket: Ticket) -> str:
    """Nothing was said yet where a first message was taken back: then it is no answer."""
    said = Message.objects.filter(ticket=ticket, is_public=True).exclude(state=Message.State.CANCELLED)
    return reply_subject(ticket.subject) if said.exists() else ticket.subject


def own_files(keys: tuple[str, ...], by: Agent, ticket: Ticket) -> list[DraftFile]:
    """The files with these keys of the agent's own drafts in this ticket, or of none yet, in this order.

    Refuses any other: those of colleagues, and those of other conversations.
    """
    if not keys:
        return []
    here = Q(draft__ticket=ticket) | Q(draft__ticket=None)
    own = DraftFile.objects.filter(here, key__in=keys, uploaded_by=by, draft__agent=by)
    found = {file.key: file for file in own}
    if missing := [key for key in keys if key not in found]:
        raise Refused(_("%(count)s files are no longer there: attach them again.") % {"count": len(missing)})
    return [found[key] for key in keys]
