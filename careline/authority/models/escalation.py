"""Ladders: to whom a team's tickets go when more is needed; and where a ticket was taken up one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LadderStep(models.Model):
    """One level of a team's ladder, from 1. `who` is lead, manager, agent:5, team:3 or skill:4.

    `hours` is how long a decision may wait there before the next level is asked.
    """

    team = models.ForeignKey("accounts.Team", models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    who = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True, default="")
    hours = models.PositiveSmallIntegerField(default=4)

    class Meta:
        ordering = ("team", "level")
        constraints = [models.UniqueConstraint(fields=["team", "level"], name="ladder_step_once")]


class Escalation(models.Model):
    """A ticket was taken up its ladder: to which level, by whom (nobody: a rule), why, and with what hand-over note.

    `from_team_id`, `from_assignee_id` and `ladder_team_id` say where it came from, for the way back. `ended_at` is when
    it was taken back or further up; at most one of a ticket is open.
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    who = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ladder_team_id = models.BigIntegerField()
    from_team_id = models.BigIntegerField()
    from_assignee_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="escalation_once"
            )
        ]
