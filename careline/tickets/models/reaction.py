"""A small sign of one colleague on another's note. Never leaves the house."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.tickets.models.message import Message


class Reaction(models.Model):
    """One person's sign on an internal note; each sign once."""

    class Sign(models.TextChoices):
        """What one can say without words."""

        AGREE = "agree", _("Agreed")
        DISAGREE = "disagree", _("Not agreed")
        THANKS = "thanks", _("Thank you")
        DONE = "done", _("Done")
        LOOKING = "looking", _("Looking into it")

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    sign = models.CharField(max_length=10, choices=Sign.choices)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "agent", "sign"], name="reaction_sign_once")
        ]
