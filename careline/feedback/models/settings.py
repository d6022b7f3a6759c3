"""What the company decides about complaints and upset customers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


def usual_categories() -> list[str]:
    """What complaints are mostly about, until the company says otherwise."""
    return ["Product", "Delivery", "Price and billing", "Service", "Staff", "Data protection", "Other"]


def usual_causes() -> list[str]:
    """Where complaints mostly come from, until the company says otherwise."""
    return [
        "Defect",
        "Wrong information",
        "Delay",
        "Damaged in transit",
        "Missing reply",
        "System failure",
        "Human error",
        "Other",
    ]


class FeedbackSettings(models.Model):
    """Exactly one row. Days of deadlines are business days, or calendar days; money is in `currency` (ISO 4217)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    raises_priority = models.BooleanField(default=True)
    cool_down_minutes = models.IntegerField(default=30)
    acknowledge_days = models.IntegerField(default=2)
    respond_days = models.IntegerField(default=10)
    counts_business_days = models.BooleanField(default=True)
    systemic_count = models.IntegerField(default=3)
    systemic_days = models.IntegerField(default=90)
    review_days = models.IntegerField(default=90)
    currency = models.CharField(max_length=3, default="EUR")
    categories = ArrayField(models.CharField(max_length=60), default=usual_categories)
    causes = ArrayField(models.CharField(max_length=60), default=usual_causes)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="feedback_settings_only_one")]
