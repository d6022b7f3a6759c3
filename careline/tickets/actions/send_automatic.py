"""Say something without a person: an acknowledgement or a notice. Checks no agent's rights, and no loop rules."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from careline.core.events import SYSTEM, Actor, emit
from careline.tickets.contracts import Address, NotVisible
from careline.tickets.events import MessageAdded
from careline.tickets.models import Message
from careline.tickets.models.filing import stored
from careline.tickets.models.said import add_message
from careline.tickets.queries.access import lock_remaining
from careline.tickets.wording import as_text, clean


@transaction.atomic
def send_automatic(
    ticket_id: int,
    html: str,
    *,
    to: Sequence[Address],
    subject: str,
    by: Actor = SYSTEM,
    cause: int | None = None,
) -> Message:
    """Queue an automatic public message in a ticket, at once, or in the one it was merged into; status and requester's wait don't change.

    Whether one may go out at all (machines, lists, once a thread and hour) is for the caller to decide before.
    Emits MessageAdded (is_automatic).
    """
    ticket = lock_remaining(ticket_id)
    if ticket is None:
        raise NotVisible(ticket_id)
    html = clean(html)
    now = timezone.now()
    message = Message(
        author=Message.Author.SYSTEM, is_automatic=True, html=html, text=as_text(html), reply_text=as_text(html),
        subject=subject[:998], to=stored(tuple(to)), channel=ticket.channel, inbox_id=ticket.inbox_id,
        language=ticket.language, state=Message.State.QUEUED, state_at=now, send_at=now,
    )  # fmt: skip
    add_message(message, ticket=ticket)
    emit(
        MessageAdded(ticket.pk, ticket.team_id, message_id=message.pk, is_automatic=True), by=by, cause=cause
    )
    return message
