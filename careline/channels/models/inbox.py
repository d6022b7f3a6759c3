"""Inboxes: one configured account on a channel."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from careline.core.secrets import SecretField


class Inbox(models.Model):
    """One account through which customers reach us, such as support@… with its mailbox and its way out.

    `incoming` and `outgoing` hold the connection (host, port, security, user, folders, …) and are documented with
    their forms; passwords and tokens are in the secret fields. Health is written by whoever fetches.
    `storm_limit` is how many mails one sender may send in ten minutes before the rest is held back (0: any number);
    `form_key` opens the public form at /form/<key>.
    """

    class Incoming(models.TextChoices):
        """How mail comes in."""

        NONE = "none", _("Built-in receiver only")
        IMAP = "imap", _("IMAP")
        POP3 = "pop3", _("POP3")

    class FollowUp(models.TextChoices):
        """What a late reply to a solved or closed ticket does."""

        REOPEN = "reopen", _("Reopen the ticket")
        NEW = "new", _("Open a new, linked ticket")
        REOPEN_WITHIN = "reopen_within", _("Reopen within some days, then a new ticket")

    class Health(models.TextChoices):
        """How the mailbox is."""

        UNKNOWN = "unknown", _("Not tried yet")
        WORKING = "working", _("Working")
        FAILING = "failing", _("Not working")

    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=16, default="email")
    address = models.CharField(max_length=320, unique=True)
    aliases = ArrayField(models.CharField(max_length=320), default=list, blank=True)
    from_name = models.CharField(max_length=120, blank=True, default="")
    team = models.ForeignKey("accounts.Team", models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    signature = models.TextField(blank=True, default="")
    incoming_kind = models.CharField(max_length=8, choices=Incoming.choices, default=Incoming.NONE)
    incoming = models.JSONField(default=dict, blank=True)
    incoming_secret = SecretField(blank=True, default="")
    outgoing = models.JSONField(default=dict, blank=True)
    outgoing_secret = SecretField(blank=True, default="")
    dkim = models.JSONField(default=dict, blank=True)
    dkim_key = SecretField(blank=True, default="")
    follow_up = models.CharField(max_length=14, choices=FollowUp.choices, default=FollowUp.REOPEN_WITHIN)
    reopen_days = models.PositiveSmallIntegerField(default=14)
    thanks_reopens = models.BooleanField(default=False)
    acknowledges = models.BooleanField(default=False)
    acknowledgement = models.TextField(blank=True, default="")
    answer_within_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    undo_seconds = models.PositiveSmallIntegerField(default=10)
    storm_limit = models.PositiveIntegerField(default=30)
    form_key = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    hourly_limit = models.PositiveIntegerField(default=1000)
    trusted_authserv_ids = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    health = models.CharField(max_length=8, choices=Health.choices, default=Health.UNKNOWN)
    health_error = models.CharField(max_length=500, blank=True, default="")
    healthy_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    offered_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"
