"""Make a draft again of a message that was taken back; and settle what waits because a newer draft was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.tickets.actions.save_draft import find_or_make
from careline.tickets.models import Draft, DraftFile, Message, Ticket
from careline.tickets.wording import with_draft_images

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def put_back(message: Message, *, by: Agent) -> Draft:
    """Put the words, addresses and files of a cancelled message into the agent's draft of the same kind.

    Where a newer draft has words or files, that one stays as it is, and remembers the message: `restore_undone` or
    `drop_undone` settle it. The caller has checked by `cancel` that the agent may. Emits nothing.
    """
    kind = Draft.Kind.FORWARD if message.is_forward else Draft.Kind.REPLY
    draft = find_or_make(message.ticket, kind, by)
    if draft.html or draft.files.exists():
        draft.undone_message_id = message.pk
        draft.save(update_fields=["undone_message_id"])
    else:
        fill_draft(draft, message, by)
    return draft


@transaction.atomic
def restore_undone(ticket: Ticket, *, kind: str, by: Agent) -> bool:
    """Put an undone message before the words of the agent's newer draft; False if none waits. Emits nothing."""
    by.require(Right.REPLY)
    draft = _waiting(ticket, kind, by)
    message = _undone(draft)
    if draft is None or message is None:
        return False
    fill_draft(draft, message, by)
    return True


@transaction.atomic
def drop_undone(ticket: Ticket, *, kind: str, by: Agent) -> bool:
    """Forget about an undone message that waits beside the agent's draft; False if none does. Emits nothing."""
    draft = _waiting(ticket, kind, by)
    if draft is None:
        return False
    draft.undone_message_id = 0
    draft.save(update_fields=["undone_message_id"])
    return True


def _waiting(ticket: Ticket, kind: str, by: Agent) -> Draft | None:
    rows = Draft.objects.select_for_update().filter(ticket=ticket, agent=by, kind=kind)
    return rows.exclude(undone_message_id=0).first()


def _undone(draft: Draft | None) -> Message | None:
    if draft is None:
        return None
    rows = Message.objects.filter(pk=draft.undone_message_id, ticket=draft.ticket)
    return rows.filter(state=Message.State.CANCELLED).first()


def fill_draft(draft: Draft, message: Message, by: Agent) -> None:
    """Put a message with its files and pictures before what a locked draft of the agent's own holds."""
    keys = {}
    for one in message.attachments.order_by("pk"):
        file = DraftFile.objects.create(
            draft=draft, uploaded_by=by, file_id=one.file_id, name=one.name, content_type=one.content_type,
            size=one.size, is_inline=one.is_inline,
        )  # fmt: skip
        keys[one.content_id or file.key] = file.key
    draft.html = with_draft_images(message.html, keys) + draft.html
    draft.to, draft.cc, draft.bcc = (
        _united(said, kept)
        for said, kept in ((message.to, draft.to), (message.cc, draft.cc), (message.bcc, draft.bcc))
    )
    draft.subject = (draft.subject or message.subject)[:300]
    draft.quotes_history = draft.quotes_history or message.quotes_history
    draft.based_on_message_id = draft.based_on_message_id or message.pk
    draft.undone_message_id = 0
    draft.version += 1
    draft.save()


def _united(first: list[list[str]], second: list[list[str]]) -> list[list[str]]:
    found = {pair[0].lower(): pair for pair in (*second, *first)}
    return [*found.values()]
