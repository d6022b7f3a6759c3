"""Plan a team's goodwill budget of a month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.authority.contracts import AuthorityRefused
from careline.authority.events import BudgetChanged
from careline.authority.models import Budget
from careline.authority.queries.budgets import lock_budget
from careline.core.events import emit

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team


@transaction.atomic
def plan_budget(team: Team, month: date, *, most: int, currency: str, owner: Agent, by: Agent) -> Budget:
    """Give a team so much to spend in a month (its first day), in minor units; `owner` approves what goes beyond.

    Later months begin with the same. Refuses (AuthorityRefused) another currency once something was spent, and an owner
    who left. Emits BudgetChanged, if anything did.
    """
    by.require(Right.MANAGE_LIMITS)
    currency, month = currency.upper(), month.replace(day=1)
    if most < 0 or len(currency) != 3 or not currency.isalpha():
        raise AuthorityRefused(_("Write an amount with its currency, such as 50 EUR."))
    if not owner.is_active:
        raise AuthorityRefused(_("The owner must be somebody who is here."))
    kept = lock_budget(team.pk, month)
    if kept is not None and kept.used_minor and kept.currency != currency:
        raise AuthorityRefused(_("Something was spent already, so the currency stays."))
    values = {"most_minor": most, "currency": currency, "owner": owner}
    if kept is not None and (kept.most_minor, kept.currency, kept.owner_id) == (most, currency, owner.pk):
        return kept
    row, _made = Budget.objects.update_or_create(team=team, month=month, defaults=values)
    emit(
        BudgetChanged(
            team_id=team.pk, month=month.isoformat(), most=most, currency=currency, owner_id=owner.pk
        ),
        by=by.actor,
    )
    return row
