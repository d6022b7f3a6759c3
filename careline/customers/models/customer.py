"""Customers, the identities by which we know them, and merges of two records of one person."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.customers.models.organisation import Organisation

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers, with the one rule of who may see them."""

    def visible_to(self, agent: "Agent") -> "CustomerQuerySet":
        """Those whose tickets this person may see, and those without any; all for managers and above."""
        if not agent.may(Right.READ_TICKETS):
            return self.none()
        if agent.sees_every_team:
            return self.all()
        return self.filter(models.Q(team_ids__overlap=visible_team_ids(agent)) | models.Q(team_ids=[]))


class Customer(models.Model):
    """A person who needs something. Comes with the first message; a merged one stays as a pointer.

    With a `hold_reason` nothing of them is erased, not even by retention; an erased one is an empty shell that tickets
    go on pointing to.
    """

    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    fields = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="customers")
    team_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    hold_reason = models.CharField(
        max_length=500, blank=True, default="", db_default=models.Value("", models.CharField())
    )
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[CustomerQuerySet] = CustomerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            GinIndex(fields=["team_ids"], name="customer_teams"),
            GinIndex(
                OpClass("fields", name="jsonb_path_ops"),
                condition=~models.Q(fields={}),
                name="customer_fields",
            ),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="customer_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name or f"Customer {self.pk}"


class Identity(models.Model):
    """One way to reach and recognise a customer: unique by kind and normalised value."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20, default="email")
    value = models.CharField(max_length=320)
    normalised = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "normalised"], name="identity_once")]
        indexes = [GinIndex(OpClass("normalised", name="gin_trgm_ops"), name="identity_trgm")]


class CustomerMerge(models.Model):
    """One merge of two customers: which identities moved, and who saw the target before, so that it can be undone."""

    source = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    target = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    moved_identity_ids = ArrayField(models.BigIntegerField(), default=list)
    target_team_ids = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
