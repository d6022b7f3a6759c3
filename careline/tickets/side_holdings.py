"""What side conversations hold about customers: those of their tickets, and what they wrote in those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careline.core import files
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.tickets.models import SideConversation, SideFile, SideMessage
from careline.tickets.models.erasing_side import blank_side_messages, said_aside_by

_CONVERSATION = ("id", "ticket_id", "subject", "to", "cc", "started_at", "done_at")
_MESSAGE = (
    "id", "conversation_id", "is_ours", "subject", "from_email", "from_name", "to", "cc", "text", "html", "language",
    "state", "headers", "sent_at", "created_at",
)  # fmt: skip


def _said(scope: Scope) -> Q:
    return Q(conversation__ticket_id__in=scope.ticket_ids) | said_aside_by(scope.addresses)


def count(scope: Scope) -> int:
    """How many messages to and from third parties."""
    return SideMessage.objects.filter(_said(scope)).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the side conversations of their tickets, apart from what was said to them, and the files there."""
    held = SideConversation.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    archive.rows("side_conversations", held.values(*_CONVERSATION).iterator())
    rows = SideMessage.objects.filter(_said(scope)).order_by("pk")
    archive.rows("side_messages", rows.values(*_MESSAGE).iterator())
    kept = SideFile.objects.filter(message__in=rows.values("pk")).select_related("file").order_by("pk")

    def listed() -> Iterator[dict[str, Any]]:
        for one in kept:
            yield {
                "message_id": one.message_id,
                "name": one.name,
                "path": f"files/{one.key}",
                "size": one.size,
            }

    archive.rows("side_files", listed())
    for one in kept.iterator(chunk_size=200):
        archive.content(f"files/{one.key}", files.read(one.file))


def erase(scope: Scope) -> Iterable[int]:
    """Blank what they wrote in side conversations of others; those of their tickets go with the tickets."""
    return blank_side_messages(said_aside_by(scope.addresses))


register_holding(Holding(_("Side conversations with third parties"), count, export, erase), order=515)
