"""A reminder: what one person wants to be told about a ticket, and when."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders, which are their owner's alone."""

    def visible_to(self, agent: "Agent") -> "ReminderQuerySet":
        """A person's own, in tickets that they may still see."""
        return self.filter(agent=agent, ticket__in=Ticket.objects.visible_to(agent))


class Reminder(models.Model):
    """One person's reminder of a ticket. Told once when it falls due (`told_at`); it stays until it is done."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="reminders")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True, default="")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[ReminderQuerySet] = ReminderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["agent", "due_at"], condition=models.Q(done_at__isnull=True), name="reminder_of_agent"
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, told_at__isnull=True),
                name="reminder_due",
            ),
        ]
