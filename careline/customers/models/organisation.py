"""Companies that customers belong to."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


class Organisation(models.Model):
    """One company among the customers, recognised by its e-mail domains.

    `is_shared` lets its members see each other's requests, where customers can log in.
    """

    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True, default="")
    fields = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    is_shared = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(
                OpClass("fields", name="jsonb_path_ops"),
                condition=~models.Q(fields={}),
                name="organisation_fields",
            ),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="organisation_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """One e-mail domain of an organisation; the same domain never belongs to two."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        indexes = [GinIndex(OpClass("domain", name="gin_trgm_ops"), name="organisation_domain_trgm")]
