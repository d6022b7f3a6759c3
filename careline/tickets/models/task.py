"""A task: something that somebody does for a ticket, by a day."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, seen by whoever sees their ticket."""

    def visible_to(self, agent: "Agent") -> "TaskQuerySet":
        """Those in tickets that this person may see."""
        return self.filter(ticket__in=Ticket.objects.visible_to(agent))


class Task(models.Model):
    """One thing to do in a ticket. Open while `done_at` is empty; its owner is told once when it falls due (`told_at`)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_at"], condition=models.Q(done_at__isnull=True), name="task_of_owner"
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, told_at__isnull=True, due_at__isnull=False),
                name="task_due",
            ),
        ]
