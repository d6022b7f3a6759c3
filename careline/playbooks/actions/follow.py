"""Move a run on to where it stands by what is known and done: shared by all that changes one, inside their transaction."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.events import PlaybookDecided, PlaybookFinished
from careline.playbooks.models import Run
from careline.playbooks.procedure.schema import DECIDE, END, Playbook, Wait
from careline.playbooks.queries.runs import Course, access_run, course_of
from careline.tickets.actions.add_task import add_task, apply_task
from careline.tickets.actions.finish_task import finish_task
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds_of(span: str) -> int:
    """A span such as `4h` in seconds."""
    return int(span[:-1]) * _SECONDS[span[-1]]


def lock_run(run_id: int, *, by: Agent) -> Run:
    """A run that goes on, its row locked until the transaction ends. Refuses one that is over; needs the right to act."""
    by.require(Right.CHANGE_TICKETS)
    access_run(by, run_id)
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("version", "playbook", "ticket")
        .get(pk=run_id)
    )
    if run.state != Run.State.RUNNING:
        raise PlaybookRefused(_("This playbook is no longer followed here."))
    return run


def told(run: Run, document: Playbook) -> dict[str, object]:
    """What every fact about a run says; a restricted playbook is not named to all who see the ticket."""
    return {
        "ticket_id": run.ticket_id,
        "team_id": run.ticket.team_id,
        "run_id": run.pk,
        "key": "" if document.restricted_to else run.playbook.key,
        "version": run.version.number,
        "title": {} if document.restricted_to else dict(document.title),
    }


def actor_of(by: Agent | Actor) -> Actor:
    """Who does it, as events name them: a person, or a rule, which has none."""
    return by if isinstance(by, Actor) else by.actor


def move_on(run: Run, *, by: Agent | Actor, cause: int | None) -> Course:
    """Write down where a locked run stands now. Emits PlaybookDecided where the outcome is new, PlaybookFinished at the end.

    At a step that waits, a task with its day is written; leaving the step ticks it off. Without a person (`by` is an
    Actor) a run is only begun, and the ticket is locked by the caller.
    """
    course = course_of(run)
    document, position = course.procedure.playbook, course.position
    outcome = position.outcome
    if outcome != run.outcome:
        _tell_outcome(course, by, cause)
    if position.step != run.step:
        _finish_waiting(run, by, cause)
        run.step, run.step_at = position.step, timezone.now()
        run.due_at = _due_at(run, document)
        _begin_waiting(run, document, by, cause)
    run.outcome = outcome
    if position.is_end:
        run.state, run.ended_at, run.due_at = Run.State.FINISHED, timezone.now(), None
        emit(PlaybookFinished(**told(run, document), outcome=outcome), by=actor_of(by), cause=cause)  # type: ignore[arg-type]
    run.save(update_fields=["step", "step_at", "due_at", "outcome", "state", "ended_at", "task_id"])
    return course


def _tell_outcome(course: Course, by: Agent | Actor, cause: int | None) -> None:
    run, document, position = course.run, course.procedure.playbook, course.position
    if not position.outcome or position.row is None:
        return
    is_told = not document.restricted_to
    fact = PlaybookDecided(
        **told(run, document),  # type: ignore[arg-type]
        outcome=position.outcome if is_told else "",
        words=dict(document.outcomes[position.outcome].title) if is_told else {},
        why=dict(document.decision.rows[position.row].why) if is_told else {},
        before=run.outcome if is_told else "",
    )
    emit(fact, by=actor_of(by), cause=cause)


def _due_at(run: Run, document: Playbook) -> datetime | None:
    if run.step in (END, DECIDE):
        return None
    step = document.steps[run.step]
    span = step.at_most if isinstance(step, Wait) else step.within
    return run.step_at + timedelta(seconds=seconds_of(span)) if span else None


def _begin_waiting(run: Run, document: Playbook, by: Agent | Actor, cause: int | None) -> None:
    step = document.steps.get(run.step)
    if not isinstance(step, Wait):
        return
    if isinstance(by, Actor):
        title, owner = document.in_words(dict(step.title), get_language() or "en"), run.ticket.assignee
        task = apply_task(run.ticket, title, by=by, owner=owner, due_at=run.due_at, cause=cause)
    else:
        title = document.in_words(dict(step.title), by.language)
        task = add_task(run.ticket, title, by=by, owner=by, due_at=run.due_at, cause=cause)
    run.task_id = task.pk


def _finish_waiting(run: Run, by: Agent | Actor, cause: int | None) -> None:
    if run.task_id is None or isinstance(by, Actor):
        return
    with suppress(NotVisible):  # somebody removed it
        finish_task(run.task_id, by=by, cause=cause)
    run.task_id = None
