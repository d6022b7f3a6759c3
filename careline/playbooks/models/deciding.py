"""What a run asked those who decide: an outcome that goes by limits is gone on with only once it is granted."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.playbooks.models.run import Run


class OutcomeDecision(models.Model):
    """One decision that an outcome of a run needed; `decision_id` is that of authority, whose case it is.

    `waiting → granted | refused | withdrawn`; within the limits of who asked it begins as granted. Amounts are in minor
    units of `currency`; `words` are the answer.
    """

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    run = models.ForeignKey(Run, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=60)
    decision_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    amount_minor = models.BigIntegerField(null=True)
    granted_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
