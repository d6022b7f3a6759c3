"""What feedback holds about customers: the words by which their mood was read, their complaints, and measures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.feedback.models import Complaint, Measure, MoodReading

WORDS = ("summary", "finding", "remedy", "outside_body", "outside_reference", "lessons")


def count(scope: Scope) -> int:
    """How many messages were read for their mood."""
    return MoodReading.objects.filter(message__ticket_id__in=scope.ticket_ids).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write what was read from each message."""
    rows = MoodReading.objects.filter(message__ticket_id__in=scope.ticket_ids).order_by("pk")
    told = ("message_id", "level", "points", "evidence", "read_at", "corrected_at")
    archive.rows("moods", rows.values(*told).iterator())


def erase(scope: Scope) -> Iterable[int]:
    """Take what was read; the words are the customer's own."""
    MoodReading.objects.filter(message__ticket_id__in=scope.ticket_ids).delete()
    return ()


def _complaints(scope: Scope) -> QuerySet[Complaint]:
    return Complaint.objects.filter(
        Q(customer_id__in=scope.customer_ids) | Q(links__ticket_id__in=scope.ticket_ids)
    ).distinct()


def _measures(scope: Scope) -> QuerySet[Measure]:
    return Measure.objects.filter(Q(customer_id__in=scope.customer_ids) | Q(ticket_id__in=scope.ticket_ids))


def count_complaints(scope: Scope) -> int:
    """How many complaints and measures."""
    return _complaints(scope).count() + _measures(scope).count()


def export_complaints(scope: Scope, archive: Archive) -> None:
    """Write the complaints and the measures, but not who of the staff they are about."""
    told = (
        "id",
        "received_at",
        "stage",
        "category",
        "cause",
        "severity",
        *WORDS,
        "admitted",
        "cost_minor",
        "currency",
        "closed_at",
    )
    archive.rows("complaints", _complaints(scope).order_by("pk").values(*told).iterator())
    kept = (
        "id",
        "kind",
        "reason",
        "terms",
        "by_mail_only",
        "addresses",
        "taken_at",
        "review_on",
        "lifted_at",
        "lift_reason",
    )
    archive.rows("measures", _measures(scope).order_by("pk").values(*kept).iterator())


def erase_complaints(scope: Scope) -> Iterable[int]:
    """Take the words; that there was a complaint of a category stays for the figures. Measures go."""
    rows = Complaint.objects.filter(pk__in=[*_complaints(scope).values_list("pk", flat=True)])
    rows.update(**dict.fromkeys(WORDS, ""))
    _measures(scope).delete()
    return ()


register_holding(
    Holding(_("Complaints and measures"), count_complaints, export_complaints, erase_complaints), order=107
)
register_holding(Holding(_("Moods of messages"), count, export, erase), order=106)
