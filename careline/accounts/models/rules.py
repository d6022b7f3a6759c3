"""The rules of log in that the company made: at most one row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SignInRules(models.Model):
    """Who needs a second factor, how long a session lives, whether passwords count. No row: the usual.

    `second_factor_roles` are keys of roles; `session_hours` and `idle_minutes` 0 mean no limit. `only_single_sign_on`
    does not bind admins, so that nobody is locked out when the provider is away.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    second_factor_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    session_hours = models.PositiveIntegerField(default=0)
    idle_minutes = models.PositiveIntegerField(default=0)
    only_single_sign_on = models.BooleanField(default=False)
    password_length = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="sign_in_rules_only_one")]
