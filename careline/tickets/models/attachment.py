"""Files that belong to messages, and to drafts that may become messages."""

import secrets

from django.conf import settings
from django.db import models

from careline.core.models import File
from careline.tickets.models.draft import Draft
from careline.tickets.models.message import Message

SAFE_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a page may show: it can run nothing."""


def new_key() -> str:
    """A random name for a download address: 128 bits."""
    return secrets.token_urlsafe(16)


class Attachment(models.Model):
    """A file that belongs to one message. `content_id` ties inline images to the HTML's `cid:`.

    `is_read` says that its words have been made findable, or that it has none; the worker sees to it.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True, default="")
    is_read = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_read=False), name="attachment_unread"),
        ]


class DraftFile(models.Model):
    """A file put into a draft by the agent who writes it; becomes an attachment when the draft is sent."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    is_inline = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
