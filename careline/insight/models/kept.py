"""The figures of tickets, kept beside them so that a period of any size is summed up by the database."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class TicketFigures(models.Model):
    """The settled figures of one ticket, as last computed from its course; never added up along the way.

    Comes with the ticket's first event, goes when it is merged into another one. All times are seconds, by business
    hours and by the calendar; empty where there is none or it still runs. `agent_id` wrote the first public answer (0:
    nobody). `solved_at` is empty while the ticket is open work. `settles_at` is when the share of first contact can be
    said. Targets are "kind:policy". No constraint on the ticket, so that computing never waits for who works on it.
    """

    ticket = models.OneToOneField(
        "tickets.Ticket", models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    team_id = models.BigIntegerField()
    agent_id = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=16)
    priority = models.SmallIntegerField()
    type = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    first_response_business = models.FloatField(null=True)
    first_response_calendar = models.FloatField(null=True)
    next_response_business = ArrayField(models.FloatField(), default=list)
    next_response_calendar = ArrayField(models.FloatField(), default=list)
    requester_wait_business = models.FloatField(null=True)
    requester_wait_calendar = models.FloatField(null=True)
    first_resolution_business = models.FloatField(null=True)
    first_resolution_calendar = models.FloatField(null=True)
    full_resolution_business = models.FloatField(null=True)
    full_resolution_calendar = models.FloatField(null=True)
    first_contact = models.BooleanField(null=True)
    settles_at = models.DateTimeField(null=True)
    one_touch = models.BooleanField(null=True)
    reopened = models.BooleanField(null=True)
    met = ArrayField(models.CharField(max_length=40), default=list)
    missed = ArrayField(models.CharField(max_length=40), default=list)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["solved_at"], condition=models.Q(solved_at__isnull=False), name="figures_solved"
            ),
            models.Index(fields=["created_at"], name="figures_created"),
        ]


class DueTicket(models.Model):
    """A ticket whose figures are to be computed again. Comes with an event, goes with the computing."""

    ticket_id = models.BigIntegerField(primary_key=True)


class Progress(models.Model):
    """How far insight has come; one row. All events that `snapshot` of the database `cluster` shows are heeded.

    While `walk_below` is set, all tickets with a lower number are still to be computed (beginning at `walk_from`); of
    `walk_total` tickets `walk_done` are.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    cluster = models.CharField(max_length=32, default="")
    snapshot = models.TextField(default="")
    followed_at = models.DateTimeField(null=True)
    walk_below = models.BigIntegerField(null=True)
    walk_from = models.DateTimeField(null=True)
    walk_total = models.BigIntegerField(default=0)
    walk_done = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="progress_only_one")]
