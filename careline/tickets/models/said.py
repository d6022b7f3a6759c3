"""Adding a message of our own to a ticket: its row, its words for search, its files, and the ticket's columns."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Max
from django.db.models.functions import Now

from careline.tickets.models.attachment import Attachment, DraftFile
from careline.tickets.models.filing import snippet_of
from careline.tickets.models.message import Message
from careline.tickets.models.presence import Seen
from careline.tickets.models.proposal import ProposalFile
from careline.tickets.models.ticket import Ticket
from careline.tickets.models.words import configuration_for, searchable

WORDS = """
INSERT INTO tickets_messagesearch (message_id, ticket_id, team_id, is_public, tsv)
SELECT %(message)s, %(ticket)s, %(team)s, %(public)s, setweight(to_tsvector(%(configuration)s::regconfig, %(subject)s), 'A')
    || setweight(to_tsvector('careline_simple', %(names)s), 'B') || to_tsvector(%(configuration)s::regconfig, %(text)s)
"""


def add_message(
    message: Message, *, ticket: Ticket, files: Iterable[DraftFile | ProposalFile] = ()
) -> Message:
    """Save a message of ours in a locked ticket, with its attachments and words; a public one is the latest said.

    Its writer has read the ticket so far.
    """
    message.ticket = ticket
    message.save(force_insert=True)
    attachments = Attachment.objects.bulk_create(_attachment(message, file) for file in files)
    index_words(message, ticket, names=[message.from_name, *(a.name for a in attachments)])
    Ticket.objects.filter(pk=ticket.pk).update(**_latest(message, ticket))
    if message.agent_id is not None:
        seen = {"message_id": message.pk}
        Seen.objects.update_or_create(ticket=ticket, agent_id=message.agent_id, defaults=seen)
    ticket.refresh_from_db(fields=["message_count", "snippet", "last_message_at", "updated_at"])
    return message


def recount_said(ticket: Ticket) -> tuple[str, ...]:
    """Set in memory what a ticket's row says of its messages, after some left or came; the names of the fields."""
    said = Message.objects.filter(ticket=ticket)
    public = said.filter(is_public=True)
    ticket.message_count = said.count()
    latest = public.filter(is_automatic=False).exclude(state=Message.State.CANCELLED).order_by("-pk").first()
    ticket.snippet = snippet_of(latest.reply_text or latest.text) if latest else ""
    ticket.last_message_at = public.aggregate(at=Max("created_at"))["at"] or ticket.created_at
    theirs = public.filter(author=Message.Author.CUSTOMER, machine="")
    ticket.last_customer_at = theirs.aggregate(at=Max("created_at"))["at"] or ticket.created_at
    return ("message_count", "snippet", "last_message_at", "last_customer_at")


def index_words(message: Message, ticket: Ticket, *, names: list[str]) -> None:
    """Make a message's words findable."""
    values: dict[str, Any] = {
        "message": message.pk,
        "ticket": ticket.pk,
        "team": ticket.team_id,
        "public": message.is_public,
        "configuration": configuration_for(message.language),
        "subject": searchable(message.subject),
        "names": searchable(" ".join(names)),
        "text": searchable(message.text),
    }
    with connection.cursor() as cursor:
        cursor.execute(WORDS, values)


def _latest(message: Message, ticket: Ticket) -> dict[str, object]:
    columns: dict[str, object] = {"message_count": ticket.message_count + 1, "updated_at": Now()}
    if message.is_public:
        columns |= {"last_message_at": Now()}
        if not message.is_automatic:
            columns["snippet"] = snippet_of(message.text)
    return columns


def _attachment(message: Message, file: DraftFile | ProposalFile) -> Attachment:
    return Attachment(
        message=message,
        file_id=file.file_id,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        is_inline=f"cid:{file.key}" in message.html,
        content_id=file.key if f"cid:{file.key}" in message.html else "",
    )
