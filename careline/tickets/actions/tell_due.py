"""Tell of reminders and tasks whose moment has come. A house-keeping action: no rights; each row told once."""

from collections.abc import Callable
from typing import Any

import structlog
from django.db import models, transaction
from django.utils import timezone

from careline.core.events import emit
from careline.tickets.events import ReminderDue, TaskDue, TicketFact
from careline.tickets.models import Reminder, Task

AT_ONCE = 200
log = structlog.get_logger()


def tell_due() -> int:
    """Emit ReminderDue and TaskDue for what is due and not done, at most 200 of each; how many.

    Whoever else is at it takes other rows; one that fails is logged and tried again the next time.
    """
    return _tell(Reminder.objects.all(), _reminder_due) + _tell(Task.objects.all(), _task_due)


def _tell(rows: "models.QuerySet[Any]", fact_of: Callable[[Any], TicketFact]) -> int:
    due = rows.filter(done_at=None, told_at=None, due_at__lte=timezone.now()).order_by("due_at")
    told = 0
    for row_id in [*due.values_list("pk", flat=True)[:AT_ONCE]]:
        try:
            told += _tell_one(due.filter(pk=row_id), fact_of)
        except Exception:
            log.exception("due_not_told", row=row_id)
    return told


@transaction.atomic
def _tell_one(due: "models.QuerySet[Any]", fact_of: Callable[[Any], TicketFact]) -> bool:
    row = due.select_related("ticket").select_for_update(of=("self",), skip_locked=True).first()
    if row is None:
        return False
    row.told_at = timezone.now()
    row.save(update_fields=["told_at"])
    emit(fact_of(row))
    return True


def _reminder_due(reminder: Reminder) -> TicketFact:
    ticket = reminder.ticket
    return ReminderDue(ticket.pk, ticket.team_id, reminder_id=reminder.pk, agent_id=reminder.agent_id)


def _task_due(task: Task) -> TicketFact:
    return TaskDue(
        task.ticket_id, task.ticket.team_id, task_id=task.pk, title=task.title, owner_id=task.owner_id or 0
    )
