"""Runs of playbooks on tickets: with the rights of the person who asks, and with where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404

from careline.playbooks.contracts import Standing
from careline.playbooks.models import EvidenceFile, FactGiven, Run, StepDone
from careline.playbooks.procedure.flow import Position, Procedure
from careline.playbooks.procedure.values import Value
from careline.playbooks.queries.authority import Gate, gate_of
from careline.playbooks.queries.playbooks import may_see, procedure_of
from careline.tickets.queries.access import access_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Course:
    """A run with all that was found out and done, and where it stands by that; `gate` is what its outcome waits for or passed."""

    run: Run
    procedure: Procedure
    facts: dict[str, FactGiven]
    done: dict[str, list[StepDone]]
    position: Position
    gate: Gate | None = None

    @property
    def given(self) -> dict[str, Value]:
        """What was found out, by fact."""
        return {key: fact.value for key, fact in self.facts.items()}


def course_of(run: Run) -> Course:
    """All about a run, in two statements, two more where its outcome goes by limits; `run` comes with its version.

    Raises ValueError where it can't be read.
    """
    procedure = procedure_of(run.version)
    if procedure is None:
        raise ValueError(f"run {run.pk}: its version can't be read")
    facts = {
        fact.key: fact for fact in run.facts.select_related("by").order_by("pk") if fact.value is not None
    }
    done: dict[str, list[StepDone]] = {}
    for one in run.done.select_related("by").prefetch_related("files").order_by("turn"):
        done.setdefault(one.step, []).append(one)
    given = {key: fact.value for key, fact in facts.items()}
    answers = {step: [one.answer for one in turns] for step, turns in done.items()}
    outcome, _row = procedure.decided(given, today=run.opened_on)
    is_running = run.state == Run.State.RUNNING
    gate = gate_of(run, procedure.playbook, outcome, given) if is_running else None
    is_held = gate is not None and gate.is_closed
    position = procedure.position(given, answers, today=run.opened_on, is_held=is_held)
    return Course(run, procedure, facts, done, position, gate if position.outcome else None)


def access_run(agent: Agent, run_id: int) -> Run:
    """A run on a ticket that the person may see, of a playbook that they may see. Raises Http404."""
    run = Run.objects.select_related("version", "playbook", "ticket", "started_by").filter(pk=run_id).first()
    if run is None:
        raise Http404
    access_ticket(agent, run.ticket_id)
    procedure = procedure_of(run.version)
    if procedure is None or not may_see(agent, procedure.playbook):
        raise Http404
    return run


def access_evidence(agent: Agent, key: str) -> EvidenceFile:
    """One file that proves a step, by its key, with the rights of its run. Raises Http404."""
    found = EvidenceFile.objects.select_related("file", "done").filter(key=key).first()
    if found is None:
        raise Http404
    access_run(agent, found.done.run_id)
    return found


def runs_on(ticket_id: int) -> list[Run]:
    """The runs on a ticket, those that go on first, else the newest first."""
    rows = Run.objects.filter(ticket_id=ticket_id).select_related("version", "playbook", "started_by")
    return sorted(rows.order_by("-pk"), key=lambda run: run.state != Run.State.RUNNING)


def has_finished(ticket_id: int, playbook_ids: list[int]) -> bool:
    """Whether one of some playbooks was followed to its end on a ticket."""
    return Run.objects.filter(
        ticket_id=ticket_id, playbook_id__in=playbook_ids, state=Run.State.FINISHED
    ).exists()


def standings(ticket_ids: list[int]) -> dict[int, Standing]:
    """How the latest run on each of some tickets stands; tickets without one are left out. One statement."""
    rows = Run.objects.filter(ticket_id__in=ticket_ids).order_by("ticket_id", "pk")
    found: dict[int, Standing] = {}
    values: Any = rows.values_list(
        "ticket_id", "playbook__key", "version__number", "state", "step", "outcome"
    )
    for ticket_id, *told in values:
        found[ticket_id] = Standing(*told)
    return found
