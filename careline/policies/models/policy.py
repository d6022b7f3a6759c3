"""Service policies: which tickets are owed what, in the order in which they are asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def usual_pauses() -> list[int]:
    """The statuses in which clocks stand still unless somebody says otherwise: pending, the customer's move."""
    return [3]


class ServicePolicy(models.Model):
    """What a class of tickets is owed. The first active one, by `position`, whose conditions a ticket fits, counts.

    `hours_id` None takes the business hours of organisation, inbox, team or house, in that order. Comes and goes by
    hand; one that was removed stays as a row, since clocks tell of it.
    """

    name = models.CharField(max_length=80)
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)
    conditions = models.JSONField(default=dict)
    is_business = models.BooleanField(default=True)
    hours_id = models.BigIntegerField(null=True)
    pauses = ArrayField(models.SmallIntegerField(), default=usual_pauses)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ServiceTarget(models.Model):
    """One thing that a policy promises: seconds by priority (empty: nothing), with warnings before and steps after.

    `steps` is a list of {"offset", "do", "who"} as in `contracts.Step`.
    """

    class Kind(models.TextChoices):
        """What is measured."""

        FIRST_RESPONSE = "first_response", _("First response")
        NEXT_RESPONSE = "next_response", _("Next response")
        PERIODIC_UPDATE = "periodic_update", _("Periodic update")
        RESOLUTION = "resolution", _("Resolution")
        REQUESTER_WAIT = "requester_wait", _("Customer’s waiting time")
        FIRST_ASSIGNMENT = "first_assignment", _("First assignment")

    policy = models.ForeignKey(ServicePolicy, models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    low_seconds = models.IntegerField(null=True)
    normal_seconds = models.IntegerField(null=True)
    high_seconds = models.IntegerField(null=True)
    urgent_seconds = models.IntegerField(null=True)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "kind"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.kind}"
