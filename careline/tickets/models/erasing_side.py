"""Blanking what was said in side conversations: words, people and files go, rows and times stay."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from careline.tickets.models.search import MessageSearch
from careline.tickets.models.side import SideFile, SideMessage
from careline.tickets.models.side_said import index_side_words

_BLANK: dict[str, Any] = {
    "subject": "", "from_email": "", "from_name": "", "to": [], "cc": [], "bcc": [], "text": "", "html": "",
    "reply_text": "", "quoted_text": "", "external_id": "", "in_reply_to": "", "authentication": {}, "headers": [],
    "state_detail": "", "bounces": [],
}  # fmt: skip
_WORDS = ("text", "html", "reply_text", "quoted_text", "subject")


def blank_side_messages(messages: Q) -> list[int]:
    """Take the words of some messages, their files and what search knows of them; returns the ids of the contents."""
    ids = [*SideMessage.objects.filter(messages).values_list("pk", flat=True)]
    attached = SideFile.objects.filter(message__in=ids)
    let_go = [*attached.values_list("file_id", flat=True)]
    attached.delete()
    MessageSearch.objects.filter(message_id__in=ids).delete()
    SideMessage.objects.filter(pk__in=ids).update(**_BLANK)
    return let_go


def said_aside_by(addresses: Iterable[str]) -> Q:
    """What people with these addresses wrote in any side conversation."""
    wrote = Q(pk__in=[])
    for address in addresses:
        wrote |= Q(from_email__iexact=address)
    return wrote & Q(is_ours=False)


def unsay_aside(pattern: re.Pattern[str], *, gone: str) -> None:
    """Take words out of what others wrote in side conversations, and out of what search knows of it."""
    naming = SideMessage.objects.filter(Q(text__iregex=pattern.pattern) | Q(subject__iregex=pattern.pattern))
    for message in naming.select_related("conversation__ticket"):
        for column in _WORDS:
            setattr(message, column, pattern.sub(gone, getattr(message, column)))
        message.save(update_fields=_WORDS)
        MessageSearch.objects.filter(message_id=message.pk).delete()
        index_side_words(message, message.ticket, names=[message.from_name])
