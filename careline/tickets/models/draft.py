"""Drafts: what an agent has written and not yet sent."""

from django.conf import settings
from django.db import models

from careline.tickets.models.ticket import Ticket


class Draft(models.Model):
    """One agent's unsent reply, forward, note or new ticket (without a ticket). Saved as it is typed, gone when sent.

    `undone_message_id` is a message that was taken back while this draft had words already: it waits to be put back.
    An offered one (`offered_at`) is shown in the ticket and may be taken over, by anybody who answers there or only by
    `offered_to`. `foreign_version` is the version with which words from elsewhere came in: sending what a window had
    before that does not spend the draft. One for third parties (SIDE) names its side conversation, 0 for a new one.
    `returned` is the proposal that it was, which somebody sent back with a comment. `beginning` holds what was chosen
    and typed for a new ticket besides its message, as its page reads it.
    """

    class Kind(models.TextChoices):
        """What it will become."""

        REPLY = "reply"
        FORWARD = "forward"
        NOTE = "note"
        OUTBOUND = "outbound"
        SIDE = "side"

    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="drafts")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    html = models.TextField(blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    inbox_id = models.BigIntegerField(null=True)
    quotes_history = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    based_on_message_id = models.BigIntegerField(default=0)
    undone_message_id = models.BigIntegerField(default=0, db_default=0)
    offered_at = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    returned = models.ForeignKey("tickets.Proposal", models.SET_NULL, null=True, related_name="+")
    foreign_version = models.IntegerField(default=0, db_default=0)
    side_conversation_id = models.BigIntegerField(default=0, db_default=0)
    beginning = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "agent", "kind", "side_conversation_id"],
                name="draft_once",
                nulls_distinct=False,
            )
        ]
