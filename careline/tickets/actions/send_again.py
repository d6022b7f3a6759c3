"""Send a message after all: one that failed or is unsure, or a scheduled one, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.record_delivery import lock_ticket_of
from careline.tickets.actions.send_side_again import send_side_again
from careline.tickets.contracts import NotVisible
from careline.tickets.events import DeliveryChanged
from careline.tickets.models import Message, SideMessage, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

State = Message.State
_STUCK = [State.HELD, State.FAILED, State.UNSURE, State.BOUNCED]


@transaction.atomic
def send_again(message_id: int, *, by: Agent) -> bool:
    """Queue a held, failed, unsure or bounced message now; False if it is on its way or cancelled.

    The message keeps its key and so its Message-ID: who has it already recognises it. Emits DeliveryChanged (queued);
    one of a side conversation is sent by `send_side_again`.
    """
    by.require(Right.REPLY)
    if SideMessage.objects.filter(pk=message_id).exists():
        return send_side_again(message_id, by=by)
    ticket = lock_ticket_of(message_id)
    if ticket is None or not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise NotVisible(message_id)
    now = timezone.now()
    rows = Message.objects.filter(pk=message_id, state__in=_STUCK)
    columns = {
        "state": State.QUEUED,
        "state_detail": "",
        "state_at": now,
        "send_at": now,
        "is_scheduled": False,
    }
    if not rows.update(**columns):
        return False
    fact = DeliveryChanged(ticket.pk, ticket.team_id, message_id=message_id, state=State.QUEUED.value)
    emit(fact, by=by.actor)
    return True
