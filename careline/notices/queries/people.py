"""Who is concerned: the people of a ticket, of a team, and those with a right. Whether each may know is asked later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, team_member_ids
from careline.notices.contracts import Kind, Way
from careline.notices.models import Preference, Sending, Subscription
from careline.tickets.queries.said import followers

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def followed(ticket_id: int, *, mine: Kind | None, watched: Kind) -> dict[int, Kind]:
    """The watchers and the assignee of a ticket, each with their reason; where one is both, the assignee's counts."""
    assignee, watching = followers(ticket_id)
    reasons = dict.fromkeys(watching, watched)
    return reasons | ({assignee: mine} if assignee and mine else {})


def holders_of(right: Right, kind: Kind) -> dict[int, Kind]:
    """Everybody who has a right now."""
    return {agent.pk: kind for agent in active_agents() if agent.may(right)}


def approvers(team_id: int) -> dict[int, Kind]:
    """Those of a team who may approve replies; where there is none, everybody who may."""
    able = [
        one for one in active_agents() if one.may(Right.APPROVE_REPLIES) and not one.replies_need_approval
    ]
    near = {one.pk for one in able} & {*team_member_ids(team_id)}
    return dict.fromkeys(near or (one.pk for one in able), Kind.APPROVAL)


def team_wants(team_id: int) -> dict[int, Kind]:
    """Those of a team who chose to hear of each ticket that comes to it; usually nobody does."""
    chosen = f"chosen__{Kind.TEAM.value}__0__isnull"
    wanting = Preference.objects.filter(**{chosen: False}).values_list("agent_id", flat=True)
    return dict.fromkeys({*wanting} & {*team_member_ids(team_id)}, Kind.TEAM) if wanting else {}


def anybody_wants_teams() -> bool:
    """Whether anybody at all chose to hear of each ticket of a team."""
    chosen = f"chosen__{Kind.TEAM.value}__0__isnull"
    return Preference.objects.filter(**{chosen: False}).exists()


def has_pushes(notice_ids: list[int]) -> bool:
    """Whether a push of one of these notices waits for its moment."""
    return Sending.objects.filter(notice__in=notice_ids, way=Way.PUSH, state=Sending.State.DUE).exists()


def preferences_of(agent_ids: list[int]) -> dict[int, Preference]:
    """What each of these people chose; the usual for who chose nothing."""
    kept = {one.agent_id: one for one in Preference.objects.filter(agent_id__in=agent_ids)}
    return {pk: kept.get(pk) or Preference(agent_id=pk) for pk in agent_ids}


def browsers_of(agent: Agent) -> list[Subscription]:
    """A person's browsers that take pushes, the newest first."""
    return [*Subscription.objects.filter(agent=agent).order_by("-pk")]
