"""Messages on their way out. For channels only: checks no agent's rights."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from careline.tickets.contracts import Address, OutboundFile, OutboundMessage, QuotedMessage
from careline.tickets.models import Message, SideMessage
from careline.tickets.queries.threading import addresses, references_of

MOST_QUOTED = 20


def due_message_ids(*, limit: int = 500) -> list[int]:
    """Ids of the messages that could be claimed now, oldest first: held past their window, queued, to be retried."""
    return [message_id for message_id, _inbox_id in due_messages(limit=limit)]


def due_messages(*, limit: int, without: Collection[int | None] = ()) -> list[tuple[int, int | None]]:
    """Like `due_message_ids`, as (message id, inbox id), leaving out the messages of some inboxes."""
    now = timezone.now()
    due = Q(state="held", send_at__lte=now) | (
        Q(state__in=["queued", "retrying"]) & (Q(send_at__isnull=True) | Q(send_at__lte=now))
    )
    to_customers: QuerySet[Message] = Message.objects.filter(due)
    aside: QuerySet[SideMessage] = SideMessage.objects.filter(due)
    for inbox_id in without:
        to_customers, aside = to_customers.exclude(inbox_id=inbox_id), aside.exclude(inbox_id=inbox_id)
    columns = ("pk", "inbox_id")
    both = to_customers.order_by().values_list(*columns).union(aside.values_list(*columns), all=True)
    return [*both.order_by("pk")[:limit]]


def count_waiting(*, since: datetime) -> int:
    """How many messages should have gone out before a moment and have not: queued, being sent, or tried again."""
    late = Q(state__in=["queued", "sending", "retrying"], created_at__lt=since)
    to_customers = Message.objects.filter(late).exclude(is_scheduled=True, send_at__gt=since)
    aside = SideMessage.objects.filter(late).exclude(is_scheduled=True, send_at__gt=since)
    return to_customers.count() + aside.count()


def stuck_message_ids(*, since: datetime, limit: int = 500) -> list[int]:
    """Ids of messages that have been `sending` since before a moment: whoever claimed them is gone."""
    stuck = Q(state=Message.State.SENDING, state_at__lt=since)
    tables = (Message, SideMessage)
    return [
        pk
        for table in tables
        for pk in table.objects.filter(stuck).order_by("pk").values_list("pk", flat=True)[:limit]
    ]


def settle_references(message: Message) -> None:
    """Decide what a message answers, once, at its first attempt, and note it in `headers` and `in_reply_to`.

    A later attempt must be the same mail, also if an earlier message of the ticket got its Message-ID in between.
    """
    references = references_of(message.ticket_id, before_id=message.pk)
    message.headers = [["References", one] for one in references]
    message.in_reply_to = references[-1] if references else ""


def outbound(message: Message) -> OutboundMessage:
    """All that an adapter needs to send a message whose references are settled."""
    ticket = message.ticket
    references = [value for name, value in message.headers if name == "References"]
    return OutboundMessage(
        message_id=message.pk,
        key=message.key,
        ticket_id=message.ticket_id,
        team_id=ticket.team_id,
        channel=message.channel,
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
        references=tuple(references),
        is_automatic=message.is_automatic,
        quoted=_quoted(message) if message.quotes_history else (),
        team_signature=ticket.team.signature,
        agent_signature=message.agent.signature if message.agent else "",
        language=message.language or ticket.language,
        created_at=message.created_at,
    )


def files_of(message: Message | SideMessage) -> tuple[OutboundFile, ...]:
    """The files of a message to a customer or to a third party, as an adapter takes them."""
    return tuple(
        OutboundFile(a.file_id, a.file.sha256, a.name, a.content_type, a.size, a.is_inline, a.content_id)
        for a in message.attachments.select_related("file").order_by("pk")
    )


def _quoted(message: Message) -> tuple[QuotedMessage, ...]:
    earlier = Message.objects.filter(ticket_id=message.ticket_id, is_public=True, pk__lt=message.pk)
    rows = (
        earlier.exclude(state=Message.State.CANCELLED)
        .filter(is_automatic=False)
        .order_by("-pk")[:MOST_QUOTED]
    )
    return tuple(
        QuotedMessage(Address(m.from_email, m.from_name), m.created_at, m.reply_text or m.text, m.html)
        for m in rows
    )
