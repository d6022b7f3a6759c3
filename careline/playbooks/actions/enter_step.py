"""What begins with a step and ends with it: its deadline, and the task of one that waits. Inside others' transactions."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language

from careline.core.events import Actor
from careline.playbooks.models import Run
from careline.playbooks.procedure.schema import Playbook, Wait
from careline.playbooks.queries.hours import due_at
from careline.tickets.actions.add_task import add_task, apply_task
from careline.tickets.actions.finish_task import finish_task
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.accounts.models import Agent

CHANGED = ("step", "step_at", "due_at", "tell_at", "told", "task_id")


def enter_step(run: Run, document: Playbook, step: str, *, by: Agent | Actor, cause: int | None) -> None:
    """Have a locked run stand at a step from now on; the caller saves what is CHANGED.

    A step that waits makes a task with its day, and leaving it ticks that off.
    """
    leave_step(run, by=by, cause=cause)
    run.step, run.step_at = step, timezone.now()
    run.due_at = run.tell_at = due_at(run, document)
    run.told = 0
    waiting = document.steps.get(step)
    if isinstance(waiting, Wait):
        language = get_language() or "en" if isinstance(by, Actor) else by.language
        title = document.in_words(dict(waiting.title), language)
        run.task_id = _task(run, title, by, cause)


def _task(run: Run, title: str, by: Agent | Actor, cause: int | None) -> int:
    """The task of who waits; where nobody began it, of who has the ticket."""
    if isinstance(by, Actor):
        owner = run.ticket.assignee
        return apply_task(run.ticket, title, by=by, owner=owner, due_at=run.due_at, cause=cause).pk
    return add_task(run.ticket, title, by=by, owner=by, due_at=run.due_at, cause=cause).pk


def leave_step(run: Run, *, by: Agent | Actor, cause: int | None) -> None:
    """Tick off the task of a step that waited, unless somebody removed it."""
    if run.task_id is None or isinstance(by, Actor):
        return
    with suppress(NotVisible):
        finish_task(run.task_id, by=by, cause=cause)
    run.task_id = None
