"""Promises: what a named agent told a customer would happen by a moment."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

IS_OWED = models.Q(state__in=["open", "broken"], ended_at__isnull=True)


class Promise(models.Model):
    """Something promised to a customer by a moment.

    It begins as DRAFTED, beside words that are not sent yet, and counts once they are (`message_id`): then it is OPEN,
    until it is kept, broken or taken back. `first_due_at` is the moment that was said first. `made_on_id` is the ticket
    it was made on, should that be merged. `warned_at` and `broken_at` are set once, when its agent was told.
    """

    class State(models.TextChoices):
        """How it stands."""

        DRAFTED = "drafted", _("Not sent yet")
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Broken")
        WITHDRAWN = "withdrawn", _("Taken back")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    made_on_id = models.BigIntegerField()
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    message_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["ticket"], name="promise_ticket"),
            models.Index(fields=["agent", "due_at"], condition=IS_OWED, name="promise_owed_by"),
            models.Index(fields=["due_at", "id"], condition=IS_OWED, name="promise_owed"),
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="promise_due"),
            models.Index(
                fields=["warn_at"],
                condition=models.Q(state="open", warned_at__isnull=True),
                name="promise_warn",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        """Whether it is owed."""
        return self.state == self.State.OPEN

    @property
    def was_moved(self) -> bool:
        """Whether the customer was told another moment since."""
        return self.due_at != self.first_due_at
