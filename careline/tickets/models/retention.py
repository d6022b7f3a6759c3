"""How long the words of solved tickets are kept."""

from django.conf import settings
from django.db import models


class RetentionRule(models.Model):
    """Tickets of a type ("" for all others) lose their words so many days after they were solved. Figures stay."""

    ticket_type = models.CharField(max_length=12, blank=True, default="", unique=True)
    after_days = models.IntegerField()
    is_active = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
