"""Addresses that are told what happens, and how far the event log has been followed for them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from careline.core.secrets import SecretField


class Endpoint(models.Model):
    """One webhook: an address, the events it wants (none named: all) and of which teams (none named: all).

    Comes and goes by hand; is switched off when nobody answered for days. After a change of the secret the old one
    signs along until `old_secret_until`.
    """

    name = models.CharField(max_length=80)
    url = models.URLField(max_length=2000)
    types = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    team_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    secret = SecretField()
    old_secret = SecretField(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=200, blank=True, default="")
    failing_since = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """How far the event log was turned into deliveries: exactly one row, moved in the transaction that writes them."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.TextField()
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="follower_only_one")]
