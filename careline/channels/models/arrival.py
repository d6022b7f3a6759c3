"""The intake journal."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.channels.models.inbox import Inbox


class Arrival(models.Model):
    """One thing that arrived, raw, committed before it was acknowledged. Unique by where it came from.

    `origin` is unique within the inbox: `imap:<folder>:<uidvalidity>:<uid>`, `pop3:<uidl>`, `smtp:<transaction>`,
    `form:<key>`, `pipe:<random>`. `envelope` holds client address, helo, mail_from, rcpt_to, authenticated user.
    `sender` and `subject` are scanned from the header before parsing, for order and for lists; `fingerprint` is what
    stays the same when one mail comes by two ways (see `intake.scan`). `claimed_by` is the key of the drain that works
    on it, alive as long as it holds its advisory lock.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Ignored")
        SUSPENDED = "suspended", _("Suspended")
        FAILED = "failed", _("Failed")

    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(max_length=400)
    kind = models.CharField(max_length=16, default="email")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    raw = models.BinaryField(null=True)
    envelope = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True, default="")
    error = models.TextField(blank=True, default="")
    attempts = models.SmallIntegerField(default=0)
    claimed_by = models.IntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    sender = models.CharField(max_length=320, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    released_by_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField(db_default=Now())
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "origin"], name="arrival_once")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="arrival_waiting"),
            models.Index(fields=["state", "-id"], name="arrival_state"),
            models.Index(fields=["sha256"], name="arrival_hash"),
            models.Index(
                fields=["fingerprint"], name="arrival_fingerprint", condition=~models.Q(fingerprint="")
            ),
            models.Index(fields=["sender", "arrived_at"], name="arrival_sender"),
            models.Index(
                fields=["ticket_id", "-id"],
                name="arrival_ticket",
                condition=models.Q(ticket_id__isnull=False),
            ),
            models.Index(
                fields=["claimed_by"],
                name="arrival_claimed",
                condition=models.Q(state="waiting") & ~models.Q(claimed_by=0),
            ),
        ]
