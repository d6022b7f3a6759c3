"""Give a message to a third party that is to go out later another moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.tickets.contracts import Refused
from careline.tickets.events import SideRescheduled
from careline.tickets.models import SideMessage
from careline.tickets.queries.side import access_side_message, require_side

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def reschedule_side(message_id: int, send_at: datetime, *, by: Agent) -> bool:
    """Have a held message go out at another moment; also one that was held back since they answered meanwhile.

    False if it is too late: it is on its way, or was taken back. Refuses a moment that is past; only the writer may, or
    somebody who leads (managing teams). Emits SideRescheduled.
    """
    require_side(by)
    message = access_side_message(by, message_id)
    if message.agent_id != by.pk and not by.may(Right.MANAGE_TEAMS):
        raise Forbidden("somebody else's message")
    now = timezone.now()
    if send_at <= now:
        raise Refused(_("The time to send at has passed: choose a later one."))
    held = SideMessage.objects.filter(pk=message_id, state="held")
    said = SideMessage.objects.filter(conversation_id=message.conversation_id).aggregate(newest=Max("pk"))
    columns = {"send_at": send_at, "is_scheduled": True, "state_at": now, "state_detail": ""}
    if not held.update(**columns, known_id=said["newest"]):
        return False
    ticket = message.ticket
    fact = SideRescheduled(
        ticket.pk, ticket.team_id, message.conversation_id, message_id=message_id, send_at=send_at.isoformat()
    )
    emit(fact, by=by.actor)
    return True
