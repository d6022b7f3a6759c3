"""Take a reply back while it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.tickets.contracts import NotVisible
from careline.tickets.events import MessageCancelled
from careline.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def cancel(message_id: int, *, by: Agent) -> Message | None:
    """Undo a held message; its words remain with the message. None if it is too late: it is on its way.

    Only the writer may, or somebody who leads (managing teams). Emits MessageCancelled. What the reply did to the
    ticket beside (status, assignee) stays.
    """
    by.require(Right.REPLY)
    message = Message.objects.select_related("ticket").filter(pk=message_id).first()
    if message is None or not Ticket.objects.visible_to(by).filter(pk=message.ticket_id).exists():
        raise NotVisible(message_id)
    if message.agent_id != by.pk and not by.may(Right.MANAGE_TEAMS):
        raise Forbidden("somebody else's message")
    held = Message.objects.filter(pk=message_id, state=Message.State.HELD)
    if not held.update(state=Message.State.CANCELLED, state_at=timezone.now()):
        return None
    fact = MessageCancelled(message.ticket_id, message.ticket.team_id, message_id=message.pk)
    emit(fact, by=by.actor)
    message.refresh_from_db()
    return message
