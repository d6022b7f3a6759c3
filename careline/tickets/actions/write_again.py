"""Take an earlier message of ours into a draft: to write it again after it failed, or to send its files on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.tickets.actions.attach_file import MOST_BYTES, MOST_FILES
from careline.tickets.actions.put_back import fill_draft
from careline.tickets.actions.save_draft import find_or_make
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Draft, DraftFile, Message, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def write_again(message: Message, *, by: Agent) -> Draft:
    """Put the words, pictures, files and addresses of a message of ours before what the agent's draft holds.

    Raises NotVisible for a message that is none of ours, or not to be seen. Emits nothing: drafts are private.
    """
    by.require(Right.REPLY)
    _refuse_unseen(message, by)
    if message.author != Message.Author.AGENT or not message.is_public:
        raise NotVisible(message.pk)
    kind = Draft.Kind.FORWARD if message.is_forward else Draft.Kind.REPLY
    draft = find_or_make(message.ticket, kind, by)
    fill_draft(draft, message, by)
    return draft


@transaction.atomic
def begin_forward(message: Message, *, by: Agent) -> Draft:
    """Put the files of a public message into the agent's forward, each once, as many as a message can hold.

    Raises NotVisible for an internal note, or what is not to be seen. Emits nothing.
    """
    by.require(Right.REPLY)
    _refuse_unseen(message, by)
    if not message.is_public:
        raise NotVisible(message.pk)
    draft = find_or_make(message.ticket, Draft.Kind.FORWARD, by)
    if not draft.version and not draft.files.exists():
        draft.subject, draft.quotes_history = f"Fwd: {message.ticket.subject}"[:300], True
        draft.save(update_fields=["subject", "quotes_history"])
    _take_files(draft, message, by)
    return draft


def _refuse_unseen(message: Message, by: Agent) -> None:
    if not Ticket.objects.visible_to(by).filter(pk=message.ticket_id).exists():
        raise NotVisible(message.pk)


def _take_files(draft: Draft, message: Message, by: Agent) -> None:
    held = [*draft.files.all()]
    known, size, count = {one.file_id for one in held}, sum(one.size for one in held), len(held)
    for one in message.attachments.filter(is_inline=False).order_by("pk"):
        if one.file_id in known or count >= MOST_FILES or size + one.size > MOST_BYTES:
            continue
        DraftFile.objects.create(
            draft=draft, uploaded_by=by, file_id=one.file_id, name=one.name, content_type=one.content_type, size=one.size
        )  # fmt: skip
        known, size, count = known | {one.file_id}, size + one.size, count + 1
