"""What feedback holds about customers: the words by which their mood was read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.feedback.models import MoodReading


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


register_holding(Holding(_("Moods of messages"), count, export, erase), order=106)
