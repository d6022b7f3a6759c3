"""The ledger of time: stretches of a ticket's life."""

from django.db import models
from django.db.models.functions import Now

from careline.tickets.models.ticket import Ticket


class Interval(models.Model):
    """One stretch during which a ticket had one status, team or assignee. Open while `ended_at` is empty."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    value = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    cause_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ticket", "kind", "started_at"], name="interval_ticket")]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"], condition=models.Q(ended_at__isnull=True), name="interval_one_open"
            )
        ]
