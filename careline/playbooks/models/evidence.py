"""Files that prove a step of a run: kept beside it, and seen by whoever sees the run."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.core.models import File
from careline.playbooks.models.run import StepDone


def new_key() -> str:
    """A random name for a download address: 128 bits."""
    return secrets.token_urlsafe(16)


class EvidenceFile(models.Model):
    """One file that was uploaded when a step was done. Goes when its ticket's words are erased."""

    done = models.ForeignKey(StepDone, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
