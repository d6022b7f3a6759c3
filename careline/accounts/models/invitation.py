"""Invitations to join the staff."""

from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """One person invited by mail; the link's token is stored hashed in core.Token with scope `invitation`.

    Nobody invited those who came by the command line.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=20)
    teams = models.ManyToManyField("accounts.Team", related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
