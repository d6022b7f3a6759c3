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

    `running → finished | stopped`; a stopped one says why. At most one of a playbook runs on a ticket. `due_at` is when its
    step should be done; `tell_at` when the next is told that it wasn't, after `told` others. One that a rule began was
    `started_by` nobody.
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
    tell_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0, db_default=0)
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
                fields=["tell_at"],
                name="run_tell",
                condition=models.Q(state="running", tell_at__isnull=False),
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


class OutcomeReached(models.Model):
    """That the facts of a run led to an outcome, by which row of the decision (from 0), with whose facts
    (nobody's: those of a rule). Never changed."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="reached")
    outcome = models.CharField(max_length=60)
    row = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Carried(models.Model):
    """That a run went along when its ticket was merged; gone when the merge was undone.

    `was_running`: it was stopped there, since the other ticket had a run of the same playbook; it goes on when it comes back.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    from_id = models.BigIntegerField()
    into_id = models.BigIntegerField()
    was_running = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["from_id", "into_id"], name="carried_between")]
