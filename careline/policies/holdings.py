"""What clocks hold about customers: the words in which somebody said why a ticket is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.policies.models import Clock


def count(scope: Scope) -> int:
    """How many due dates with a reason."""
    return Clock.objects.filter(ticket_id__in=scope.ticket_ids).exclude(reason="").count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the clocks of these tickets."""
    rows = Clock.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    told = (
        "id",
        "ticket_id",
        "kind",
        "policy__name",
        "state",
        "started_at",
        "due_at",
        "stopped_at",
        "reason",
    )
    archive.rows("clocks", rows.values(*told).iterator())


def erase(scope: Scope) -> Iterable[int]:
    """Take the reasons; that there were clocks stays."""
    Clock.objects.filter(ticket_id__in=scope.ticket_ids).update(reason="")
    return ()


register_holding(Holding(_("Clocks of service targets"), count, export, erase), order=105)
