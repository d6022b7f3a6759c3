"""Note that a message came back for some of its recipients. For channels only: checks no agent's rights."""

from collections.abc import Sequence

from django.utils import timezone

from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.record_delivery import FROM, lock_ticket_of, reopen_undelivered, tell_delivery
from careline.tickets.contracts import BouncedRecipient
from careline.tickets.models import Message, SideMessage

State = Message.State


@atomic_despite_deadlocks
def record_bounce(message_id: int, recipients: Sequence[BouncedRecipient]) -> bool:
    """Add recipients that bounced to a message; False if all of it was known already, or there is no such message.

    A permanent bounce makes the message `bounced`, a delay changes only its detail. Emits DeliveryChanged, and
    StatusChanged where a pending or solved ticket becomes open.
    """
    ticket = lock_ticket_of(message_id)
    message = _lock(message_id) if ticket else None
    if ticket is None or message is None:
        return False
    known = {(b["email"], b["permanent"]) for b in message.bounces}
    fresh = [r for r in recipients if (r.email.lower(), r.permanent) not in known]
    if not fresh:
        return False
    message.bounces = [*message.bounces, *(_row(one) for one in fresh)]
    message.state_detail = _detail(fresh)
    if any(one.permanent for one in fresh) and message.state in FROM[State.BOUNCED]:
        message.state, message.state_at = State.BOUNCED, timezone.now()
    message.save(update_fields=["bounces", "state_detail", "state", "state_at"])
    tell_delivery(ticket, message_id, state=message.state, detail=message.state_detail)
    if message.state == State.BOUNCED:
        reopen_undelivered(ticket, message_id)
    return True


def _lock(message_id: int) -> Message | SideMessage | None:
    """A message of ours, to the customer or to a third party."""
    ours = Message.objects.exclude(author=Message.Author.CUSTOMER).filter(pk=message_id)
    aside = SideMessage.objects.filter(pk=message_id, is_ours=True)
    return ours.select_for_update().first() or aside.select_for_update().first()


def _row(one: BouncedRecipient) -> dict[str, str | bool]:
    return {
        "email": one.email.lower()[:320],
        "status": one.status[:20],
        "diagnostic": one.diagnostic[:500],
        "permanent": one.permanent,
        "at": timezone.now().isoformat(),
    }


def _detail(fresh: list[BouncedRecipient]) -> str:
    return "; ".join(f"{one.email} {one.status} {one.diagnostic}".strip() for one in fresh)[:500]
