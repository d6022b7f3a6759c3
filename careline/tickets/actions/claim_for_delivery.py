"""Claim an outgoing message for sending. For channels only: checks no agent's rights."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.tickets.actions.claim_side import claim_side
from careline.tickets.contracts import OutboundMessage
from careline.tickets.events import DeliveryChanged
from careline.tickets.models import Message
from careline.tickets.queries.delivery import outbound, settle_references

_CLAIMABLE = [Message.State.HELD, Message.State.QUEUED, Message.State.RETRYING]


@transaction.atomic
def claim_for_delivery(message_id: int) -> OutboundMessage | None:
    """Move a message that is due from held, queued or retrying to `sending`, and return all that is needed to send it.

    None if it is not due, was cancelled, or somebody else has it. A scheduled message stays held where the customer
    wrote after it was written: the agent is told by DeliveryChanged, and decides (`send_now` or `cancel`). One claim
    wins, however many try. Emits nothing else: a claim is not yet news.
    """
    now = timezone.now()
    due = Q(send_at__lte=now) | Q(send_at__isnull=True, state__in=_CLAIMABLE[1:])
    rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    claimed = rows.filter(due, pk=message_id, state__in=_CLAIMABLE).first()
    if claimed is None:
        return claim_side(message_id)
    if claimed.is_scheduled and claimed.state == Message.State.HELD and _customer_wrote_since(claimed):
        _hold(claimed)
        return None
    is_first = claimed.state != Message.State.RETRYING
    claimed.state, claimed.state_at = Message.State.SENDING, now
    if is_first:
        settle_references(claimed)
    claimed.save(update_fields=["state", "state_at", "in_reply_to", "headers"])
    return outbound(claimed)


def _customer_wrote_since(message: Message) -> bool:
    later = Message.objects.filter(ticket_id=message.ticket_id, pk__gt=message.pk)
    return later.filter(author=Message.Author.CUSTOMER, machine="").exists()


def _hold(message: Message) -> None:
    message.send_at, message.state_at = None, timezone.now()
    message.state_detail = _("The customer wrote meanwhile: send it anyway, or take it back.")
    message.save(update_fields=["send_at", "state_at", "state_detail"])
    state, detail = message.state, message.state_detail
    emit(
        DeliveryChanged(
            message.ticket_id, message.ticket.team_id, message_id=message.pk, state=state, detail=detail
        )
    )
