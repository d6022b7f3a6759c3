"""Invitations to join the staff."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Invitation(models.Model):
    """One person invited by mail; the link's token is stored hashed in core.Token with scope `invitation`.

    Nobody invited those who came by the command line.
    """

    LIFETIME: ClassVar[timedelta] = timedelta(hours=168)

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=20)
    custom_role = models.ForeignKey("accounts.CustomRole", models.SET_NULL, null=True, related_name="+")
    teams = models.ManyToManyField("accounts.Team", related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @property
    def is_late(self) -> bool:
        """Whether the link that was sent last has run out."""
        return timezone.now() - self.invited_at > self.LIFETIME
