"""Canned replies."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Macro(models.Model):
    """A canned reply with placeholders such as {{customer.name}}, with or without changes to the ticket.

    Personal with `agent`, a team's with `team`, else the company's.
    """

    name = models.CharField(max_length=120)
    html = models.TextField(blank=True, default="")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("accounts.Team", models.CASCADE, null=True, related_name="+")
    set_status = models.SmallIntegerField(null=True)
    set_priority = models.SmallIntegerField(null=True)
    add_tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_archived = models.BooleanField(default=False)
    used_count = models.IntegerField(default=0)
