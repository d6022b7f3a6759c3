"""Where tickets that were brought in came from."""

from django.db import models

from careline.tickets.models.ticket import Ticket


class ImportedTicket(models.Model):
    """One ticket of another system, by its number there: bringing it in again changes nothing."""

    external_id = models.CharField(max_length=100, unique=True)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
