"""How much people take at a time, and when they are away for longer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Capacity(models.Model):
    """How many tickets at a time an agent takes on a channel; without an agent: everybody with no number of their own."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    most = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "channel"], nulls_distinct=False, name="capacity_once"),
            models.CheckConstraint(condition=Q(most__gte=0), name="capacity_not_negative"),
        ]


class Absence(models.Model):
    """An agent is away from one moment to another, and who takes their place meanwhile.

    `reason` is read by the agent and by who plans for them only. Two absences of one agent never overlap.
    `is_end_told` says that its end has been told of, once.
    """

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")
    cover = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_end_told = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_in_order")
        ]
        indexes = [models.Index(fields=["agent", "ends_at"], name="absence_agent")]
