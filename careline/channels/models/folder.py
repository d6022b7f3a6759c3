"""How far each mailbox folder has been read."""

from django.db import models

from careline.channels.models.inbox import Inbox


class MailFolder(models.Model):
    """One folder of one mailbox: UIDVALIDITY and the highest UID that was journalled (POP3: UIDLs are in Arrival)."""

    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="folders")
    name = models.CharField(max_length=255)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    offered_count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "name"], name="folder_once")]
