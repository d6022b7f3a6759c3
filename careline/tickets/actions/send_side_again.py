"""Send a message to a third party after all: one that failed, came back, is unsure, or is still held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.core.events import emit
from careline.tickets.events import SideDeliveryChanged
from careline.tickets.models import SideMessage
from careline.tickets.queries.side import access_side_message, require_side

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_STUCK = ("held", "failed", "unsure", "bounced")


@transaction.atomic
def send_side_again(message_id: int, *, by: Agent) -> bool:
    """Queue it now, under the same Message-ID; False if it is on its way or cancelled. Emits SideDeliveryChanged."""
    require_side(by)
    message = access_side_message(by, message_id)
    now = timezone.now()
    stuck = SideMessage.objects.filter(pk=message_id, state__in=_STUCK)
    if not stuck.update(state="queued", state_detail="", state_at=now, send_at=now, is_scheduled=False):
        return False
    ticket = message.ticket
    fact = SideDeliveryChanged(
        ticket.pk, ticket.team_id, message.conversation_id, message_id=message_id, state="queued"
    )
    emit(fact, by=by.actor)
    return True
