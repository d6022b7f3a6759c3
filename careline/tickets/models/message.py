"""One thing said in a ticket."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.tickets.models.ticket import Ticket


class Message(models.Model):
    """Something said by the customer, an agent or the system: public, or an internal note. Its words never change.

    `state` is "" for what came in and for notes; what goes out moves `held → queued → sending → sent | retrying |
    failed | unsure`, then `delivered | bounced`, never back; `cancelled` if undone while held. `to`, `cc`, `bcc`,
    `reply_to` are lists of [email, name]; `bounces` lists {email, status, diagnostic, permanent, at} of recipients that bounced.
    `threaded_by` says which try found the ticket. `sent_at` is the sender's clock, `created_at` ours.
    """

    class Author(models.TextChoices):
        """Who speaks."""

        CUSTOMER = "customer", _("Customer")
        AGENT = "agent", _("Agent")
        BOT = "bot", _("Bot")
        SYSTEM = "system", _("Careline")

    class State(models.TextChoices):
        """Where an outgoing message stands."""

        NONE = "", ""
        HELD = "held", _("Held")
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        RETRYING = "retrying", _("Trying again")
        FAILED = "failed", _("Failed")
        UNSURE = "unsure", _("Unsure")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Bounced")
        CANCELLED = "cancelled", _("Cancelled")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages", db_index=False)
    author = models.CharField(max_length=10, choices=Author.choices)
    is_public = models.BooleanField(default=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=16, default="email")
    inbox_id = models.BigIntegerField(null=True)
    arrival_id = models.BigIntegerField(null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.CharField(max_length=998, blank=True, default="")
    from_email = models.CharField(max_length=320, blank=True, default="")
    from_name = models.CharField(max_length=200, blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    reply_to = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    reply_text = models.TextField(blank=True, default="")
    quoted_text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    grade = models.CharField(max_length=10, blank=True, default="")
    machine = models.CharField(max_length=12, blank=True, default="")
    threaded_by = models.CharField(max_length=20, blank=True, default="")
    external_id = models.CharField(max_length=998, blank=True, default="")
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    authentication = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    is_automatic = models.BooleanField(default=False)
    quotes_history = models.BooleanField(default=False)
    is_forward = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, choices=State.choices, blank=True, default="")
    state_detail = models.CharField(max_length=500, blank=True, default="")
    state_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    is_scheduled = models.BooleanField(default=False)
    bounces = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_ticket"),
            models.Index(
                fields=["external_id"], name="message_external", condition=~models.Q(external_id="")
            ),
            models.Index(
                fields=["state", "send_at"],
                name="message_outbox",
                condition=models.Q(state__in=["held", "queued", "sending", "retrying"]),
            ),
            models.Index(
                fields=["id"], name="message_troubled", condition=models.Q(state__in=["failed", "unsure"])
            ),
        ]
