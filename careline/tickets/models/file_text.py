"""The words of attached files, for search."""

from django.db import models

from careline.core.models import File


class FileText(models.Model):
    """What was read of one content: comes when a file with it is first read for search, goes with the content.

    READING with its count of tries is written before each try, so that a content that ends its reader is given up.
    """

    class State(models.TextChoices):
        """How far it came."""

        READING = "reading"
        NONE = "none"
        DONE = "done"
        FAILED = "failed"

    file = models.OneToOneField(File, models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    reason = models.CharField(max_length=100, blank=True, default="")
    tries = models.SmallIntegerField(default=0)
    text = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(auto_now=True)
