"""Make the words of attached files findable: run by the worker, for files that nobody has read yet."""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from careline.core.extraction import LARGEST_BYTES, Unreadable, extract, may_have_words
from careline.core.files import ContentLost, read
from careline.tickets.models import Attachment, FileText
from careline.tickets.models.words import configuration_for, searchable

MOST_TRIES = 3
BATCH = 100
_ADD_WORDS = """
UPDATE tickets_messagesearch SET tsv = tsv || to_tsvector(%(configuration)s::regconfig, %(text)s) WHERE message_id = %(message)s
"""


def read_attachments(*, most: int = BATCH) -> int:
    """Read up to `most` attachments, oldest first; each one's words are added to its message's once. Returns how many."""
    waiting = Attachment.objects.filter(is_read=False).select_related("file", "message").order_by("pk")[:most]
    found = [*waiting]
    for attachment in found:
        text = _text_of(attachment) if _is_worth_reading(attachment) else ""
        _finish(attachment, text)
    return len(found)


def _is_worth_reading(attachment: Attachment) -> bool:
    types = (attachment.content_type, attachment.file.content_type)
    return not attachment.is_inline and all(may_have_words(one) for one in types)


def _text_of(attachment: Attachment) -> str:
    """The words of the content, as another attachment with it had them, or read now; "" if it can't be read."""
    row, _made = FileText.objects.get_or_create(file=attachment.file)
    if row.state == FileText.State.READING:
        _read(row, attachment)
    return row.text


def _read(row: FileText, attachment: Attachment) -> None:
    row.tries += 1
    if row.tries > MOST_TRIES:
        row.state, row.reason = FileText.State.FAILED, "given up"
    else:
        FileText.objects.filter(pk=row.pk).update(tries=row.tries)
        _try(row, attachment)
    learnt = {"state": row.state, "reason": row.reason, "text": row.text}
    FileText.objects.filter(pk=row.pk).update(**learnt, read_at=Now())


def _try(row: FileText, attachment: Attachment) -> None:
    try:
        if attachment.file.size > LARGEST_BYTES:
            raise Unreadable("too large")
        row.text = extract(read(attachment.file), attachment.name)
        row.state = FileText.State.DONE if row.text else FileText.State.NONE
    except Unreadable as error:
        row.state, row.reason = FileText.State.FAILED, str(error)
    except ContentLost:
        row.state, row.reason = FileText.State.FAILED, "lost"


def _finish(attachment: Attachment, text: str) -> None:
    """Mark it as read and add its words, both or, where there are too many for one message, only the mark."""
    with transaction.atomic():
        if not Attachment.objects.filter(pk=attachment.pk, is_read=False).update(is_read=True):
            return
        if not text:
            return
        values: dict[str, str | int] = {
            "configuration": configuration_for(attachment.message.language),
            "text": searchable(text),
            "message": attachment.message_id,
        }
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_ADD_WORDS, values)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") != "54000":  # more words than one vector holds
                raise
            FileText.objects.filter(pk=attachment.file_id).update(reason="too many words")
