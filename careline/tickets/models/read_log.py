"""Who looked at what. Appended when a page is opened, never changed, swept away after some months."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Read(models.Model):
    """One person opened one thing at one moment; keys only, so that nothing keeps what was erased."""

    class Kind(models.TextChoices):
        """What was opened."""

        TICKET = "ticket", _("Ticket")
        CUSTOMER = "customer", _("Customer")
        ATTACHMENT = "attachment", _("Attachment")
        EXPORT = "export", _("Export")

    agent_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    ticket_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="read_at"),
            models.Index(fields=["agent_id", "-id"], name="read_by"),
            models.Index(fields=["kind", "object_id", "-id"], name="read_what"),
            models.Index(fields=["ticket_id", "-id"], name="read_ticket", condition=~models.Q(ticket_id=0)),
        ]
