"""The sums of long periods, kept for a while: what took seconds is there at once, with its age."""

from django.db import models


class KeptSum(models.Model):
    """What one question over a long period came to. Asked again it is written anew; swept away after a day.

    `key` holds all that the answer depends on, what the person may see included: whoever finds it may read it. The sums
    were made at `made_at` in so many `seconds`, when all was heeded that had happened until `heeded_at`.
    """

    key = models.CharField(max_length=64, primary_key=True)
    made_at = models.DateTimeField()
    heeded_at = models.DateTimeField(null=True)
    seconds = models.FloatField()
    said = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="keptsum_made")]
