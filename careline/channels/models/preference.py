"""Which mails an agent wants."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticePreference(models.Model):
    """One agent's choice of the notices they get by mail; without a row it is `all`."""

    class Level(models.TextChoices):
        """How much."""

        ALL = "all", _("My tickets, tickets that I watch, and mentions")
        ASSIGNED = "assigned", _("My tickets and mentions")
        NONE = "none", _("Nothing")

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.ALL)
