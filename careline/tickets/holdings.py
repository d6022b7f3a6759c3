"""What tickets hold about customers, for previews, exports and erasures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careline.core import files
from careline.core.models import Event
from careline.customers.slots import Archive, Holding, Scope, register_holding, register_ticket_finder
from careline.fields.queries.files import files_of
from careline.tickets.actions.erase_tickets import erase_elsewhere, erase_tickets
from careline.tickets.models import Attachment, BulkItem, Message, Ticket

_TICKET = (
    "id", "subject", "status", "priority", "type", "channel", "language", "tags", "fields", "merged_into",
    "created_at", "solved_at", "closed_at",
)  # fmt: skip
_MESSAGE = (
    "id", "ticket_id", "author", "is_public", "channel", "subject", "from_email", "from_name", "to", "cc", "reply_to",
    "text", "html", "language", "state", "headers", "sent_at", "created_at",
)  # fmt: skip


def ticket_ids(customer_ids: tuple[int, ...]) -> Iterable[int]:
    """All tickets of some customers, merged ones too."""
    return Ticket.objects.filter(customer_id__in=customer_ids).values_list("pk", flat=True)


def _said(scope: Scope) -> Q:
    return Q(ticket_id__in=scope.ticket_ids) | Q(customer_id__in=scope.customer_ids)


def count_tickets(scope: Scope) -> int:
    """How many tickets."""
    return len(scope.ticket_ids)


def count_messages(scope: Scope) -> int:
    """How many messages, internal notes too."""
    return Message.objects.filter(ticket_id__in=scope.ticket_ids).count()


def count_files(scope: Scope) -> int:
    """How many files in these messages."""
    return Attachment.objects.filter(message__ticket_id__in=scope.ticket_ids).count()


def export_tickets(scope: Scope, archive: Archive) -> None:
    """Write the tickets, and what happened to them."""
    rows = Ticket.objects.filter(pk__in=scope.ticket_ids).order_by("pk").values(*_TICKET)
    archive.rows("tickets", rows.iterator())
    subjects = [f"ticket:{one}" for one in scope.ticket_ids]
    events = Event.objects.filter(subject__in=subjects).order_by("pk").values("at", "name", "subject", "data")
    archive.rows("ticket_events", events.iterator())
    for kept in files_of("ticket", scope.ticket_ids):
        archive.content(f"files/field-{kept.key}", files.read(kept.file))


def export_messages(scope: Scope, archive: Archive) -> None:
    """Write all that was said in the tickets, and what the people said elsewhere."""
    rows = Message.objects.filter(_said(scope)).order_by("pk").values(*_MESSAGE)
    archive.rows("messages", rows.iterator())


def export_files(scope: Scope, archive: Archive) -> None:
    """Write the files, and a list that says which message each belongs to."""
    found = Attachment.objects.filter(message__in=Message.objects.filter(_said(scope))).select_related("file")

    def listed() -> Iterator[dict[str, Any]]:
        for one in found.order_by("pk"):
            yield {
                "message_id": one.message_id,
                "name": one.name,
                "path": f"files/{one.key}",
                "size": one.size,
            }

    archive.rows("files", listed())
    for one in found.order_by("pk").iterator(chunk_size=200):
        archive.content(f"files/{one.key}", files.read(one.file))


def count_orders(scope: Scope) -> int:
    """How many orders for many tickets had to do with these."""
    return BulkItem.objects.filter(ticket_id__in=scope.ticket_ids).values("run_id").distinct().count()


def export_orders(scope: Scope, archive: Archive) -> None:
    """Write what orders for many tickets did to these."""
    rows = BulkItem.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    names = ("run_id", "ticket_id", "state", "reason", "before", "after", "at")
    archive.rows("orders_for_many_tickets", rows.values(*names).iterator())


def erase(scope: Scope) -> Iterable[int]:
    """Blank the tickets, and what the people said elsewhere."""
    let_go = erase_tickets(scope.ticket_ids)
    if scope.customer_ids:
        let_go += erase_elsewhere(scope.customer_ids, scope.addresses, but=scope.ticket_ids)
    return let_go


def nothing(scope: Scope) -> Iterable[int]:
    """Erase nothing: it goes with the tickets; the words of an order with the last of its tickets."""
    return ()


register_ticket_finder(ticket_ids)
register_holding(Holding(_("Tickets"), count_tickets, export_tickets, erase), order=500)
register_holding(Holding(_("Messages and notes"), count_messages, export_messages, nothing), order=510)
register_holding(Holding(_("Files"), count_files, export_files, nothing), order=520)
register_holding(Holding(_("Orders for many tickets"), count_orders, export_orders, nothing), order=530)
