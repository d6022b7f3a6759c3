"""Goodwill budgets: a team's of a month, what is used and what is left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.authority.models import Budget
from careline.tickets.queries.conditions import company_zone

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def this_month(at: datetime | None = None) -> date:
    """The first day of the month that a moment lies in, in the company's time zone."""
    return (at or timezone.now()).astimezone(company_zone()).date().replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def budget_of(team_id: int, month: date) -> Budget | None:
    """A team's budget for a month, as it is kept or as it would begin (then it has no key yet). None: there is none."""
    latest = Budget.objects.filter(team_id=team_id, month__lte=month).order_by("-month").first()
    if latest is None or latest.month == month:
        return latest
    return Budget(
        team_id=team_id,
        month=month,
        most_minor=latest.most_minor,
        currency=latest.currency,
        owner_id=latest.owner_id,
    )


def lock_budget(team_id: int, month: date) -> Budget | None:
    """The same, kept from now on and locked until the transaction ends."""
    found = budget_of(team_id, month)
    if found is None:
        return None
    if found._state.adding:
        Budget.objects.bulk_create([found], ignore_conflicts=True)
    return Budget.objects.select_for_update().get(team_id=team_id, month=month)


def budgets_for(agent: Agent) -> QuerySet[Budget]:
    """The budgets that somebody may read: all for who looks after limits or reads the audit; those they own or lead."""
    rows = Budget.objects.select_related("team", "owner").order_by("-month", "team__name")
    if agent.may(Right.MANAGE_LIMITS) or agent.may(Right.READ_AUDIT):
        return rows
    led = agent.led_team_ids if agent.may(Right.REPLY) else []
    return rows.filter(team_id__in=led) | rows.filter(owner=agent)
