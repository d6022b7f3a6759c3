"""How tickets stand to each other."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from careline.tickets.models.ticket import Ticket


class Link(models.Model):
    """A relation: `source` is the parent/problem/original of `target`, its child/incident/….

    One of kind `split` comes with a split and is not made by hand.
    """

    class Kind(models.TextChoices):
        """What the target is to the source."""

        CHILD = "child", _("Child")
        INCIDENT = "incident", _("Incident")
        FOLLOW_UP = "follow_up", _("Follow-up")
        DUPLICATE = "duplicate", _("Duplicate")
        RELATED = "related", _("Related")
        SPLIT = "split", _("Split off")

    source = models.ForeignKey(Ticket, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Ticket, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once")]


class Merge(models.Model):
    """One merge of `source` into `target`: which messages and side conversations moved, and how the source stood, so that it can be undone.

    `source_before` holds the columns of the source that the merge changed, by name.
    """

    source = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    target = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    moved_message_ids = ArrayField(models.BigIntegerField(), default=list)
    moved_side_ids = ArrayField(models.BigIntegerField(), default=list, db_default=models.Value("{}"))
    source_status = models.SmallIntegerField()
    source_before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)


class Split(models.Model):
    """One split: the messages that left `source` to make `target`. It stays when undone: replies are led by it."""

    source = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    target = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    message_ids = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    split_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
