"""How far each mailbox folder has been read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careline.channels.models.inbox import Inbox


class MailFolder(models.Model):
    """One folder of one mailbox: UIDVALIDITY and the highest UID that was journalled.

    For POP3 there is one, named POP3: UIDLs are in Arrival, but for those in `passed_over`, which lay there when the
    inbox was connected for new mail only.
    """

    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="folders")
    name = models.CharField(max_length=255)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    passed_over = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    offered_count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "name"], name="folder_once")]
