"""Note what became of an outgoing message. For channels only: checks no agent's rights."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from careline.core.events import SYSTEM, emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.set_status import apply_status
from careline.tickets.actions.wake import apply_wake
from careline.tickets.events import DeliveryChanged, SideDeliveryChanged
from careline.tickets.models import Message, SideMessage, Status, Ticket

State = Message.State
FROM: dict[str, frozenset[str]] = {
    State.SENT: frozenset({State.SENDING, State.UNSURE}),
    State.RETRYING: frozenset({State.SENDING}),
    State.FAILED: frozenset({State.HELD, State.QUEUED, State.SENDING, State.RETRYING, State.UNSURE}),
    State.UNSURE: frozenset({State.SENDING}),
    State.DELIVERED: frozenset({State.SENDING, State.SENT, State.UNSURE}),
    State.BOUNCED: frozenset({State.SENDING, State.SENT, State.UNSURE, State.DELIVERED}),
}


@atomic_despite_deadlocks
def record_delivery(
    message_id: int, *, state: str, detail: str = "", external_id: str = "", next_at: datetime | None = None
) -> bool:
    """Set the state of an outgoing message; False (and no state written) where that would go back or changes nothing.

    `external_id` is its name outside (the Message-ID without brackets), kept from the first sending on, also where
    news of the delivery was quicker than this. `next_at` is
    when a `retrying` one may be claimed again; else the moment it was due at stays, since clocks count by it. A message that failed or bounced makes a pending or solved ticket
    open: it is our move again. Emits DeliveryChanged (of what went to a third party SideDeliveryChanged, and that
    reopens nothing), and StatusChanged where it reopens.
    """
    ticket = lock_ticket_of(message_id)
    if ticket is None:
        return False
    columns = {"state": state, "state_detail": detail[:500], "state_at": timezone.now()}
    if state == State.RETRYING:
        columns["send_at"] = next_at
    if external_id:
        columns["external_id"] = external_id[:998]
    tables = (Message, SideMessage)  # no id is in both
    if not any(one.objects.filter(pk=message_id, state__in=FROM[state]).update(**columns) for one in tables):
        for one in tables:
            one.objects.filter(pk=message_id, external_id="").update(external_id=external_id[:998])
        return False
    tell_delivery(ticket, message_id, state=state, detail=detail[:500])
    if state in {State.FAILED, State.BOUNCED}:
        reopen_undelivered(ticket, message_id)
    return True


def lock_ticket_of(message_id: int) -> Ticket | None:
    """Lock the ticket of a message; it may move to another by a merge while we wait, so look again."""
    while (ticket_id := _place_of(message_id)) is not None:
        before = transaction.savepoint()
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        if _place_of(message_id) == ticket_id:
            return ticket
        transaction.savepoint_rollback(before)  # lets go of the lock
    return None


def _place_of(message_id: int) -> int | None:
    """The ticket that a message is in, be it one of the ticket's or of a side conversation."""
    said = Message.objects.filter(pk=message_id).values_list("ticket_id", flat=True).first()
    if said is not None:
        return said
    aside = SideMessage.objects.filter(pk=message_id)
    return aside.values_list("conversation__ticket_id", flat=True).first()


def tell_delivery(ticket: Ticket, message_id: int, *, state: str, detail: str) -> None:
    """Emit what became of a message: of one to the customer, or of one to a third party."""
    aside = SideMessage.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    if aside is None:
        emit(DeliveryChanged(ticket.pk, ticket.team_id, message_id=message_id, state=state, detail=detail))
        return
    emit(
        SideDeliveryChanged(
            ticket.pk, ticket.team_id, aside, message_id=message_id, state=state, detail=detail
        )
    )


def reopen_undelivered(ticket: Ticket, message_id: int) -> None:
    """What an agent said did not arrive: a ticket that sleeps, waits for an answer, or was solved, is our move again."""
    waits = ticket.status in {Status.PENDING, Status.SOLVED}
    if not (waits or ticket.snoozed_until) or not _is_agents(message_id):
        return
    apply_wake(ticket, "undelivered", by=SYSTEM)
    if waits:
        apply_status(ticket, Status.OPEN, by=SYSTEM, reason="undelivered")


def _is_agents(message_id: int) -> bool:
    return Message.objects.filter(pk=message_id, author=Message.Author.AGENT, is_automatic=False).exists()
