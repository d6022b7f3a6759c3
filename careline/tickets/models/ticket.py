"""A ticket: one need of one customer; and the counters of the queues."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import in_visible_team
from careline.tickets.contracts import course
from careline.tickets.models.exclusion import not_kept_from

if TYPE_CHECKING:
    from careline.accounts.models import Agent

NEVER = course.NEVER


class Status(models.IntegerChoices):
    """Whose move it is. Those below SOLVED are open work."""

    NEW = 1, _("New")
    OPEN = 2, _("Open")
    PENDING = 3, _("Pending")
    ON_HOLD = 4, _("On hold")
    SOLVED = 5, _("Solved")
    CLOSED = 6, _("Closed")

    @property
    def word(self) -> str:
        """The domain's word, such as `on_hold`."""
        return self.name.lower()


class Priority(models.IntegerChoices):
    """How soon."""

    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")

    @property
    def word(self) -> str:
        """The domain's word, such as `urgent`."""
        return self.name.lower()


class TicketType(models.TextChoices):
    """What kind of need."""

    QUESTION = "question", _("Question")
    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    TASK = "task", _("Task")
    REQUEST = "request", _("Request")
    COMPLAINT = "complaint", _("Complaint")


OPEN_WORK = models.Q(status__in=[1, 2, 3, 4])
ASLEEP = models.Q(snoozed_until__isnull=False, merged_into__isnull=True)
SLEEPS = 10  # in the counters, instead of the status, for a ticket that is snoozed
PROPOSED = 11  # in the counters, for a reply that waits for approval; its writer stands for the assignee
_SHOWN = ["status", "priority", "assignee", "channel", "type", "language", "inbox_id", "snoozed_until"]


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets, with the one rule of who may see them."""

    def visible_to(self, agent: "Agent") -> "TicketQuerySet":
        """Those of the teams that this person may see; all for managers and above; none for who has left.

        Without those that they are kept out of, whoever they are.
        """
        if not agent.may(Right.READ_TICKETS):
            return self.none()
        rows = self.filter(not_kept_from(agent.pk))
        return rows if agent.sees_every_team else rows.filter(in_visible_team(agent))


class Ticket(models.Model):
    """One need of one customer. Its id is the number that people say aloud. A merged one stays as a pointer.

    While `snoozed_until` is set it is open work that sleeps: in no list but that of snoozed tickets.
    `due_at` is the nearest of `clock_due_at` (its clocks) and `promised_at` (what a person told the customer).
    `due_left_seconds` is what is left where what is owed stands still; empty while it runs, or nothing is owed.
    `marks` are what upper rooms show on its rows, by name (`actions.set_mark`): short keys, no words of people.
    """

    subject = models.CharField(max_length=300, blank=True, default="")
    snippet = models.CharField(max_length=160, blank=True, default="")
    status = models.SmallIntegerField(choices=Status.choices, default=Status.NEW)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    type = models.CharField(max_length=12, choices=TicketType.choices, default=TicketType.QUESTION)
    channel = models.CharField(max_length=16, default="email")
    inbox_id = models.BigIntegerField(null=True)
    team = models.ForeignKey("accounts.Team", models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, blank=True, default="")
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    fields = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    version = models.IntegerField(default=1)
    message_count = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    last_customer_at = models.DateTimeField(db_default=Now())
    last_message_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(default=NEVER)
    due_is_promise = models.BooleanField(default=False, db_default=False)
    clock_due_at = models.DateTimeField(default=NEVER, db_default=NEVER)
    clock_is_promise = models.BooleanField(default=False, db_default=False)
    promised_at = models.DateTimeField(null=True)
    due_left_seconds = models.IntegerField(null=True)
    marks = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    snoozed_until = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[TicketQuerySet] = TicketQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["team", "due_at", "id"],
                include=[*_SHOWN, "last_customer_at"],
                condition=OPEN_WORK,
                name="ticket_team_due",
            ),
            models.Index(
                fields=["team", "last_customer_at", "id"],
                include=[*_SHOWN, "due_at"],
                condition=OPEN_WORK,
                name="ticket_team_waiting",
            ),
            models.Index(
                fields=["assignee", "due_at", "id"], condition=OPEN_WORK, name="ticket_assignee_due"
            ),
            # How much people have open, by channel: what arrives in nobody's hands costs this index nothing.
            models.Index(
                fields=["assignee", "channel"],
                condition=models.Q(status__in=[1, 2], snoozed_until__isnull=True, assignee__isnull=False),
                name="ticket_in_work",
            ),
            models.Index(fields=["due_at", "id"], condition=OPEN_WORK, name="ticket_due"),
            models.Index(
                fields=["team", "-updated_at", "-id"],
                condition=models.Q(status__in=[5, 6], merged_into__isnull=True),
                name="ticket_team_done",
            ),
            models.Index(fields=["team", "snoozed_until", "id"], condition=ASLEEP, name="ticket_team_asleep"),
            models.Index(fields=["snoozed_until"], condition=ASLEEP, name="ticket_wakes"),
            models.Index(fields=["customer", "-id"], name="ticket_customer_new"),
            GinIndex(fields=["tags"], name="ticket_tags"),
            # Most tickets have no values: they cost this index nothing. Queries repeat its condition.
            GinIndex(
                OpClass("fields", name="jsonb_path_ops"), condition=~models.Q(fields={}), name="ticket_fields"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def is_open_work(self) -> bool:
        """Whether it still needs somebody: new, open, pending or on hold."""
        return self.status < Status.SOLVED

    @property
    def is_promised(self) -> bool:
        """Whether it is due since a person told the customer so, and no clock ends before."""
        return self.promised_at is not None and self.promised_at == self.due_at


class TicketDelta(models.Model):
    """One change of a queue's size, written by the action that moved a ticket; folded into TicketCount each second."""

    team_id = models.BigIntegerField()
    status = models.SmallIntegerField()
    assignee_id = models.BigIntegerField(default=0)
    n = models.SmallIntegerField()


class TicketCount(models.Model):
    """How many tickets a team has in a status with an assignee (0: nobody), but for the deltas not yet folded in.

    Snoozed tickets count under SLEEPS, whatever their status; replies that wait for approval under PROPOSED, by writer.
    """

    team_id = models.BigIntegerField()
    status = models.SmallIntegerField()
    assignee_id = models.BigIntegerField(default=0)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            # By assignee first: a page asks for one person's and nobody's, among thousands of rows.
            models.UniqueConstraint(fields=["assignee_id", "team_id", "status"], name="ticket_count_once")
        ]


class TeamCount(models.Model):
    """How many tickets a team has in a status, whoever has them: the sums of TicketCount, folded with it."""

    team_id = models.BigIntegerField()
    status = models.SmallIntegerField()
    n = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team_id", "status"], name="team_count_once")]
