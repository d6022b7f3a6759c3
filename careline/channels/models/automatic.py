"""What we said without a person: at most one a thread and hour."""

from django.db import models
from django.db.models.functions import Now


class AutomaticMail(models.Model):
    """One automatic mail (acknowledgement, notice) to one recipient, so that we never talk to a machine for ever."""

    ticket_id = models.BigIntegerField(null=True)
    recipient = models.CharField(max_length=320)
    kind = models.CharField(max_length=20)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-sent_at"], name="automatic_recipient"),
            models.Index(fields=["ticket_id", "-sent_at"], name="automatic_ticket"),
        ]
