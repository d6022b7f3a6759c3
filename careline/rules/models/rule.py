"""A rule, and its versions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Rule(models.Model):
    """One rule. Saving it makes a new version; `version` is the one that runs. Lower positions run first.

    `reached` is up to when a timed rule looked, from which moment it was switched on. A removed rule keeps its row,
    since runs point at it.
    """

    name = models.CharField(max_length=100)
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=False)
    version = models.ForeignKey("rules.Version", models.PROTECT, null=True, related_name="+")
    reached = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["position", "id"], name="rule_order", condition=models.Q(removed_at=None))
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a rule was from one saving to the next. Never changed: every run stands on the version that did it."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    name = models.CharField(max_length=100)
    trigger = models.CharField(max_length=20)
    hours = models.IntegerField(default=0)
    conditions = models.JSONField(default=dict)
    acts = models.JSONField(default=list)
    stops = models.BooleanField(default=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]
