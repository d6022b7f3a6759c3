"""What is to be done: the tasks and reminders of a ticket and of a person, and what became due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from careline.core.models import Event
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Reminder, Task, Ticket
from careline.tickets.queries.family import merged_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from careline.accounts.models import Agent

MOST = 200


def access_task(agent: Agent, task_id: int) -> Task:
    """One task with its ticket. Raises NotVisible."""
    task = Task.objects.visible_to(agent).select_related("ticket", "owner").filter(pk=task_id).first()
    if task is None:
        raise NotVisible(task_id)
    return task


def access_reminder(agent: Agent, reminder_id: int) -> Reminder:
    """One of a person's own reminders, with its ticket. Raises NotVisible."""
    own = Reminder.objects.visible_to(agent).select_related("ticket")
    reminder = own.filter(pk=reminder_id).first()
    if reminder is None:
        raise NotVisible(reminder_id)
    return reminder


def tasks_of(ids: Iterable[int]) -> QuerySet[Task]:
    """The tasks of accessed tickets: open ones first, the soonest due first, then those done."""
    soonest = F("due_at").asc(nulls_last=True)
    found = Task.objects.filter(ticket_id__in=[*ids]).select_related("owner", "done_by")
    return found.order_by(F("done_at").asc(nulls_first=True), soonest, "pk")


def reminders_of(agent: Agent, ids: Iterable[int]) -> QuerySet[Reminder]:
    """A person's open reminders of accessed tickets, soonest first."""
    return Reminder.objects.filter(agent=agent, ticket_id__in=[*ids], done_at=None).order_by("due_at")


def count_open_tasks(ticket: Ticket) -> int:
    """How many tasks of an accessed ticket, and of those merged into it, are not done."""
    return Task.objects.filter(ticket_id__in=merged_ids(ticket.pk), done_at=None).count()


def own_tasks(agent: Agent) -> QuerySet[Task]:
    """A person's open tasks in tickets that they may see, the soonest due first; at most 200."""
    mine = Task.objects.visible_to(agent).filter(owner=agent, done_at=None).select_related("ticket")
    return mine.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST]


def own_reminders(agent: Agent) -> QuerySet[Reminder]:
    """A person's open reminders in tickets that they may still see, soonest first; at most 200."""
    mine = Reminder.objects.visible_to(agent).filter(done_at=None).select_related("ticket")
    return mine.order_by("due_at", "pk")[:MOST]


def count_due(agent: Agent) -> int:
    """How many of a person's reminders and tasks are due now."""
    now = timezone.now()
    tasks = Task.objects.visible_to(agent).filter(owner=agent, done_at=None, due_at__lte=now)
    reminders = Reminder.objects.visible_to(agent).filter(done_at=None, due_at__lte=now)
    return tasks.count() + reminders.count()


def due_words(event_id: int) -> str:
    """What the task or the reminder says that became due with an event, "" for any other event."""
    event = Event.objects.filter(pk=event_id, name__in=["task.due", "reminder.due"]).first()
    if event is None:
        return ""
    if event.name == "task.due":
        return str(event.data.get("title", ""))
    note = Reminder.objects.filter(pk=event.data.get("reminder_id", 0)).values_list("note", flat=True).first()
    return note or ""
