"""Goodwill budgets: money that a team may give away in a month."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Budget(models.Model):
    """One team's budget for one month (`month` is its first day), in minor units of `currency`.

    `used_minor` is the sum of what was granted from it; it grows by a conditional update, so that without the owner's
    approval it never passes `most_minor`. A month that nobody planned begins as the latest one planned before.
    """

    team = models.ForeignKey("accounts.Team", models.CASCADE, related_name="+")
    month = models.DateField()
    most_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    used_minor = models.BigIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "month"], name="budget_once"),
            models.CheckConstraint(
                condition=Q(most_minor__gte=0, used_minor__gte=0), name="budget_not_negative"
            ),
        ]

    @property
    def left_minor(self) -> int:
        """What may still be given away; below zero where the owner approved more."""
        return self.most_minor - self.used_minor
