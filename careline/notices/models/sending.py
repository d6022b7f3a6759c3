"""One notice on its way to one place: a mailbox or a browser. The row is the queue."""

from django.db import models
from django.db.models.functions import Now

from careline.notices.models.notice import Notice


class Sending(models.Model):
    """One notice by mail (`target` 0), or to one browser (`target` is its subscription), at most once.

    `due` until somebody claims it; `claimed` is committed before the wire is touched, so that what a killed worker may
    have sent is never sent again; then `sent`, `refused`, or `dropped` where it was read meanwhile. A busy other side
    that took nothing makes it `due` again. `is_gathered`: goes with all others of the person that are due, in one mail.
    """

    class State(models.TextChoices):
        """How far it is."""

        DUE = "due"
        CLAIMED = "claimed"
        SENT = "sent"
        DROPPED = "dropped"
        REFUSED = "refused"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="sendings", db_index=False)
    way = models.CharField(max_length=4)
    target = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    is_gathered = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "way", "target"], name="sending_once")]
        indexes = [
            models.Index(fields=["way", "due_at"], condition=models.Q(state="due"), name="sending_due")
        ]
