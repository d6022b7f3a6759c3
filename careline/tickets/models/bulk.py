"""Changing many tickets at once: the run, and what became of each ticket."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import colleague_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    """Runs, with the one rule of who may see them."""

    def visible_to(self, agent: "Agent") -> "BulkRunQuerySet":
        """A person's own; everybody's for who sees every team; for a lead also those of their teams' members."""
        if agent.sees_every_team and agent.is_active:
            return self.all()
        mine = models.Q(agent=agent)
        if agent.may(Right.MANAGE_TEAMS):
            mine |= models.Q(agent_id__in=colleague_ids(agent))
        return self.filter(mine) if agent.is_active else self.none()


class BulkRun(models.Model):
    """One order of a person to do something with many tickets. Made by the order, worked off by jobs, kept.

    `selection` says which tickets ({"numbers": […]}, {"view": key} or {"words": …}), `what` says what to do (see
    `contracts.BulkOrder`). `cause_id` is the event that everything it does names as its cause.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    selection = models.JSONField(default=dict)
    what = models.JSONField(default=dict)
    cause_id = models.BigIntegerField(default=0)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")
    trouble = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[BulkRunQuerySet] = BulkRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="bulk_one_a_person",
            )
        ]


class BulkItem(models.Model):
    """One ticket of a run. It leaves `waiting` in the transaction that acts on the ticket: once, or not at all.

    `before` and `after` hold what changed; `version` is the ticket's after it, so that an undo sees later changes.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Left as it was")
        REFUSED = "refused", _("Not possible")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    version = models.IntegerField(default=0)
    message_id = models.BigIntegerField(null=True)
    proposal_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ticket"], name="bulk_ticket_once")]
        indexes = [
            models.Index(fields=["run", "id"], condition=models.Q(state="waiting"), name="bulk_item_waiting")
        ]
