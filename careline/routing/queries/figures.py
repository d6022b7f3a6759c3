"""People as routing sees them: who is there, how much each has of what they take, and what they were given in a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Min, Q
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.routing.models import Routed, RoutingQueue, Seat, Waiting
from careline.tickets.queries.hands import open_loads
from careline.workforce.contracts import Reason
from careline.workforce.queries import availability_of, capacities_of, plannable_agents

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PERIODS = (1, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has open on a channel, of what they take."""

    channel: str
    open: int
    most: int

    @property
    def share(self) -> int:
        """How full they are, in hundredths, up to 100."""
        return min(100 * self.open // self.most, 100) if self.most else 100


@dataclass(frozen=True, slots=True)
class Row:
    """One person: whether they are there, what they have, what routing gave them, what came back, since when they are idle.

    `share` is what they were given of all that these people were given, in hundredths.
    """

    agent: Agent
    reason: Reason | None
    loads: tuple[Load, ...]
    routed: int
    returned: int
    idle_since: datetime | None
    share: int = 0


def people_rows(agent: Agent, *, days: int) -> list[Row]:
    """Those whom this person plans for, by name, with the figures of the last days. As many statements as there are channels, and few more."""
    people = [one for one in plannable_agents(agent) if one.may(Right.REPLY)]
    ids = [one.pk for one in people]
    there, loads = availability_of(people), open_loads(ids)
    channels = sorted({channel for _agent, channel in loads} | {"email"})
    most = {channel: capacities_of(ids, channel) for channel in channels}
    seats = dict(Seat.objects.filter(pk__in=ids).values_list("pk", "active_at"))
    figures = _given(ids, timezone.now() - timedelta(days=days))
    given = sum(n for n, _back in figures.values())
    return [
        Row(
            one, there[one.pk].reason, _loads(one.pk, loads, most), *figures.get(one.pk, (0, 0)),
            idle_since=seats.get(one.pk) if not any(key == one.pk for key, _channel in loads) else None,
            share=round(100 * figures.get(one.pk, (0, 0))[0] / given) if given else 0,
        )
        for one in people
    ]  # fmt: skip


def _loads(
    agent_id: int, loads: Mapping[tuple[int, str], int], most: Mapping[str, Mapping[int, int]]
) -> tuple[Load, ...]:
    """The channels on which somebody has anything, and mail always."""
    found = (Load(channel, loads.get((agent_id, channel), 0), by[agent_id]) for channel, by in most.items())
    return tuple(one for one in found if one.open or one.channel == "email")


def _given(agent_ids: list[int], since: datetime) -> dict[int, tuple[int, int]]:
    rows = Routed.objects.filter(agent_id__in=agent_ids, at__gte=since).order_by().values_list("agent_id")
    counted = rows.annotate(n=Count("pk"), back=Count("pk", filter=Q(returned_at__isnull=False)))
    return {agent_id: (n, back) for agent_id, n, back in counted}


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue at this moment: how many tickets wait, the longest since when, and how long it took lately on average."""

    name: str
    waiting: int
    since: datetime | None
    mean_seconds: float | None


def queues_now(agent: Agent, *, days: int) -> list[QueueNow]:
    """The active queues in their order, counting what is of the teams whose tickets this person may see."""
    teams = visible_team_ids(agent)
    rows = Waiting.objects.filter(ticket__team_id__in=teams).order_by().values_list("queue_id")
    waits = {key: (n, since) for key, n, since in rows.annotate(n=Count("pk"), first=Min("since"))}
    given = Routed.objects.filter(at__gte=timezone.now() - timedelta(days=days), ticket__team_id__in=teams)
    means = dict(given.order_by().values_list("queue_id").annotate(mean=Avg("waited_seconds")))
    names = RoutingQueue.objects.filter(is_active=True, removed_at=None).order_by("position", "pk")
    return [
        QueueNow(name, *waits.get(pk, (0, None)), means.get(pk))
        for pk, name in names.values_list("pk", "name")
    ]
