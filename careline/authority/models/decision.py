"""A decision on a ticket: taken at once within somebody's limits, or asked for and taken by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.authority.models.limit import DecisionKind
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, which are seen by who sees their ticket."""

    def visible_to(self, agent: Agent) -> DecisionQuerySet:
        """Those on tickets that this person may see now."""
        return self.filter(ticket__in=visible_ids(agent))

    def to_take_by(self, agent: Agent) -> DecisionQuerySet:
        """Those that wait for this person: they are asked, may see the ticket, and did not ask themselves."""
        waiting = self.visible_to(agent).filter(
            state=Decision.State.WAITING, approver_ids__contains=[agent.pk]
        )
        return waiting.exclude(asked_by=agent)


class Decision(models.Model):
    """One decision. `waiting → granted | refused | withdrawn`; one within limits begins as granted, decided by who asked.

    `amount_minor` is what was asked for, `granted_minor` what was granted (less at most), in minor units of `currency`.
    `why` says why it needed approval. While it waits, `approver_ids` at `level` of the team's ladder are asked until
    `deadline_at`, then the next level; at the last there is no deadline any more. `remind_at` is when they are reminded.
    `budget` is what it was taken from. `about` is what another room asked it for, in that room's words, such as `run:12`.
    """

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    kind = models.ForeignKey(DecisionKind, models.PROTECT, related_name="+")
    customer_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    granted_minor = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500)
    why = models.CharField(max_length=500, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    level = models.SmallIntegerField(default=0)
    approver_ids = ArrayField(models.BigIntegerField(), default=list)
    deadline_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    about = models.CharField(max_length=60, blank=True, default="")
    budget = models.ForeignKey("authority.Budget", models.PROTECT, null=True, related_name="decisions")

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(state="waiting"), name="decision_deadline"),
            GinIndex(fields=["approver_ids"], condition=Q(state="waiting"), name="decision_approvers"),
            models.Index(fields=["asked_by", "kind", "asked_at"], name="decision_counted"),
            models.Index(fields=["customer_id", "-id"], name="decision_customer"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="decision_remind"),
            models.Index(fields=["about"], condition=~Q(about=""), name="decision_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_minor__isnull=True) | Q(granted_minor__lte=models.F("amount_minor")),
                name="decision_grants_no_more",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody decided yet."""
        return self.state == self.State.WAITING
