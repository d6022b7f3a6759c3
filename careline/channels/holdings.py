"""What the channels hold about customers: the raw bytes of what arrived, and the traces of what went out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from careline.channels.models import Arrival, AutomaticMail, DeliveryAttempt, ReachedRecipient
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.tickets.queries.message_ids import message_ids_of, side_message_ids_of

ERASED = "erased"


def _arrivals(scope: Scope) -> QuerySet[Arrival]:
    """What became messages of these tickets, and what came from these addresses and became none."""
    theirs = Q(ticket_id__in=scope.ticket_ids)
    if scope.addresses:
        theirs |= Q(sender__in=scope.addresses) & ~Q(state=Arrival.State.WAITING)
    return Arrival.objects.filter(theirs)


def count(scope: Scope) -> int:
    """How many arrivals."""
    return _arrivals(scope).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write what arrived as it came, and a list of it; but what third parties wrote, which is none of their mail."""
    arrived = _arrivals(scope).exclude(message_id__in=side_message_ids_of(scope.ticket_ids))
    columns = ("id", "kind", "sender", "subject", "envelope", "state", "reason", "ticket_id", "arrived_at")
    archive.rows("arrivals", arrived.order_by("pk").values(*columns).iterator())
    for pk, kind, raw in arrived.exclude(raw=None).values_list("pk", "kind", "raw").iterator(50):
        archive.content(f"arrivals/{pk}.{'eml' if kind == 'email' else 'json'}", bytes(raw or b""))


def erase(scope: Scope) -> Iterable[int]:
    """Take out the bytes, and all that names somebody; what was held back or failed can't be run again."""
    arrivals = _arrivals(scope)
    unfinished = arrivals.filter(state__in=[Arrival.State.FAILED, Arrival.State.SUSPENDED])
    ids = [*unfinished.values_list("pk", flat=True)]
    arrivals.update(raw=None, envelope={}, subject="", error="", reason=ERASED, sender="")
    Arrival.objects.filter(pk__in=ids).update(state=Arrival.State.IGNORED)
    messages = message_ids_of(scope.ticket_ids)
    DeliveryAttempt.objects.filter(message_id__in=messages).update(detail="")
    ReachedRecipient.objects.filter(message_id__in=messages).delete()
    told = Q(ticket_id__in=scope.ticket_ids) | Q(recipient__in=scope.addresses)
    AutomaticMail.objects.filter(told).update(recipient="")
    return ()


register_holding(Holding(_("What arrived, as it came"), count, export, erase), order=100)
