"""How far the demo company's people decide alone, its budget and ladder, what they asked for, and who is kept out of what."""

from collections.abc import Iterable, Mapping
from typing import Any

from careline.accounts.models import Agent, Team
from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.escalate import escalate
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.set_limits import LimitDetails, save_kind, set_limit
from careline.authority.actions.take_decision import refuse_decision
from careline.authority.contracts import Step
from careline.authority.models import DecisionKind
from careline.authority.queries.budgets import this_month
from careline.tickets.actions.keep_out import keep_out
from careline.tickets.models import Ticket

_LIMITS = (
    ("refund", "agent", 5_000, 20), ("refund", "team_lead", 50_000, None),
    ("goodwill", "agent", 2_000, 10), ("goodwill", "team_lead", 20_000, None),
)  # fmt: skip
_SHIPPED = (
    ("refund", True, False),
    ("goodwill", True, True),
    ("contract", False, False),
    ("data", False, False),
    ("safety", False, False),
)


def make_limits(*, teams: Mapping[str, Team], lead: Agent) -> None:
    """Set limits and a budget of each team, and the ladder of orders: its lead by name first, then who is the top."""
    for key, is_money, draws in _SHIPPED:
        if not DecisionKind.objects.filter(key=key).exists():
            save_kind(key.capitalize(), key=key, has_amount=is_money, uses_budget=draws, by=lead)
    for key, role, most, count in _LIMITS:
        kind = DecisionKind.objects.get(key=key)
        set_limit(kind, LimitDetails(most, "EUR", count, "month"), role=role, by=lead)
    for team in teams.values():
        plan_budget(team, this_month(), most=50_000, currency="EUR", owner=lead, by=lead)
        save_ladder(team, (Step(1, f"agent:{lead.pk}", "Runs the shop", 4),), by=lead)


def decide(told: Iterable[Mapping[str, Any]], agents: Mapping[str, Agent]) -> None:
    """Ask for what is told: within the limits it is granted at once, beyond them it waits, or was refused with `refused`."""
    for one in told:
        asked = ask_decision(
            _named(one), one["kind"], by=agents[one["who"]], amount=one["amount"], currency="EUR", reason=one["reason"],
        )  # fmt: skip
        if "refused" in one:
            refuse_decision(asked, by=agents["Mirela"], words=one["refused"])


def take_up(told: Iterable[Mapping[str, Any]], agents: Mapping[str, Agent]) -> None:
    """Escalate what is told."""
    for one in told:
        escalate(_named(one), 1, reason=one["reason"], words=one["note"], by=agents[one["who"]])


def keep_apart(told: Iterable[Mapping[str, Any]], agents: Mapping[str, Agent]) -> None:
    """Keep people out of tickets that are about them."""
    for one in told:
        keep_out(_named(one), agents[one["whom"]], reason=one["reason"], by=agents["Mirela"])


def _named(one: Mapping[str, Any]) -> Ticket:
    return Ticket.objects.get(subject__startswith=one["ticket"])
