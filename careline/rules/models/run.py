"""Runs of rules, and which moments of timed rules were handled."""

from django.db import models
from django.db.models.functions import Now

from careline.rules.models.rule import Rule, Version


class Run(models.Model):
    """One time that a rule's conditions held and it did something, or was kept from it. Comes with what it did.

    `parts` has for each condition of the version, in order, whether it held, and what was found where that says nothing
    about a person. `acts` says what became of each thing it was to do. One event sets a rule off once.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done"
        PARTLY = "partly"
        FAILED = "failed"
        LOOP = "loop"

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    event_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    parts = models.JSONField(default=list)
    acts = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["rule", "-id"], name="rule_run_latest"),
            models.Index(fields=["rule", "at"], name="rule_run_counted"),
            models.Index(fields=["ticket"], name="rule_run_ticket"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "rule"], condition=models.Q(event_id__isnull=False), name="rule_run_once"
            )
        ]


class Mark(models.Model):
    """A moment of a ticket that a timed rule has handled: once per rule, ticket and stretch. Old ones are swept away."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", db_index=False)
    ticket_id = models.BigIntegerField()
    stretch = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "ticket_id", "stretch"], name="rule_mark_once")
        ]
        indexes = [models.Index(fields=["at"], name="rule_mark_age")]
