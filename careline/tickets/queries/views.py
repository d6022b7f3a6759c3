"""The saved views that a person has, and which of them they may change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from careline.accounts.contracts import Right
from careline.accounts.queries import own_team_ids
from careline.tickets.contracts import NotVisible
from careline.tickets.models import DeskChoice, SavedView, ViewChoice

if TYPE_CHECKING:
    from careline.accounts.models import Agent

KEY = re.compile(r"v(\d{1,18})")


def views_for(agent: Agent, own_teams: Iterable[int] | None = None) -> list[SavedView]:
    """The views in a person's menu: their own, their teams' and the company's, each kind in its order.

    `own_teams` are the ids of their teams, if they are known already.
    """
    if not agent.may(Right.READ_TICKETS):
        return []
    teams = own_team_ids(agent) if own_teams is None else [*own_teams]
    mine = Q(agent=agent) | Q(team_id__in=teams) | Q(agent=None, team=None)
    return [*SavedView.objects.filter(mine).select_related("team").order_by("position", "pk")]


def open_views(agent: Agent, own_teams: Iterable[int] | None = None) -> QuerySet[SavedView]:
    """Every view that a person may open: those of the menu; other teams' too for who sees every team.

    `own_teams` are the ids of their teams, if they are known already; so in what follows.
    """
    if not agent.may(Right.READ_TICKETS):
        return SavedView.objects.none()
    if agent.sees_every_team:
        return SavedView.objects.filter(Q(agent=agent) | Q(agent=None))
    teams = Q(team_id__in=own_team_ids(agent) if own_teams is None else [*own_teams])
    return SavedView.objects.filter(Q(agent=agent) | teams | Q(agent=None, team=None))


def find_view(agent: Agent, key: str, own_teams: Iterable[int] | None = None) -> SavedView | None:
    """The saved view of this key (`v12`) that the person may open, or None."""
    named = KEY.fullmatch(key)
    found = open_views(agent, own_teams).filter(pk=int(named[1])) if named else SavedView.objects.none()
    return found.select_related("team").first()


def access_view(agent: Agent, key: str, own_teams: Iterable[int] | None = None) -> SavedView:
    """As `find_view`; raises NotVisible where there is none."""
    view = find_view(agent, key, own_teams)
    if view is None:
        raise NotVisible(key)
    return view


def may_change(agent: Agent, view: SavedView, own_teams: Iterable[int] | None = None) -> bool:
    """Whether a person may change or remove a view: their own; a team's as its lead; the company's by a right."""
    if view.agent_id is not None:
        return view.agent_id == agent.pk and agent.may(Right.READ_TICKETS)
    if view.team_id is None:
        return agent.may(Right.MANAGE_COMPANY_VIEWS)
    return agent.may(Right.MANAGE_TEAM_VIEWS) and (
        agent.sees_every_team or view.team_id in (own_team_ids(agent) if own_teams is None else own_teams)
    )


def chosen_of(agent: Agent) -> dict[str, ViewChoice]:
    """What a person chose about views, by the view's key."""
    return {choice.key: choice for choice in ViewChoice.objects.filter(agent=agent)}


def goes_on(agent: Agent) -> bool:
    """Whether the next ticket comes by itself after this person solved one."""
    return DeskChoice.objects.filter(agent=agent, goes_on=True).exists()
