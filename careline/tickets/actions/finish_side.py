"""Say that a side conversation is done, or take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.core.events import emit
from careline.tickets.events import SideFinished
from careline.tickets.models import SideConversation
from careline.tickets.queries.side import access_side_conversation, require_side

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def finish_side(conversation_id: int, *, by: Agent, is_done: bool) -> SideConversation:
    """Mark a side conversation as done or as open; nothing happens if it is so already. Emits SideFinished."""
    require_side(by)
    conversation = access_side_conversation(by, conversation_id)
    rows = SideConversation.objects.filter(pk=conversation_id, done_at__isnull=is_done)
    if rows.update(done_at=timezone.now() if is_done else None):
        ticket = conversation.ticket
        fact = SideFinished(
            ticket.pk, ticket.team_id, conversation_id, words=conversation.subject, undone=not is_done
        )
        emit(fact, by=by.actor)
    return access_side_conversation(by, conversation_id)
