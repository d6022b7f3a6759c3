"""Who put a ticket to sleep, and where it wakes. That it sleeps, and until when, stands in the ticket itself."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.tickets.models.ticket import Ticket


class Snooze(models.Model):
    """The latest snooze of a ticket; it counts only while the ticket's `snoozed_until` is set.

    `team` is where the ticket goes when it wakes by time, None to stay where it is.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="snooze")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
