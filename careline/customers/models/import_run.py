"""Imports of customers and tickets from a file."""

from django.conf import settings
from django.db import models

from careline.core.models import File


class ImportRun(models.Model):
    """One file that somebody brings in: checked first, then run by a job that goes on where it was if it is killed.

    `mapping` says which column of ours each header of the file is; `position` counts the rows that are done, committed
    together with what they did. The file is forgotten once the run is over.
    """

    class State(models.TextChoices):
        """How far it is."""

        NEW = "new"
        CHECKING = "checking"
        CHECKED = "checked"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    total = models.IntegerField(default=0)
    position = models.IntegerField(default=0)
    made = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)


class ImportProblem(models.Model):
    """One row that could not be taken in, and why; at most a thousand are kept of one run."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    row = models.IntegerField()
    words = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="import_problem_row")]
