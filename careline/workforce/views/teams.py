"""Which team's people a page of planning shows: those that the person who asks plans for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of, open_teams, team_member_ids
from careline.workforce.queries.planning import plannable_agents, plans_for_others

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team


@dataclass(frozen=True, slots=True)
class Choice:
    """Who asks, the teams they can choose from, the one they chose (None: none there), and its people."""

    agent: Agent
    teams: list[Team]
    team_id: int | None
    people: list[Agent]


def chosen_team(request: HttpRequest) -> Choice:
    """The team that `?team=` names, else the first. Raises Forbidden for who plans for nobody."""
    agent = agent_of(request)
    if not plans_for_others(agent):
        raise Forbidden(Right.MANAGE_HOURS.value)
    teams = [one for one in open_teams() if agent.may(Right.MANAGE_HOURS) or one.pk in agent.led_team_ids]
    asked = request.POST.get("team") or request.GET.get("team", "")
    ids = {str(one.pk): one.pk for one in teams}
    team_id = ids.get(asked, teams[0].pk if teams else None)
    people = plannable_agents(agent).filter(pk__in=team_member_ids(team_id)) if team_id else []
    return Choice(agent, teams, team_id, [*people])
