"""One field that people defined, and the files that were put into such fields."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from careline.core.models import File


class Field(models.Model):
    """A question asked of every ticket, customer or organisation. Its key and kind never change; it is archived, never deleted.

    `choices` is a list of {key, label, path, archived}; `limits` holds what the kind knows (least, most, longest,
    pattern, decimals, currencies, reference). No role in `see_roles` or `edit_roles` means every role.
    """

    target = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    help = models.CharField(max_length=300, blank=True, default="")
    requirement = models.CharField(max_length=8, default="never")
    default = models.JSONField(null=True, default=None)
    choices = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    see_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    edit_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "key"], name="field_once")]

    def __str__(self) -> str:
        return self.label


def new_key() -> str:
    """A random name for a download address: 128 bits."""
    return secrets.token_urlsafe(16)


class FieldFile(models.Model):
    """A file put into a field of one ticket, customer or organisation; the value names its key."""

    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["object_id", "field"], name="field_file_object")]
