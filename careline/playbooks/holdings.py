"""What runs of playbooks hold about customers: what was found out, what was decided, and what proves each step."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.core import files
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.playbooks.models import EvidenceFile, FactGiven, OutcomeDecision, Run, StepDone


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
    archive.rows("playbook_steps", done.values("id", "run_id", "step", "answer", "evidence", "at").iterator())
    asked = OutcomeDecision.objects.filter(run__ticket_id__in=tickets).order_by("pk")
    decided = (
        "run_id",
        "outcome",
        "state",
        "amount_minor",
        "granted_minor",
        "currency",
        "words",
        "decided_at",
    )
    archive.rows("playbook_decisions", asked.values(*decided).iterator())
    _export_files(tickets, archive)


def _export_files(ticket_ids: tuple[int, ...], archive: Archive) -> None:
    kept = EvidenceFile.objects.filter(done__ticket_id__in=ticket_ids).select_related("file").order_by("pk")
    rows = (
        {"step_id": one.done_id, "name": one.name, "path": f"files/{one.key}", "size": one.size}
        for one in kept
    )
    archive.rows("playbook_files", rows)
    for one in kept.iterator(chunk_size=200):
        archive.content(f"files/{one.key}", files.read(one.file))


def erase(scope: Scope) -> Iterable[int]:
    """Take what was found out and what proves the steps; that they were done, and what was decided, stays."""
    proofs = EvidenceFile.objects.filter(done__ticket_id__in=scope.ticket_ids)
    let_go = [*proofs.values_list("file_id", flat=True)]
    proofs.delete()
    FactGiven.objects.filter(ticket_id__in=scope.ticket_ids).update(value=None)
    StepDone.objects.filter(ticket_id__in=scope.ticket_ids).update(evidence="", message=None, attachment=None)
    Run.objects.filter(ticket_id__in=scope.ticket_ids).update(reason="")
    OutcomeDecision.objects.filter(run__ticket_id__in=scope.ticket_ids).update(words="")
    return let_go


register_holding(Holding(_("Playbooks that were followed"), count, export, erase), order=105)
