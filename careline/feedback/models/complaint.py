"""Complaints: what was wrong, where it came from, what was done about it, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careline.accounts.contracts import Right
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Complaints, and who may see them."""

    def visible_to(self, agent: Agent) -> ComplaintQuerySet:
        """Those with a ticket that the agent sees, and that are not about the agent; none without the right."""
        if not agent.may(Right.READ_COMPLAINTS):
            return self.none()
        linked = ComplaintTicket.objects.filter(
            complaint=models.OuterRef("pk"), ticket_id__in=visible_ids(agent)
        )
        return self.filter(models.Exists(linked)).exclude(about=agent)


class Complaint(models.Model):
    """One complaint of one customer, about one thing. It goes along ISO 10002 and stays when it is closed.

    `cost_minor` is in minor units of `currency`. `acknowledge_by` and `respond_by` are computed when it is opened.
    `about` is the member of staff whom it is about, if anybody: they never see it, nor its tickets. `told` names the deadlines that
    were told as due, each once. `consents` says whether the customer agreed to close it.
    """

    class Stage(models.TextChoices):
        """Where it stands, after ISO 10002."""

        RECEIVED = "received", _("Received")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        INVESTIGATING = "investigating", _("Being investigated")
        RESPONDED = "responded", _("Answered")
        ESCALATED = "escalated", _("With an outside body")
        CLOSED = "closed", pgettext_lazy("a complaint", "Closed")
        WITHDRAWN = "withdrawn", _("Taken back by the customer")

    class Severity(models.IntegerChoices):
        """How grave it is."""

        MINOR = 1, _("Minor")
        MODERATE = 2, _("Moderate")
        SERIOUS = 3, _("Serious")
        CRITICAL = 4, _("Critical")

    class Admitted(models.TextChoices):
        """Whether we say that it was our fault."""

        OPEN = "", _("Not decided")
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    class Consent(models.TextChoices):
        """Whether the customer agreed to close it."""

        UNKNOWN = "", _("Not asked")
        GIVEN = "given", _("Agreed")
        REFUSED = "refused", _("Did not agree")
        SILENT = "silent", _("No answer")

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    organisation_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.RECEIVED)
    category = models.CharField(max_length=60)
    cause = models.CharField(max_length=60, blank=True, default="")
    severity = models.SmallIntegerField(choices=Severity.choices, default=Severity.MODERATE)
    summary = models.CharField(max_length=300)
    finding = models.TextField(blank=True, default="")
    remedy = models.CharField(max_length=300, blank=True, default="")
    admitted = models.CharField(max_length=8, choices=Admitted.choices, blank=True, default="")
    cost_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    outside_body = models.CharField(max_length=120, blank=True, default="")
    outside_reference = models.CharField(max_length=120, blank=True, default="")
    consent = models.CharField(max_length=8, choices=Consent.choices, blank=True, default="")
    lessons = models.TextField(blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    received_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    respond_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    told: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    next_due_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    objects: ClassVar[models.Manager[Complaint]] = models.Manager.from_queryset(ComplaintQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id"], name="complaint_organisation"),
            models.Index(fields=["category", "cause", "received_at"], name="complaint_cause"),
            models.Index(fields=["received_at"], name="complaint_received"),
            models.Index(
                fields=["next_due_at"], name="complaint_due", condition=models.Q(next_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.summary}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.stage not in ENDED


ENDED = (Complaint.Stage.CLOSED, Complaint.Stage.WITHDRAWN)
"""The stages of complaints about which nothing is to be done any more."""


class ComplaintTicket(models.Model):
    """A ticket that belongs to a complaint. The first is where it came from.

    `merge_id` is set where it belongs to it since another ticket was merged into it, and goes when that is undone.
    `keeps_out` says that by this whom the complaint is about is kept out of the ticket, who would see it otherwise.
    """

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="links")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    merge_id = models.BigIntegerField(null=True)
    keeps_out = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "ticket"], name="complaint_ticket_once")]
