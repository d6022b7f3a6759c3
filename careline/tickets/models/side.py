"""Side conversations: what is said with third parties inside a ticket. The customer has no part in it, on any path.

They are rows of their own, not messages of the ticket: whatever reads a ticket's messages can't come upon them.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.core.models import File
from careline.tickets.models.attachment import new_key
from careline.tickets.models.message import Message
from careline.tickets.models.ticket import Ticket


class SideConversation(models.Model):
    """A thread with a third party (supplier, courier) inside a ticket; done when `done_at` is set, until they write again.

    `to` and `cc` are lists of [email, name]: whom the next message of ours goes to.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300, blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    last_message_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)


class SideMessage(models.Model):
    """Something said in a side conversation, by us (`is_ours`) or by somebody outside. Its words never change.

    Its ids are drawn from the numbers of messages, so that no id is both: whoever brings messages out, or knows them
    by number (attempts, reports, the word index), needs not ask which it is. The columns mean what those of Message
    do. `is_participant` is false for a sender whom we never wrote to here. `known_id` is the latest message that its
    writer knew when they gave a scheduled one another moment.
    """

    id = models.BigIntegerField(
        primary_key=True,
        db_default=models.Func(models.Value("tickets_message_id_seq"), function="nextval"),
    )
    conversation = models.ForeignKey(SideConversation, models.PROTECT, related_name="messages")
    is_ours = models.BooleanField()
    is_participant = models.BooleanField(default=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    inbox_id = models.BigIntegerField(null=True)
    arrival_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=998, blank=True, default="")
    from_email = models.CharField(max_length=320, blank=True, default="")
    from_name = models.CharField(max_length=200, blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    reply_text = models.TextField(blank=True, default="")
    quoted_text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    grade = models.CharField(max_length=10, blank=True, default="")
    machine = models.CharField(max_length=12, blank=True, default="")
    threaded_by = models.CharField(max_length=20, blank=True, default="")
    external_id = models.CharField(max_length=998, blank=True, default="")
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    authentication = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=Message.State.choices, blank=True, default="")
    state_detail = models.CharField(max_length=500, blank=True, default="")
    state_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    bounces = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    is_scheduled = models.BooleanField(default=False, db_default=False)
    known_id = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["external_id"], name="side_external", condition=~models.Q(external_id="")),
            models.Index(
                fields=["state", "send_at"],
                name="side_outbox",
                condition=models.Q(state__in=["held", "queued", "sending", "retrying"]),
            ),
            models.Index(
                fields=["id"], name="side_troubled", condition=models.Q(state__in=["failed", "unsure"])
            ),
        ]

    @property
    def ticket(self) -> Ticket:
        """The ticket that it is said in."""
        return self.conversation.ticket

    @property
    def ticket_id(self) -> int:
        """The number of that ticket."""
        return self.conversation.ticket_id


class SideFile(models.Model):
    """A file that belongs to one message of a side conversation."""

    message = models.ForeignKey(SideMessage, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True, default="")


class SideSeen(models.Model):
    """How far an agent has read a side conversation: the last message on their screen."""

    conversation = models.ForeignKey(SideConversation, models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "agent"], name="side_seen_once")]
