"""Who watches a ticket, has read it, or is in it now."""

from django.conf import settings
from django.db import models

from careline.tickets.models.ticket import Ticket


class Watcher(models.Model):
    """An agent who wants to hear of a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="watchers")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="watcher_once")]


class Seen(models.Model):
    """How far an agent has read a ticket: the last message on their screen."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="seen_once")]


class Viewer(models.Model):
    """An agent who has a ticket open now (a sign of life each 20 s), and when they last typed in it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="viewer_once")]
