"""Who may follow which tickets and queues as they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents, visible_team_ids
from careline.tickets.models import Ticket, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from careline.accounts.models import Agent


def watchers_of(ticket: Ticket) -> list[Watcher]:
    """Who watches an accessed ticket, in the order in which they began."""
    return [*Watcher.objects.filter(ticket=ticket).order_by("pk")]


def watchable_tickets(agent: Agent, ids: list[int]) -> set[int]:
    """Those of the tickets that this person may see."""
    return set(Ticket.objects.visible_to(agent).filter(pk__in=ids).values_list("pk", flat=True))


def watchable_people(agent: Agent, ids: list[int]) -> set[int]:
    """Of people, each may follow what concerns themselves."""
    return {agent.pk} & set(ids)


def watchable_teams(agent: Agent, ids: list[int]) -> set[int]:
    """Those of the teams whose queues this person may see."""
    return set(visible_team_ids(agent)) & set(ids) if agent.may(Right.READ_TICKETS) else set()


def watchable_views(agent: Agent, ids: list[int]) -> set[int]:
    """Of the menus of views that for everybody (0), and those of the teams whose queues this person may see."""
    return watchable_teams(agent, ids) | ({0} & set(ids) if agent.may(Right.READ_TICKETS) else set())


def visible_ids(agent: Agent) -> QuerySet[Ticket, Any]:
    """Ids of the tickets that this person may see; for `…__in`, asked in the statement that it stands in."""
    return Ticket.objects.visible_to(agent).values("pk")


def who_sees(ticket: Ticket, agent_ids: Iterable[int]) -> tuple[int, ...]:
    """Of some people those who are here and may see a ticket."""
    there = Ticket.objects.filter(pk=ticket.pk)
    return tuple(agent.pk for agent in find_agents(agent_ids) if there.visible_to(agent).exists())
