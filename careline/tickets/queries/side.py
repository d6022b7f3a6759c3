"""Side conversations: those of a ticket, and one with all that was said, with the rights of the person who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Message, SideConversation, SideFile, SideMessage, SideSeen, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class SideSaid:
    """One side conversation with what was said in it, oldest first; `seen_id` is how far the person had read it."""

    conversation: SideConversation
    messages: tuple[SideMessage, ...]
    seen_id: int


def side_conversations(agent: Agent, ticket: Ticket) -> QuerySet[SideConversation]:
    """Those of a ticket, open ones first, then by what was said last, each with its counts. One statement.

    `said` counts its messages, `unread` those from outside, by people, that this person has not seen.
    """
    seen = SideSeen.objects.filter(conversation=OuterRef("pk"), agent=agent).values("message_id")
    news = Q(
        messages__is_ours=False, messages__machine="", messages__pk__gt=Coalesce(Subquery(seen), Value(0))
    )
    found = visible_side_conversations(agent).filter(ticket_id=ticket.pk).select_related("started_by")
    return found.annotate(
        said=Count("messages", filter=~Q(messages__state=Message.State.CANCELLED)),
        unread=Count("messages", filter=news),
        is_done=Q(done_at__isnull=False),
    ).order_by("is_done", "-last_message_at", "-pk")


def visible_side_conversations(agent: Agent) -> QuerySet[SideConversation]:
    """Those of the tickets that this person may see."""
    return SideConversation.objects.filter(ticket__in=Ticket.objects.visible_to(agent))


def access_side_conversation(agent: Agent, conversation_id: int) -> SideConversation:
    """One side conversation with its ticket. Raises NotVisible for who may not see that."""
    rows = visible_side_conversations(agent).select_related("ticket", "started_by")
    found = rows.filter(pk=conversation_id).first()
    if found is None:
        raise NotVisible(conversation_id)
    return found


def read_side_conversation(agent: Agent, conversation_id: int) -> SideSaid:
    """One side conversation with all that was said, writers and files. Raises NotVisible."""
    conversation = access_side_conversation(agent, conversation_id)
    messages = conversation.messages.select_related("agent").prefetch_related("attachments")
    seen = SideSeen.objects.filter(conversation=conversation, agent=agent).values_list(
        "message_id", flat=True
    )
    return SideSaid(
        conversation, tuple(messages.defer("headers", "authentication").order_by("pk")), seen.first() or 0
    )


def access_side_message(agent: Agent, message_id: int) -> SideMessage:
    """One message of a side conversation, with its ticket. Raises NotVisible."""
    rows = SideMessage.objects.select_related("conversation__ticket", "agent")
    found = rows.filter(pk=message_id, conversation__in=visible_side_conversations(agent)).first()
    if found is None:
        raise NotVisible(message_id)
    return found


def access_said(agent: Agent, message_id: int) -> Message | SideMessage:
    """One message, of the ticket or of a side conversation: no id is both. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent)
    found = Message.objects.select_related("ticket").filter(pk=message_id, ticket__in=visible).first()
    return found or access_side_message(agent, message_id)


def access_side_file(agent: Agent, key: str) -> SideFile:
    """One file of a side conversation by its random key. Raises NotVisible."""
    rows = SideFile.objects.select_related("file", "message__conversation")
    found = rows.filter(key=key, message__conversation__in=visible_side_conversations(agent)).first()
    if found is None:
        raise NotVisible(key)
    return found


def lock_side_conversation(conversation: SideConversation, *, by: Agent) -> tuple[SideConversation, Ticket]:
    """The side conversation as it stands now, with its ticket, which is locked until the transaction ends.

    Raises NotVisible, and Forbidden for who may not write to people outside.
    """
    require_side(by)
    fresh = access_side_conversation(by, conversation.pk)
    ticket = lock_ticket(fresh.ticket, by=by)
    fresh.refresh_from_db(fields=["ticket", "to", "cc", "subject", "done_at"])
    if fresh.ticket_id != ticket.pk:  # a merge took it along meanwhile
        raise Refused(_("The ticket was merged meanwhile: try again."))
    return fresh, ticket


def require_side(by: Agent) -> None:
    """Raise Forbidden for who may not write to third parties."""
    if not may_write_aside(by):
        raise Forbidden(_("Only those who answer customers without approval write to third parties."))


def may_write_aside(agent: Agent) -> bool:
    """Whether this person may write to third parties: who answers customers, and needs nobody's approval for it."""
    return agent.may(Right.REPLY) and not agent.replies_need_approval
