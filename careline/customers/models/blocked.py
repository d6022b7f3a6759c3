"""Senders we do not want to hear from."""

from django.conf import settings
from django.db import models


class BlockedSender(models.Model):
    """One blocked address (`a@b.example`) or domain (`@b.example`): their mail is suspended, never lost."""

    pattern = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    blocked_at = models.DateTimeField(auto_now_add=True)
