"""Take in what a third party answers: it lands in the side conversation, never as the customer's message."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from careline.core.events import SYSTEM, emit
from careline.core.files import store_all
from careline.tickets.actions.set_status import apply_status
from careline.tickets.actions.wake import apply_wake
from careline.tickets.contracts import Grade, InboundMessage, Received, SideThread
from careline.tickets.events import SideMessageReceived
from careline.tickets.models import SideConversation, SideFile, SideMessage, Status, Ticket
from careline.tickets.models.filing import asks_for_us, attachment_values, stored
from careline.tickets.models.side_said import add_side_message, unread_again
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.side_threading import is_side_participant


def receive_side(
    message: InboundMessage,
    *,
    thread: SideThread,
    grade: Grade,
    arrival_id: int | None = None,
    received_at: datetime | None = None,
) -> Received | None:
    """File a message under its side conversation, in the caller's transaction; None if its sender may not write there.

    Who shows what we signed may, and is marked where we never wrote to them; who shows nothing may only as one to
    whom we wrote, and not unverified (domain rule 5). A person's words open it again, mark the ticket unread, wake
    one that sleeps, and put one that waits for a third party back to open; machines change nothing. Nothing else about
    the ticket changes. Emits SideMessageReceived, TicketWoke and StatusChanged.
    """
    takes_part = is_side_participant(thread.conversation_id, message.sender.email)
    if not thread.is_proof and (grade is Grade.UNVERIFIED or not takes_part):
        return None
    ticket = lock_remaining(thread.ticket_id)
    conversation = SideConversation.objects.filter(pk=thread.conversation_id).first()
    if ticket is None or conversation is None:
        return None
    made = _file(message, conversation, ticket, thread, grade, takes_part)
    made.arrival_id = arrival_id
    if received_at is not None:
        made.created_at = received_at
    add_side_message(made, ticket, files=_files(message))
    fact = SideMessageReceived(
        ticket.pk, ticket.team_id, conversation.pk, message_id=made.pk,
        sender=made.from_name or made.from_email, is_participant=takes_part, machine=made.machine,
    )  # fmt: skip
    event_id = emit(fact)
    if asks_for_us(message):
        _wants_attention(conversation, ticket, event_id)
    return Received(ticket.pk, made.pk, False, (event_id,))


def _wants_attention(conversation: SideConversation, ticket: Ticket, event_id: int) -> None:
    SideConversation.objects.filter(pk=conversation.pk).update(done_at=None)
    unread_again(ticket)
    apply_wake(ticket, "third_party", by=SYSTEM, cause=event_id)
    if ticket.status == Status.ON_HOLD:
        apply_status(ticket, Status.OPEN, by=SYSTEM, reason="side conversation", cause=event_id)


def _file(
    message: InboundMessage,
    conversation: SideConversation,
    ticket: Ticket,
    thread: SideThread,
    grade: Grade,
    takes_part: bool,
) -> SideMessage:
    return SideMessage(
        conversation=conversation,
        is_ours=False,
        is_participant=takes_part,
        inbox_id=ticket.inbox_id,
        subject=_clean(message.subject)[:998],
        from_email=_clean(message.sender.email)[:320],
        from_name=_clean(message.sender.name)[:200],
        to=stored(message.to),
        cc=stored(message.cc),
        text=_clean(message.text),
        html=_clean(message.html),
        reply_text=_clean(message.reply_text or message.text),
        quoted_text=_clean(message.quoted_text),
        language=message.language[:12],
        grade=grade.value,
        machine=message.machine.value,
        threaded_by=thread.found_by,
        external_id=_clean(message.message_id)[:998],
        in_reply_to=_clean(message.in_reply_to[0])[:998] if message.in_reply_to else "",
        authentication=asdict(message.authentication),
        headers=[list(pair) for pair in message.headers],
        sent_at=message.sent_at,
    )


def _files(message: InboundMessage) -> list[SideFile]:
    if not message.files:
        return []
    kept = store_all((file.content, file.content_type) for file in message.files)
    return [SideFile(**values) for values in attachment_values(message, kept)]


def _clean(text: str) -> str:
    return text.replace("\x00", "")
