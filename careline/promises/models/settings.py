"""What may be promised: one row for the company."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PromiseSettings(models.Model):
    """How near and how far ahead promises may be, and what nobody may say. One row; without it, as the defaults say."""

    most_days = models.PositiveSmallIntegerField(default=30)
    least_minutes = models.PositiveIntegerField(default=0, db_default=0)
    forbids_certainty = models.BooleanField(default=False, db_default=False)
    never_words = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.most_days}"
