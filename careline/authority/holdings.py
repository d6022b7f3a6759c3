"""What authority holds about customers: why something was asked for and decided, and notes of handing over."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.authority.models import Decision, Escalation
from careline.customers.slots import Archive, Holding, Scope, register_holding


def count(scope: Scope) -> int:
    """How many decisions and escalations."""
    tickets = scope.ticket_ids
    return (
        Decision.objects.filter(ticket_id__in=tickets).count()
        + Escalation.objects.filter(ticket_id__in=tickets).count()
    )


def export(scope: Scope, archive: Archive) -> None:
    """Write the decisions and escalations on these tickets."""
    decisions = Decision.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    told = (
        "id", "ticket_id", "kind__key", "amount_minor", "granted_minor", "currency", "state", "reason", "answer", "asked_at",
        "decided_at",
    )  # fmt: skip
    archive.rows("decisions", decisions.values(*told).iterator())
    rows = Escalation.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    archive.rows(
        "escalations", rows.values("ticket_id", "level", "reason", "note", "at", "ended_at").iterator()
    )


def erase(scope: Scope) -> Iterable[int]:
    """Take the words; what was decided, and that it went up, stays for the figures."""
    Decision.objects.filter(ticket_id__in=scope.ticket_ids).update(reason="", answer="", why="")
    Escalation.objects.filter(ticket_id__in=scope.ticket_ids).update(reason="", note="")
    return ()


register_holding(Holding(_("Decisions and escalations"), count, export, erase), order=106)
