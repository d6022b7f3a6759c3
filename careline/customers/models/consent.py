"""What customers agreed to, and took back."""

from django.conf import settings
from django.db import models

from careline.customers.models.customer import Customer


class Consent(models.Model):
    """One statement of a customer: whether we may write to them on a channel. Never changed; the latest one counts."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=20)
    is_given = models.BooleanField()
    source = models.CharField(max_length=200)
    stated_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "channel", "-stated_at"], name="consent_latest")]
