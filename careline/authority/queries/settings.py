"""Limits, guards, ladders and budgets as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from careline.accounts.contracts import Role
from careline.accounts.queries import open_teams, role_words
from careline.authority.contracts import USUAL_CURRENCY, Step
from careline.authority.models import Budget, DecisionKind, LadderStep, Limit
from careline.authority.queries.ladder import steps_of, who_words
from careline.fields.contracts import FieldInfo, Kind, Target, say_money
from careline.fields.queries import all_fields

if TYPE_CHECKING:
    from careline.accounts.models import Team

ROLES = (Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Cell:
    """One limit in the matrix: for a role, or for a person; as it is written in the form."""

    kind: DecisionKind
    name: str
    label: str
    has_limit: bool
    amount: str
    count: str
    period: str


def usual_currency() -> str:
    """The currency that is meant where nobody says one: that of the limits, else of the budgets, else the euro."""
    said = Limit.objects.exclude(currency="").order_by("pk").values_list("currency", flat=True).first()
    return said or Budget.objects.order_by("-pk").values_list("currency", flat=True).first() or USUAL_CURRENCY


def matrix() -> list[tuple[DecisionKind, list[Cell], list[Cell]]]:
    """Each kind that is taken with the limits of all roles, and of those people who have one of their own."""
    kinds = [*DecisionKind.objects.filter(is_archived=False)]
    rows = {(row.kind_id, row.role, row.agent_id): row for row in Limit.objects.select_related("agent")}
    found = []
    for kind in kinds:
        roles = [
            _cell(kind, f"role-{role.value}", role_words(role), rows.get((kind.pk, role.value, None)))
            for role in ROLES
        ]
        people = [
            _cell(kind, f"agent-{agent_id}", row.agent.name, row)
            for (kind_id, _role, agent_id), row in rows.items()
            if kind_id == kind.pk and row.agent is not None
        ]
        found.append((kind, roles, people))
    return found


def money_fields() -> list[FieldInfo]:
    """The fields of tickets that can hold the amounts of a kind of decision."""
    return [one for one in all_fields(Target.TICKET) if one.kind == Kind.MONEY]


def _cell(kind: DecisionKind, name: str, label: str, row: Limit | None) -> Cell:
    if row is None:
        return Cell(kind, f"{kind.key}-{name}", label, False, "", "", Limit.Period.MONTH)
    amount = say_money(row.most_minor, row.currency) if row.most_minor is not None else ""
    count = "" if row.most_count is None else str(row.most_count)
    return Cell(kind, f"{kind.key}-{name}", label, True, amount, count, row.period)


def ladders() -> list[tuple[Team, bool, list[tuple[Step, str]]]]:
    """Each open team, whether it has a ladder of its own, and its levels with who stands there."""
    own = {*LadderStep.objects.values_list("team_id", flat=True)}
    by_team = {team: steps_of(team.pk) for team in open_teams()}
    words = who_words(step for steps in by_team.values() for step in steps)
    return [
        (team, team.pk in own, [(one, words[one.who]) for one in steps]) for team, steps in by_team.items()
    ]


def planned(month: date) -> dict[int, Budget]:
    """The budgets that count in a month, by team: those planned for it, else the latest before."""
    rows = (
        Budget.objects.filter(month__lte=month).select_related("team", "owner").order_by("team_id", "-month")
    )
    found = {row.team_id: row for row in rows.distinct("team_id")}
    for row in found.values():
        if row.month != month:
            row.month, row.used_minor = month, 0
    return found
