"""Changing the rules of log in."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.factors import remember_factors
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent, SignInRules
from careline.accounts.sessions import bind_all
from careline.core.events import emit

SHORTEST, LONGEST = 10, 128


@dataclass(frozen=True)
class Rules:
    """What can be said about log in."""

    second_factor_roles: tuple[str, ...] = ()
    session_hours: int = 0
    idle_minutes: int = 0
    only_single_sign_on: bool = False
    password_length: int = SHORTEST


@transaction.atomic
def save_rules(rules: Rules, *, by: Agent) -> SignInRules:
    """Change the rules; they bind sessions that exist, too.

    Refuses (Forbidden) who may not manage the company, and (NotPossible) single sign-on alone where no provider is
    configured, and passwords shorter than ten characters. Emits SignInRulesChanged.
    """
    by.require(Right.MANAGE_COMPANY)
    if rules.only_single_sign_on and not settings.SOCIALACCOUNT_PROVIDERS:
        raise NotPossible(_("No provider of single sign-on is configured."))
    if not SHORTEST <= rules.password_length <= LONGEST:
        raise NotPossible(_("A password has at least ten characters."))
    row, _made = SignInRules.objects.select_for_update().get_or_create(pk=1)
    wanted = {**vars(rules), "second_factor_roles": sorted(rules.second_factor_roles)}
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.save(update_fields=changed)
    remember_factors()
    if {"session_hours", "idle_minutes"} & set(changed):
        bind_all(row)
    emit(events.SignInRulesChanged(changed=changed), by=by.actor)
    return row
