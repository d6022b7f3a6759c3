"""Companies that customers belong to."""

from django.db import models


class Organisation(models.Model):
    """One company among the customers, recognised by its e-mail domains."""

    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """One e-mail domain of an organisation; the same domain never belongs to two."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
