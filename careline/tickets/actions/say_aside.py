"""Write to the third party of a side conversation again. The customer never sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.set_status import apply_status, refuse_unfilled
from careline.tickets.actions.speak import own_files
from careline.tickets.contracts import Aside, Outgoing, Refused
from careline.tickets.events import SideMessageAdded
from careline.tickets.models import Draft, Message, SideConversation, SideMessage, Status, Ticket
from careline.tickets.models.outgoing import reply_subject
from careline.tickets.models.side_outgoing import aside_files, aside_values
from careline.tickets.models.side_said import add_side_message
from careline.tickets.queries.requesters import requesters_among
from careline.tickets.queries.side import lock_side_conversation
from careline.tickets.queries.threading import addresses

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def say_aside(
    conversation: SideConversation, aside: Aside, *, by: Agent, cause: int | None = None
) -> SideMessage:
    """Say something more to the third party; without `to` it goes to those of the conversation. It is open again.

    Refuses what `start_side` does. Emits SideMessageAdded, and StatusChanged where the ticket is put on hold.
    """
    conversation, ticket = lock_side_conversation(conversation, by=by)
    outgoing = aside.outgoing
    if not outgoing.to:
        outgoing = replace(outgoing, to=addresses(conversation.to), cc=addresses(conversation.cc))
    if conversation.messages.exclude(state=Message.State.CANCELLED).exists():
        outgoing = replace(outgoing, subject=outgoing.subject or reply_subject(conversation.subject))
    outgoing = replace(outgoing, subject=outgoing.subject or conversation.subject)
    aside = replace(aside, outgoing=outgoing)
    message = speak_aside(conversation, ticket, aside, by=by, drafted_in=conversation.pk, cause=cause)
    fact = SideMessageAdded(
        ticket.pk, ticket.team_id, conversation.pk, message_id=message.pk, people=people_of(message)
    )
    emit(fact, by=by.actor, cause=cause)
    return message


def speak_aside(
    conversation: SideConversation,
    ticket: Ticket,
    aside: Aside,
    *,
    by: Agent,
    drafted_in: int,
    cause: int | None,
) -> SideMessage:
    """Add an agent's message to a side conversation of a locked ticket, spend the draft, and put the ticket on hold."""
    values = aside_values(aside, ticket)
    _refuse_requester(ticket, [pair[0] for kind in ("to", "cc", "bcc") for pair in values[kind]])
    own = own_files(aside.outgoing.file_keys, by, ticket)
    message = SideMessage(
        conversation=conversation,
        is_ours=True,
        agent=by,
        from_name=by.name,
        inbox_id=ticket.inbox_id,
        **values,
    )
    add_side_message(message, ticket, files=aside_files(aside, ticket, own, values["html"]))
    conversation.to, conversation.cc, conversation.done_at = message.to, message.cc, None
    conversation.save(update_fields=["to", "cc", "done_at"])
    _spend_draft(ticket, aside.outgoing, by, drafted_in)
    _put_on_hold(ticket, aside.outgoing.then_status, by, cause)
    return message


def _refuse_requester(ticket: Ticket, emails: list[str]) -> None:
    """A slip of the hand must not show the customer what is said aside."""
    if theirs := requesters_among(ticket.pk, emails):
        words = _("%(email)s is the customer of this ticket: answer them in the ticket itself.")
        raise Refused(words % {"email": theirs[0]})


def people_of(message: SideMessage) -> str:
    """To whom it was written, by names where there are any."""
    return ", ".join(pair[1] or pair[0] for pair in (*message.to, *message.cc))[:200]


def _spend_draft(ticket: Ticket, outgoing: Outgoing, by: Agent, drafted_in: int) -> None:
    if outgoing.spends_draft:
        kind = Draft.Kind.SIDE
        Draft.objects.filter(ticket=ticket, agent=by, kind=kind, side_conversation_id=drafted_in).delete()


def _put_on_hold(ticket: Ticket, status: int | None, by: Agent, cause: int | None) -> None:
    """A third party's move: that is the one status that goes with writing to them."""
    if status is None:
        return
    if status != Status.ON_HOLD:
        raise Refused(_("A ticket can't be given this status by hand."))
    by.require(Right.CHANGE_TICKETS)
    refuse_unfilled(ticket, status)
    apply_status(ticket, status, by=by.actor, reason="side conversation", cause=cause)
