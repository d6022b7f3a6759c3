"""Claim a message to a third party for sending. For channels only: checks no agent's rights."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.tickets.contracts import OutboundMessage
from careline.tickets.events import SideDeliveryChanged
from careline.tickets.models import SideMessage
from careline.tickets.queries.delivery import files_of
from careline.tickets.queries.side_threading import side_references_of
from careline.tickets.queries.threading import addresses

_CLAIMABLE = ("held", "queued", "retrying")


@transaction.atomic
def claim_side(message_id: int) -> OutboundMessage | None:
    """Move a message that is due to `sending`, and return all that is needed to send it; None if it is not due.

    A scheduled one stays held where they wrote after it was written: the writer is told by SideDeliveryChanged, and
    decides. What it answers is decided once, at its first attempt: a later one must be the same mail. Emits nothing else.
    """
    now = timezone.now()
    due = Q(send_at__lte=now) | Q(send_at__isnull=True, state__in=_CLAIMABLE[1:])
    rows = SideMessage.objects.select_for_update(skip_locked=True, of=("self",))
    claimed = rows.select_related("conversation__ticket__team", "agent").filter(
        due, pk=message_id, state__in=_CLAIMABLE
    )
    message = claimed.first()
    if message is None:
        return None
    if message.is_scheduled and message.state == "held" and _they_wrote_since(message):
        _hold(message)
        return None
    if message.state != "retrying":
        references = side_references_of(message.conversation_id, before_id=message.pk)
        message.headers = [["References", one] for one in references]
        message.in_reply_to = references[-1] if references else ""
    message.state, message.state_at = "sending", now
    message.save(update_fields=["state", "state_at", "in_reply_to", "headers"])
    return outbound_aside(message)


def _they_wrote_since(message: SideMessage) -> bool:
    after = max(message.pk, message.known_id)
    later = SideMessage.objects.filter(conversation_id=message.conversation_id, pk__gt=after)
    return later.filter(is_ours=False, machine="").exists()


def _hold(message: SideMessage) -> None:
    message.send_at, message.state_at = None, timezone.now()
    message.state_detail = _(
        "They answered meanwhile: send it anyway, give it another time, or take it back."
    )
    message.save(update_fields=["send_at", "state_at", "state_detail"])
    ticket = message.ticket
    emit(
        SideDeliveryChanged(
            ticket.pk, ticket.team_id, message.conversation_id, message_id=message.pk, state=message.state,
            detail=message.state_detail,
        )
    )  # fmt: skip


def outbound_aside(message: SideMessage) -> OutboundMessage:
    """All that an adapter needs to send a message whose references are settled: nothing of the ticket but its number."""
    ticket = message.ticket
    references = tuple(value for name, value in message.headers if name == "References")
    return OutboundMessage(
        message_id=message.pk,
        key=message.key,
        ticket_id=ticket.pk,
        team_id=ticket.team_id,
        channel="email",
        inbox_id=message.inbox_id,
        author_name=message.from_name,
        to=addresses(message.to),
        cc=addresses(message.cc),
        bcc=addresses(message.bcc),
        subject=message.subject,
        text=message.text,
        html=message.html,
        files=files_of(message),
        in_reply_to=references[-1] if references else "",
        references=references,
        is_automatic=False,
        quoted=(),
        team_signature=ticket.team.signature,
        agent_signature=message.agent.signature if message.agent else "",
        language=message.language,
        created_at=message.created_at,
        side_conversation_id=message.conversation_id,
    )
