"""A playbook being followed on a ticket: what was found out, what was done, by whom. Where it stands follows from both."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.playbooks.models.playbook import Version


class Run(models.Model):
    """One version followed on one ticket. `step` is where it stands since `step_at`; dates count back from `opened_on`.

    `running → finished | stopped`; a stopped one says why. At most one of a playbook runs on a ticket. One that a rule
    began was `started_by` nobody.
    """

    class State(models.TextChoices):
        """How it stands."""

        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        STOPPED = "stopped", _("Stopped")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="runs")
    playbook = models.ForeignKey("playbooks.Playbook", models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    step = models.CharField(max_length=60)
    step_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True, default="")
    opened_on = models.DateField()
    task_id = models.BigIntegerField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "playbook"], condition=models.Q(state="running"), name="runs_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="run_due", condition=models.Q(state="running", due_at__isnull=False)
            )
        ]


class FactGiven(models.Model):
    """One fact established in a run: by whom, and where from. A later one for the same key takes its place."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="facts")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    value: models.JSONField[Any, Any] = models.JSONField(null=True)
    source = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())


class StepDone(models.Model):
    """One step done in a run: what became of it (`done`, `yes`, `no`, `late`), and what proves it.

    `turn` counts how often one came by, from 0: so two people can't do the same step at once.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="done")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    step = models.CharField(max_length=60)
    turn = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=10)
    evidence = models.TextField(blank=True, default="")
    message = models.ForeignKey("tickets.Message", models.SET_NULL, null=True, related_name="+")
    attachment = models.ForeignKey("tickets.Attachment", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step", "turn"], name="step_done_once")]
