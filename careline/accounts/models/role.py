"""Roles that a company makes for itself, beside the built-in ones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CustomRole(models.Model):
    """A named set of rights, made from a built-in role (`base`), which is what rules that name roles go by.

    Its rights stand with each holder too (`Agent.custom_rights`), written in the same transaction, so that asking
    what somebody may do needs no other row. Comes and goes on the page "Roles"; never goes while somebody has it.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=200, blank=True, default="")
    base = models.CharField(max_length=20)
    rights = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
