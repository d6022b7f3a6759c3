"""A playbook and its versions: what was ever saved stays, one of them may be published."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Playbook(models.Model):
    """One procedure under its key. Runs follow the `published` version; `required_for` repeats what that one says.

    Comes with its first version, is archived, never removed: runs point to its versions.
    """

    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    published = models.ForeignKey("playbooks.Version", models.PROTECT, null=True, related_name="+")
    required_for = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """What a playbook said at one time, as it was written; never changed. `note` says what is different and why."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playbook", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.playbook_id}/{self.number}"
