"""One event on its way to one webhook, and each attempt to hand it over."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careline.webhooks.models.endpoint import Endpoint


def new_key() -> str:
    """The id that the other side sees, the same at every attempt: 128 random bits."""
    return f"msg_{secrets.token_hex(16)}"


class Delivery(models.Model):
    """One event for one webhook, once; `payload` is what is sent, byte for byte, at every attempt. Kept 30 days.

    `waiting → sending → delivered | waiting (again, later) | failed`; run again by hand, it waits again. Those of one
    `subject` go out in the order of their ids. A test has no event.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", db_index=False)
    event_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    type = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    payload = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="delivery_once")]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(
                fields=["due_at"], name="delivery_due", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index(
                fields=["endpoint", "subject", "id"],
                name="delivery_order",
                condition=Q(state__in=["waiting", "sending"]),
            ),
        ]


class Attempt(models.Model):
    """One attempt: the answer's status and its beginning, or why there was none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    status = models.SmallIntegerField(null=True)
    duration_ms = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    response = models.TextField(blank=True, default="")
