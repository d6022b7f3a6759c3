"""Kinds of decision, and how far each role or person may go alone in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SHIPPED_NAMES = {
    "refund": _("Refund"), "goodwill": _("Goodwill"), "contract": _("Change of contract"), "data": _("Giving out data"),
    "safety": _("Safety"),
}  # fmt: skip


class DecisionKind(models.Model):
    """One kind of decision that goes by limits. Five come with the house; more can be named. Archived, never removed.

    `has_amount`: it is about money. `uses_budget`: what is granted is taken from the team's goodwill budget. `field` is
    the key of the tickets' field that holds the amount: whoever fills it in decides, and what is granted is written there.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, blank=True, default="")
    has_amount = models.BooleanField(default=True)
    uses_budget = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    field = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or str(SHIPPED_NAMES.get(self.key, self.key))


class Limit(models.Model):
    """How far a role, or one person in place of their role, may decide alone. Without a row nobody below the top may.

    `most_minor` is for one ticket, in minor units of `currency`, what was granted there before counted in; empty: any
    amount. `most_count` is how often within a `period`; empty: as often as need be.
    """

    class Period(models.TextChoices):
        """The span in which decisions are counted: it begins anew at midnight of the company's zone."""

        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")

    kind = models.ForeignKey(DecisionKind, models.CASCADE, related_name="limits")
    role = models.CharField(max_length=20, blank=True, default="")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    most_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    most_count = models.PositiveIntegerField(null=True)
    period = models.CharField(max_length=5, choices=Period.choices, default=Period.MONTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "role", "agent"], nulls_distinct=False, name="limit_once"
            ),
            models.CheckConstraint(
                condition=Q(role="", agent__isnull=False) | (~Q(role="") & Q(agent__isnull=True)),
                name="limit_of_role_or_agent",
            ),
            models.CheckConstraint(
                condition=Q(most_minor__isnull=True) | (Q(most_minor__gte=0) & ~Q(currency="")),
                name="limit_with_currency",
            ),
        ]


class Guard(models.Model):
    """Where these conditions hold of the ticket, only those of this role or above decide. Without a kind: in every kind."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.ForeignKey(DecisionKind, models.CASCADE, null=True, related_name="guards")
    conditions: models.JSONField[Any, Any] = models.JSONField()
    least_role = models.CharField(max_length=20, default="team_lead")
