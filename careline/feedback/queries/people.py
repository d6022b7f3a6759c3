"""Who leads a team."""

from careline.accounts.contracts import Role
from careline.accounts.queries import active_agents, find_agents, team_lead_ids, team_member_ids


def lead_ids(team_id: int, *, but: int = 0) -> list[int]:
    """The active leads of a team but one person: its own leads, else those of its members who are team leads by role."""
    named = [one.pk for one in find_agents(team_lead_ids(team_id)) if one.pk != but]
    if named:
        return named
    return [
        one.pk
        for one in find_agents(team_member_ids(team_id))
        if one.role == Role.TEAM_LEAD and one.pk != but
    ]


def lead_or_manager_ids(team_id: int) -> list[int]:
    """The leads of a team; where it has none, the managers."""
    return lead_ids(team_id) or [one.pk for one in active_agents() if one.role == Role.MANAGER]
