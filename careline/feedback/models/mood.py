"""How upset customers sounded, message by message; and how far the event log was read for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class MoodReading(models.Model):
    """What was read from one message of a customer: one row a message, calm ones too. It goes with the message.

    `level` and `standing` are those of `Level` (0 calm to 3 furious): `level` of this message alone, `standing` the
    worst since our last answer. `evidence` lists kind, words, start, end and points. `raised_at` is when it raised the
    ticket's priority. A person's correction stays with the row: `corrected_at`, and then it counts as calm.
    """

    message = models.OneToOneField("tickets.Message", models.CASCADE, primary_key=True, related_name="+")
    level = models.SmallIntegerField(default=0)
    standing = models.SmallIntegerField(default=0)
    points = models.FloatField(default=0)
    evidence: models.JSONField[Any, Any] = models.JSONField(default=list)
    raised_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    corrected_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(db_default=Now())

    @property
    def is_corrected(self) -> bool:
        """Whether a person said that this is not upset."""
        return self.corrected_at is not None


class MoodFollower(models.Model):
    """How far the event log was read for moods: exactly one row, moved in the transaction that writes them."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.TextField()
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="mood_follower_only_one")]
