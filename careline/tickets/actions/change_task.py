"""Change what a task says, whose it is, or when it is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.add_task import checked_title, refuse_stranger
from careline.tickets.contracts import NotVisible
from careline.tickets.events import TaskChanged
from careline.tickets.models import Task

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def change_task(
    task_id: int,
    *,
    title: str,
    owner: Agent | None,
    due_at: datetime | None,
    by: Agent,
    cause: int | None = None,
) -> Task:
    """Give a task its words, owner and moment. Refuses what `add_task` refuses. Emits TaskChanged, if anything did.

    With another moment its owner will be told again.
    """
    by.require(Right.NOTE)
    task = lock_task(task_id, by=by)
    title, owner_id = checked_title(title), owner.pk if owner else 0
    after: dict[str, Any] = {"title": title, "owner": owner_id, "due": _told(due_at)}
    before: dict[str, Any] = {"title": task.title, "owner": task.owner_id or 0, "due": _told(task.due_at)}
    changed = {key for key in after if after[key] != before[key]}
    if not changed:
        return task
    if "owner" in changed:
        refuse_stranger(task.ticket, owner)
    if "due" in changed:
        task.told_at = None
    task.title, task.owner, task.due_at = title, owner, due_at
    task.save(update_fields=["title", "owner", "due_at", "told_at"])
    fact = TaskChanged(
        task.ticket_id, task.ticket.team_id, task_id=task.pk, title=task.title, owner_id=owner_id,
        before=_only(before, changed), after=_only(after, changed),
    )  # fmt: skip
    emit(fact, by=by.actor, cause=cause)
    return task


def lock_task(task_id: int, *, by: Agent) -> Task:
    """A task as it stands now with its ticket, locked until the transaction ends. Raises NotVisible."""
    seen = Task.objects.visible_to(by).select_related("ticket").select_for_update(of=("self",))
    task = seen.filter(pk=task_id).first()
    if task is None:
        raise NotVisible(task_id)
    return task


def _told(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _only(values: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in keys}
