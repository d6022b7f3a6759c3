"""Rows without a word of the trade: events, parked reactions, files, tokens, limits."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL


class Xid8Field(models.Field[Any, Any]):
    """PostgreSQL's 64-bit transaction id; the database sets it."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return "xid8"


class Event(models.Model):
    """One fact that happened at one moment. Appended by `emit`, never changed, read by everyone."""

    txid = Xid8Field(db_default=RawSQL("pg_current_xact_id()", ()), editable=False)
    at = models.DateTimeField(db_default=RawSQL("clock_timestamp()", ()))
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    topics = ArrayField(models.CharField(max_length=60))
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)
    cause = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["txid", "id"], name="event_txid"),
            models.Index(fields=["subject", "id"], name="event_subject"),
            models.Index(fields=["name", "id"], name="event_name"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(
                fields=["actor_id", "id"], name="event_agent", condition=models.Q(actor_kind="agent")
            ),
        ]


class Reaction(models.Model):
    """One run of an event's queued handlers, written with their work: a second run of the same job does nothing."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    attempt = models.SmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "attempt"], name="reaction_once")]


class ParkedReaction(models.Model):
    """A handler that failed at every attempt: shown to administrators with its error, until it is run again."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    handler = models.CharField(max_length=200)
    error = models.TextField()
    attempts = models.SmallIntegerField()
    parked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="parked_once")]


class File(models.Model):
    """One content, known by its SHA-256 and kept once in the file storage; what refers to it gives it a name."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=127)
    created_at = models.DateTimeField(auto_now_add=True)


class Token(models.Model):
    """One random token that grants something, stored hashed: scope, subject, expiry, single use."""

    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "subject"], name="token_subject")]


class RateCount(models.Model):
    """How often something happened within one window; old windows are swept away."""

    key = models.CharField(max_length=200)
    window = models.BigIntegerField()
    count = models.IntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="rate_window")]


class Remembered(models.Model):
    """One entry of Django's cache, which all processes share; swept away when it has expired."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)


class Heartbeat(models.Model):
    """The last sign of life of one process or service, and what it has to complain of."""

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)


class IdempotentAnswer(models.Model):
    """A request of the API that carried an idempotency key, and the answer it got; status 0 while it runs. Kept 24 hours."""

    owner = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotent_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotent_age")]


class Seal(models.Model):
    """One batch of events bound into the audit chain: `hash` covers the batch before and each member's digest.

    `reached` is the oldest transaction that still ran in `cluster` when it was written. Never changed or removed.
    """

    hash = models.CharField(max_length=64)
    count = models.IntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    cluster = models.CharField(max_length=32)
    reached = models.CharField(max_length=20)
    sealed_at = models.DateTimeField(db_default=RawSQL("clock_timestamp()", ()))


class SealedEvent(models.Model):
    """What the chain knows of one event: a salted SHA-256 of its row. Stays when the row is gone; no foreign key."""

    event_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField()
    salt = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seal", "event_id"], name="sealed_in_order")]
