"""What may be promised: one row for the company."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PromiseSettings(models.Model):
    """How far ahead promises may reach, and words that nobody may promise. One row; without it, as the defaults say."""

    most_days = models.PositiveSmallIntegerField(default=30)
    never_words = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.most_days}"
