"""What was decided about customers who abuse the staff."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Measure(models.Model):
    """One measure against abuse: why, by whom, until when it is looked at again. It stands until it is lifted.

    `restrict` says in `terms` how this customer is served from now on; with `by_mail_only` forms take nothing of theirs,
    and with a `contact` all their tickets go to that one person. `block` sets aside mail from `addresses`.
    `told_at` is when it was told that the day to look at it again has come; a new day is told anew.
    """

    class Kind(models.TextChoices):
        """How far it goes."""

        WARN = "warn", _("Warned")
        RESTRICT = "restrict", _("Restricted")
        BLOCK = "block", _("Blocked")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    terms = models.CharField(max_length=500, blank=True, default="")
    by_mail_only = models.BooleanField(default=False, db_default=False)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    addresses = ArrayField(models.CharField(max_length=320), default=list)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(db_default=Now())
    review_on = models.DateField()
    told_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["review_on"], name="measure_review", condition=models.Q(lifted_at__isnull=True)
            )
        ]
