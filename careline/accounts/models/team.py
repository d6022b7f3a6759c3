"""Teams and who belongs to them."""

from django.conf import settings
from django.db import models


class Team(models.Model):
    """Agents who share a queue. A private team's tickets are seen by its members (and managers, admins, auditors)."""

    name = models.CharField(max_length=80, unique=True)
    signature = models.TextField(blank=True, default="")
    is_private = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One agent in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="membership_once")]
