"""Clocks: one target running on one ticket."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Clock(models.Model):
    """One target on one ticket, as last computed from the ledger; nothing is ever added up here.

    `policy` is empty for the internal clock and for a due date set by hand; no constraint holds it, since it is judged
    from memory while mail comes in, and policies are never deleted. `due_at` is empty while it is unknown
    (paused); `next_at` is the next moment at which something has to be done, by `agenda`: pairs of key and moment.
    `fired` are the keys of what was done, once and never again. `stopped_at` is when what was owed was done, or owed
    no more. `used_seconds` is what was used up when it was last computed. Rows stay: the figures read them.
    """

    class State(models.TextChoices):
        """How it stands."""

        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Met")
        BREACHED = "breached", _("Missed")
        CANCELLED = "cancelled", _("Ended")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    policy = models.ForeignKey(
        "policies.ServicePolicy",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    seconds = models.IntegerField(default=0)
    is_business = models.BooleanField(default=True)
    hours_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    used_seconds = models.FloatField(default=0)
    agenda = models.JSONField(default=list)
    fired = ArrayField(models.CharField(max_length=200), default=list)
    reason = models.CharField(max_length=300, blank=True, default="")
    set_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["ticket"], name="clock_ticket"),
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="clock_next"),
            models.Index(fields=["policy"], condition=models.Q(stopped_at__isnull=True), name="clock_policy"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether what it stands for is still owed."""
        return self.stopped_at is None

    @property
    def is_promise(self) -> bool:
        """Whether somebody outside is owed it, or a colleague set it; not our own reminder."""
        return self.kind != "internal"
