"""One message, and who on the staff wants to hear of a ticket. For channels only: checks no agent's rights."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from careline.tickets.models import Message, SideMessage, Snooze, Ticket, Watcher


def find_message(message_id: int) -> Message | None:
    """The message with its ticket; none of a side conversation."""
    return Message.objects.select_related("ticket").filter(pk=message_id).first()


def first_words(ticket: Ticket) -> str:
    """What the customer wrote first in a ticket, at most 4,000 characters of it; "" where they wrote nothing."""
    said = Message.objects.filter(ticket_id=ticket.pk, author=Message.Author.CUSTOMER).order_by("pk")
    row = said.values_list("reply_text", "text").first()
    return str(row[0] or row[1])[:4000] if row else ""


def said_by_us(ticket: Ticket, *, since: datetime) -> list[str]:
    """What agents said to the customer in a ticket since a moment, as text; what was taken back is left out."""
    said = Message.objects.filter(ticket_id=ticket.pk, is_public=True, author=Message.Author.AGENT)
    newer = said.filter(created_at__gte=since).exclude(state=Message.State.CANCELLED)
    return [*newer.order_by("pk").values_list("text", flat=True)]


def find_said(message_id: int) -> Message | SideMessage | None:
    """The message with its ticket, also one of a side conversation: for news of its delivery, and for notices."""
    return (
        find_message(message_id)
        or SideMessage.objects.select_related("conversation__ticket").filter(pk=message_id).first()
    )


def writers_aside(conversation_id: int) -> list[int]:
    """The ids of the agents who wrote to the third party of a side conversation."""
    ours = SideMessage.objects.filter(conversation_id=conversation_id, agent__isnull=False)
    return [*ours.order_by().values_list("agent_id", flat=True).distinct()]


def find_sent_message_id(ticket_id: int, email: str) -> int | None:
    """The latest message of ours in a ticket that went to this address, or the latest that went out if "" is asked."""
    sent = Message.objects.filter(
        ticket_id=ticket_id, is_public=True, state__in=["sending", "sent", "delivered"]
    )
    for message in sent.order_by("-pk")[:50]:
        everyone = {one[0].lower() for one in (*message.to, *message.cc, *message.bcc)}
        if not email or email.lower() in everyone:
            return message.pk
    return None


def followers(ticket_id: int) -> tuple[int | None, frozenset[int]]:
    """The ids of the assignee (or None) and of those who watch a ticket."""
    assignee = Ticket.objects.filter(pk=ticket_id).values_list("assignee_id", flat=True).first()
    watching = Watcher.objects.filter(ticket_id=ticket_id).values_list("agent_id", flat=True)
    return assignee, frozenset(watching)


def has_followers(ticket_id: int) -> bool:
    """Whether anybody has taken or watches a ticket."""
    watched = Exists(Watcher.objects.filter(ticket_id=OuterRef("pk")))
    return Ticket.objects.filter(Q(assignee__isnull=False) | watched, pk=ticket_id).exists()


def is_watched(ticket_id: int) -> bool:
    """Whether anybody watches a ticket."""
    return Watcher.objects.filter(ticket_id=ticket_id).exists()


def snoozed_by(ticket_id: int) -> int | None:
    """Who put a ticket to sleep last."""
    return Snooze.objects.filter(ticket_id=ticket_id).values_list("agent_id", flat=True).first()


def was_scheduled(message_id: int) -> bool:
    """Whether a message was written to go out later."""
    return Message.objects.filter(pk=message_id, is_scheduled=True).exists()
