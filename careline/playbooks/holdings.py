"""What runs of playbooks hold about customers: what was found out, and what proves each step."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.playbooks.models import FactGiven, Run, StepDone


def count(scope: Scope) -> int:
    """How many runs."""
    return Run.objects.filter(ticket_id__in=scope.ticket_ids).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the runs, what was found out in them and what was done."""
    tickets = scope.ticket_ids
    runs = Run.objects.filter(ticket_id__in=tickets).order_by("pk")
    told = (
        "id",
        "ticket_id",
        "playbook__key",
        "version__number",
        "state",
        "outcome",
        "started_at",
        "ended_at",
        "reason",
    )
    archive.rows("playbook_runs", runs.values(*told).iterator())
    facts = FactGiven.objects.filter(ticket_id__in=tickets).order_by("pk")
    archive.rows("playbook_facts", facts.values("run_id", "key", "value", "source", "at").iterator())
    done = StepDone.objects.filter(ticket_id__in=tickets).order_by("pk")
    archive.rows("playbook_steps", done.values("run_id", "step", "answer", "evidence", "at").iterator())


def erase(scope: Scope) -> Iterable[int]:
    """Take what was found out and what proves the steps; that they were done stays."""
    FactGiven.objects.filter(ticket_id__in=scope.ticket_ids).update(value=None)
    StepDone.objects.filter(ticket_id__in=scope.ticket_ids).update(evidence="", message=None, attachment=None)
    Run.objects.filter(ticket_id__in=scope.ticket_ids).update(reason="")
    return ()


register_holding(Holding(_("Playbooks that were followed"), count, export, erase), order=105)
