"""How far the demo company's people decide alone, its goodwill budget, and one decision that waits."""

from careline.accounts.models import Agent, Team
from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.set_limits import LimitDetails, save_kind, set_limit
from careline.authority.models import DecisionKind
from careline.authority.queries.budgets import this_month
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


def make_limits(*, teams: dict[str, Team], agents: dict[str, Agent], by: Agent) -> None:
    """Set limits and a budget for the first team, and have somebody ask for more than they may grant."""
    for key, is_money, draws in _SHIPPED:
        if not DecisionKind.objects.filter(key=key).exists():
            save_kind(key.capitalize(), key=key, has_amount=is_money, uses_budget=draws, by=by)
    for key, role, most, count in _LIMITS:
        kind = DecisionKind.objects.get(key=key)
        set_limit(kind, LimitDetails(most, "EUR", count, "month"), role=role, by=by)
    team = next(iter(teams.values()))
    plan_budget(team, this_month(), most=50_000, currency="EUR", owner=by, by=by)
    other = next(one for one in agents.values() if one.role == "agent" and one != by)
    ticket = (
        Ticket.objects.visible_to(other)
        .filter(team=team, status__lt=5, merged_into=None)
        .order_by("pk")
        .first()
    )
    if ticket is not None:
        reason = "The second repair in a month: they keep the bicycle if we pay for the wheel."
        ask_decision(ticket, "refund", by=other, amount=12_000, currency="EUR", reason=reason)
