"""Adding a message to a side conversation: its row, its words for search, its files. The ticket's columns stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from careline.tickets.models.draft import Draft
from careline.tickets.models.presence import Seen
from careline.tickets.models.said import WORDS
from careline.tickets.models.search import MessageSearch
from careline.tickets.models.side import SideConversation, SideFile, SideMessage, SideSeen
from careline.tickets.models.ticket import Ticket
from careline.tickets.models.words import configuration_for, searchable


def add_side_message(message: SideMessage, ticket: Ticket, *, files: Iterable[SideFile] = ()) -> SideMessage:
    """Save a message in a side conversation of a locked ticket, with its files and words. Its writer has read so far."""
    message.save(force_insert=True)
    kept = [*files]
    for file in kept:
        file.message = message
    SideFile.objects.bulk_create(kept)
    index_side_words(
        message, ticket, names=[message.from_name, message.from_email, *(one.name for one in kept)]
    )
    SideConversation.objects.filter(pk=message.conversation_id).update(last_message_at=Now())
    if message.agent_id is not None:
        mark_side_seen(message.conversation_id, message.agent_id, message.pk)
    return message


def index_side_words(message: SideMessage, ticket: Ticket, *, names: list[str]) -> None:
    """Make its words findable for those who may see the ticket, as those of an internal note are."""
    values: dict[str, Any] = {
        "message": message.pk,
        "ticket": ticket.pk,
        "team": ticket.team_id,
        "public": False,
        "configuration": configuration_for(message.language),
        "subject": searchable(message.subject),
        "names": searchable(" ".join(names)),
        "text": searchable(message.reply_text or message.text),
    }
    with connection.cursor() as cursor:
        cursor.execute(WORDS, values)


def side_ids_of(ticket: Ticket) -> list[int]:
    """The side conversations of a ticket."""
    return [*SideConversation.objects.filter(ticket=ticket).order_by("pk").values_list("pk", flat=True)]


def move_side_conversations(ids: list[int], *, to: Ticket) -> None:
    """Put side conversations, with their words for search and what is being written in them, under another ticket."""
    SideConversation.objects.filter(pk__in=ids).update(ticket=to)
    said = SideMessage.objects.filter(conversation__in=ids).values("pk")
    MessageSearch.objects.filter(message_id__in=said).update(ticket_id=to.pk, team_id=to.team_id)
    Draft.objects.filter(side_conversation_id__in=ids).update(ticket=to)


def mark_side_seen(conversation_id: int, agent_id: int, message_id: int) -> None:
    """Note how far somebody has read."""
    seen, _is_new = SideSeen.objects.get_or_create(
        conversation_id=conversation_id, agent_id=agent_id, defaults={"message_id": message_id}
    )
    SideSeen.objects.filter(pk=seen.pk, message_id__lt=message_id).update(message_id=message_id)


def unread_again(ticket: Ticket) -> None:
    """Give the ticket the mark of an unread one, for all who had read it: something came that is no message of it."""
    Seen.objects.filter(ticket=ticket).update(message_id=F("message_id") - 1)
