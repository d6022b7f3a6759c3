"""Replies that wait for somebody's approval, and what became of them."""

from django.conf import settings
from django.db import models

from careline.core.models import File
from careline.tickets.models.attachment import new_key
from careline.tickets.models.draft import Draft
from careline.tickets.models.message import Message
from careline.tickets.models.ticket import Ticket


class Proposal(models.Model):
    """What an agent (`agent`) wants to say to the outside, and somebody else has to approve first. It is no message.

    Comes by `reply`, `forward` and `outbound`. Ends as approved (then `message` is what went out), returned with a
    `comment`, or withdrawn; the last two made a draft of it again. The row stays: its `html` is what was first
    written, whatever the approver made of it (`was_edited`). `seen_message_id` is the newest that the writer had seen.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        APPROVED = "approved"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Draft.Kind.choices)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    html = models.TextField(blank=True, default="")
    subject = models.CharField(max_length=998, blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    quotes_history = models.BooleanField(default=False)
    send_at = models.DateTimeField(null=True)
    then_status = models.SmallIntegerField(null=True)
    then_reason = models.CharField(max_length=500, blank=True, default="")
    seen_message_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    comment = models.TextField(blank=True, default="")
    was_edited = models.BooleanField(default=False)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        indexes = [
            models.Index(
                fields=["ticket", "agent"], condition=models.Q(state="waiting"), name="proposal_waiting"
            )
        ]


class ProposalFile(models.Model):
    """A file of a proposal that waits; it becomes an attachment, or a draft's file again, and the row goes."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    key = models.CharField(max_length=22, unique=True, default=new_key)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    is_inline = models.BooleanField(default=False)
