"""A notice: that one person shall hear of one thing."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.notices.contracts import USUAL
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, which are one person's alone, and only as long as they may see what they are about."""

    def visible_to(self, agent: "Agent") -> "NoticeQuerySet":
        """A person's own: of tickets that they may see now, and of kinds for which they have the right now."""
        lacking = [kind.value for kind, usual in USUAL.items() if not agent.may(usual.needs)]
        about = models.Q(ticket=None) | models.Q(ticket__in=visible_ids(agent))
        return self.filter(about, agent=agent).exclude(kind__in=lacking)

    def at_desk(self) -> "NoticeQuerySet":
        """Those that the workspace shows."""
        return self.filter(is_at_desk=True)

    def unread(self) -> "NoticeQuerySet":
        """Those not read yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that one person is told of, with the strongest reason for it. Made by `actions.tell`; pruned when old.

    `thing` is the act it came of, the same for all that belongs to it. Names and subjects are looked up when it is
    shown: what is kept here are ids. `is_at_desk` is False for who wants this kind by mail or push alone.
    """

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    thing = models.CharField(max_length=60)
    kind = models.CharField(max_length=24)
    rank = models.SmallIntegerField()
    event_id = models.BigIntegerField()
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, null=True, related_name="+", db_index=False)
    message_id = models.BigIntegerField(null=True)
    about_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(default=0)
    is_at_desk = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "thing"], name="notice_once")]
        indexes = [
            models.Index(fields=["agent", "-id"], name="notice_newest"),
            models.Index(fields=["agent", "ticket", "-id"], name="notice_of_ticket"),
            models.Index(
                fields=["agent", "ticket"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["ticket"], name="notice_ticket"),
            models.Index(fields=["created_at"], name="notice_age"),
        ]
