"""What was tried to bring a message out, and whom it reached."""

from django.db import models
from django.db.models.functions import Now


class DeliveryAttempt(models.Model):
    """One attempt to hand one message over: when, with which outcome, and what the other side said."""

    message_id = models.BigIntegerField(db_index=True)
    inbox_id = models.BigIntegerField(null=True)
    number = models.SmallIntegerField()
    outcome = models.CharField(max_length=10)
    detail = models.CharField(max_length=500, blank=True, default="")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["inbox_id", "-started_at"], name="attempt_inbox")]


class ReachedRecipient(models.Model):
    """One recipient of one message of ours of whom a mail server reported that they have it (RFC 3464)."""

    message_id = models.BigIntegerField()
    email = models.CharField(max_length=320)
    reported_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message_id", "email"], name="reached_once")]
