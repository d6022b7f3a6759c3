"""Note how far somebody has read a side conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.tickets.models import SideMessage
from careline.tickets.models.side_said import mark_side_seen as note
from careline.tickets.queries.side import access_side_conversation

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def mark_side_seen(conversation_id: int, message_id: int, *, by: Agent) -> None:
    """Note that a person has read it up to a message of it; never less far than before. Emits nothing.

    Raises NotVisible; a message of another conversation is passed over.
    """
    conversation = access_side_conversation(by, conversation_id)
    if SideMessage.objects.filter(pk=message_id, conversation=conversation).exists():
        note(conversation.pk, by.pk, message_id)
