"""Canned replies, their files, and the record of when one was used."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.core.models import File
from careline.tickets.models.attachment import new_key


class Macro(models.Model):
    """A canned reply with placeholders such as {{customer.name}}, with or without changes to the ticket.

    Personal with `agent`, a team's with `team`, else the company's. `note` is plain words with placeholders.
    """

    class Hand(models.TextChoices):
        """Into whose hands it puts the ticket."""

        LEAVE = "", _("Nobody else")
        ME = "me", _("Whoever uses it")
        NOBODY = "nobody", _("Nobody")

    name = models.CharField(max_length=120)
    html = models.TextField(blank=True, default="")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("accounts.Team", models.CASCADE, null=True, related_name="+")
    set_status = models.SmallIntegerField(null=True)
    set_priority = models.SmallIntegerField(null=True)
    set_type = models.CharField(max_length=12, blank=True, default="", db_default="")
    move_team = models.ForeignKey("accounts.Team", models.SET_NULL, null=True, related_name="+")
    assign = models.CharField(max_length=8, choices=Hand.choices, blank=True, default="", db_default="")
    add_tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    remove_tags = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        db_default=models.Value([], ArrayField(models.CharField(max_length=60))),
    )
    note = models.TextField(blank=True, default="", db_default="")
    is_archived = models.BooleanField(default=False)
    used_count = models.IntegerField(default=0)
    version = models.IntegerField(default=1, db_default=1)


class MacroFile(models.Model):
    """A file that goes along with a macro's words."""

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()


class MacroUse(models.Model):
    """One use of a macro in a ticket; the worker adds it to the macro's figure soon after (`is_counted`)."""

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    is_counted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_counted=False), name="macro_use_uncounted")
        ]
