"""Tick a task off, take the tick back, or remove a task that is no longer wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.change_task import lock_task
from careline.tickets.events import TaskDropped, TaskFinished
from careline.tickets.models import Task

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def finish_task(task_id: int, *, by: Agent, cause: int | None = None) -> Task:
    """Say that a task is done. Emits TaskFinished; nothing if it was done already."""
    by.require(Right.NOTE)
    task = lock_task(task_id, by=by)
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), by
        _save(task, by, cause, undone=False)
    return task


@transaction.atomic
def undo_task(task_id: int, *, by: Agent, cause: int | None = None) -> Task:
    """Say that a task is to be done again. Emits TaskFinished (undone); nothing if it is open."""
    by.require(Right.NOTE)
    task = lock_task(task_id, by=by)
    if task.done_at is not None:
        task.done_at = task.done_by = None
        _save(task, by, cause, undone=True)
    return task


@transaction.atomic
def drop_task(task_id: int, *, by: Agent, cause: int | None = None) -> None:
    """Remove a task. Emits TaskDropped, which keeps its words."""
    by.require(Right.NOTE)
    task = lock_task(task_id, by=by)
    fact = TaskDropped(
        task.ticket_id, task.ticket.team_id, task_id=task.pk, title=task.title, owner_id=task.owner_id or 0
    )
    emit(fact, by=by.actor, cause=cause)
    task.delete()


def _save(task: Task, by: Agent, cause: int | None, *, undone: bool) -> None:
    task.save(update_fields=["done_at", "done_by"])
    fact = TaskFinished(
        task.ticket_id, task.ticket.team_id, task_id=task.pk, title=task.title, owner_id=task.owner_id or 0,
        undone=undone,
    )  # fmt: skip
    emit(fact, by=by.actor, cause=cause)
