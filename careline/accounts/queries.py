"""Reading about staff and teams."""

from collections.abc import Iterable

from django.db.models import Q

from careline.accounts.models import Agent, Company, Team


def find_company() -> Company | None:
    """The company, or None before set-up."""
    return Company.objects.filter(pk=1).first()


def visible_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams whose tickets this person may see: public ones and their own; all for managers and above."""
    teams = Team.objects.all()
    if not agent.sees_every_team:
        teams = teams.filter(Q(is_private=False) | Q(memberships__agent=agent)).distinct()
    return sorted(teams.values_list("pk", flat=True))


def own_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams this person belongs to."""
    return sorted(agent.memberships.values_list("team_id", flat=True))


def find_agents(ids: Iterable[int]) -> list[Agent]:
    """The agents of these ids who are still here."""
    return [*Agent.objects.filter(pk__in=[*ids], is_active=True)]
