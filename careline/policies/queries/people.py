"""Whom a step tells: people by what they are to the ticket. Whether each may know is asked when they are told."""

from __future__ import annotations

from collections.abc import Iterable

from careline.accounts.contracts import Role
from careline.accounts.queries import active_agents, team_lead_ids, team_member_ids


def people_of(who: Iterable[str], *, team_id: int, assignee_id: int | None) -> tuple[int, ...]:
    """The ids of assignee, lead, team, or agent:5; where a team has no lead, its managers."""
    found: dict[int, None] = {}
    for one in who:
        word, _colon, number = one.partition(":")
        if word == "assignee" and assignee_id:
            found[assignee_id] = None
        elif word == "lead":
            found |= dict.fromkeys(team_lead_ids(team_id) or _managers())
        elif word == "team":
            found |= dict.fromkeys(team_member_ids(int(number) if number else team_id))
        elif word == "agent" and number:
            found[int(number)] = None
    return tuple(found)


def _managers() -> list[int]:
    return [one.pk for one in active_agents() if one.role == Role.MANAGER]
