"""Time that somebody spent on a ticket: measured by a timer, or written down."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    """Entries, seen by whoever sees their ticket."""

    def visible_to(self, agent: "Agent") -> "TimeEntryQuerySet":
        """Those in tickets that this person may see."""
        return self.filter(ticket__in=Ticket.objects.visible_to(agent))


class TimeEntry(models.Model):
    """One stretch of one person's work. `seconds` are those until now, but for a timer that runs since `running_since`.

    A timer is open until it is stopped, and may pause meanwhile: `is_open` without `running_since`.
    """

    class Activity(models.TextChoices):
        """What kind of work."""

        ANSWER = "answer", _("Answering")
        RESEARCH = "research", _("Finding out")
        CALL = "call", _("On the phone")
        ON_SITE = "on_site", _("On site")
        OTHER = "other", _("Other")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="time_entries")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    activity = models.CharField(max_length=10, choices=Activity.choices, default=Activity.ANSWER)
    note = models.CharField(max_length=300, blank=True, default="")
    seconds = models.IntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    running_since = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)
    corrections = models.SmallIntegerField(default=0)

    objects: ClassVar[TimeEntryQuerySet] = TimeEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=models.Q(running_since__isnull=False), name="timer_runs_once"
            ),
            models.UniqueConstraint(
                fields=["agent", "ticket"], condition=models.Q(is_open=True), name="timer_open_once"
            ),
        ]
