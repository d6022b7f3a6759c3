"""The company that this installation serves: exactly one row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Company(models.Model):
    """The one company. Comes with the set-up page, which its existence closes for good."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    address = models.TextField(blank=True, default="", db_default="")
    phone = models.CharField(max_length=50, blank=True, default="", db_default="")
    hours = models.CharField(max_length=300, blank=True, default="", db_default="")
    skipped_steps = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    set_up_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="company_only_one")]
