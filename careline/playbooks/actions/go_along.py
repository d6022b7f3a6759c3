"""Have runs follow their ticket: along when it is merged, back when the merge is undone. Checks no rights; both are locked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden
from careline.accounts.queries import find_agents
from careline.core.events import Actor, emit
from careline.playbooks.actions.follow import told
from careline.playbooks.actions.tell_late import LEAD
from careline.playbooks.events import PlaybookCarried, PlaybookStopped
from careline.playbooks.models import Carried, FactGiven, Run, StepDone
from careline.playbooks.queries.hours import due_at
from careline.playbooks.queries.playbooks import procedure_of
from careline.tickets.actions.carry_task import carry_task
from careline.tickets.actions.finish_task import finish_task, undo_task
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.playbooks.procedure.schema import Playbook

_WITH = ("version", "playbook", "ticket", "ticket__customer")


def go_along(from_id: int, into_id: int, *, by: Actor, cause: int | None) -> None:
    """Take all runs of a ticket along to the one that it is merged into; how they were followed stays with them, and so
    does the task of what they wait for.

    One that goes on is stopped, with the reason, where the other ticket has a run of the same playbook that goes on or
    came to its end; what it waited for is ticked off. Emits PlaybookCarried for each, PlaybookStopped where it was
    stopped. One statement where none is.
    """
    runs = [
        *Run.objects.filter(ticket_id=from_id)
        .select_related(*_WITH)
        .select_for_update(of=("self",))
        .order_by("pk")
    ]
    if not runs:
        return
    live = ~Q(state=Run.State.STOPPED)
    there = {*Run.objects.filter(live, ticket_id=into_id).values_list("playbook_id", flat=True)}
    for run in runs:
        is_stopped = run.state == Run.State.RUNNING and run.playbook_id in there
        Carried.objects.create(run=run, from_id=from_id, into_id=into_id, was_running=is_stopped)
        if is_stopped:
            words = _(
                "Ticket #%(number)s was merged into #%(into)s, where this playbook is followed already."
            )
            reason = words % {"number": from_id, "into": into_id}
            run.state, run.reason, run.ended_at, run.tell_at = (
                Run.State.STOPPED,
                reason[:300],
                timezone.now(),
                None,
            )
            run.save(update_fields=["state", "reason", "ended_at", "tell_at"])
            _tick(run, by, cause, is_done=True)
        moved = _move(run, into_id, from_id, by=by, cause=cause)
        if is_stopped and (document := _document(moved)):
            emit(PlaybookStopped(**told(moved, document), reason=run.reason), by=by, cause=cause)  # type: ignore[arg-type]


def come_back(ticket_id: int, from_id: int, *, by: Actor, cause: int | None) -> None:
    """Give a ticket the runs back that went along; one that was stopped by the merge goes on. Emits PlaybookCarried.

    One statement where none did.
    """
    for row in Carried.objects.filter(from_id=ticket_id, into_id=from_id).order_by("pk"):
        run = Run.objects.select_related(*_WITH).select_for_update(of=("self",)).get(pk=row.run_id)
        row.delete()
        run = _move(run, ticket_id, from_id, by=by, cause=cause)
        document = _document(run)
        if row.was_running and document is not None:
            run.state, run.reason, run.ended_at = Run.State.RUNNING, "", None
            run.due_at = run.tell_at = due_at(run, document)
            run.save(update_fields=["state", "reason", "ended_at", "due_at", "tell_at"])
            _tick(run, by, cause, is_done=False)


def _tick(run: Run, by: Actor, cause: int | None, *, is_done: bool) -> None:
    """Tick the task of a step that waits off, or take the tick back; one that was removed, or isn't theirs to see, stays."""
    person = next(iter(find_agents([by.id])), None) if run.task_id and by.kind == "agent" else None
    if person is None or run.task_id is None:
        return
    with suppress(NotVisible, Forbidden):
        (finish_task if is_done else undo_task)(run.task_id, by=person, cause=cause)


def watch_again(ticket_id: int) -> None:
    """Have steps of which nobody was told, since the ticket was solved, told of where they are late. One statement."""
    quiet = Run.objects.filter(ticket_id=ticket_id, state=Run.State.RUNNING, tell_at=None, told__lt=LEAD)
    quiet.filter(due_at__isnull=False).update(tell_at=F("due_at"))


def _move(run: Run, to_id: int, from_id: int, *, by: Actor, cause: int | None) -> Run:
    Run.objects.filter(pk=run.pk).update(ticket_id=to_id)
    for rows in (FactGiven.objects, StepDone.objects):
        rows.filter(run=run).update(ticket_id=to_id)
    if run.task_id is not None:
        carry_task(run.task_id, to_id=to_id)
    moved = Run.objects.select_related(*_WITH).get(pk=run.pk)
    if document := _document(moved):
        emit(PlaybookCarried(**told(moved, document), from_id=from_id), by=by, cause=cause)  # type: ignore[arg-type]
    return moved


def _document(run: Run) -> Playbook | None:
    procedure = procedure_of(run.version)
    return procedure.playbook if procedure else None
