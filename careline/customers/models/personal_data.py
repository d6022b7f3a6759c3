"""Exports of everything we hold about a person, and erasures."""

from django.conf import settings
from django.db import models

from careline.core.models import File
from careline.customers.models.customer import Customer


class Export(models.Model):
    """One export of everything we hold about a customer: made by a job, handed out until it expires, then forgotten."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"
        EXPIRED = "expired"

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)


class Erasure(models.Model):
    """One erasure of a customer: why, by whom, how much there was of what; done by a job, all of it or nothing."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=300, blank=True, default="")
    counts = models.JSONField(default=dict)
    file_ids = models.JSONField(default=list)
