"""Look again at tickets that wait: those whose time has come, and those that somebody who became free could take."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q
from django.utils import timezone

from careline.accounts.queries import find_agents, own_team_ids
from careline.routing.actions.route import route
from careline.routing.models import Seat, Waiting

AT_ONCE = 50
MOST_LOOKED_AT = 20
LONGEST_SLEEP_SECONDS = 5.0
BUSY_SECONDS = 0.5


def route_due(*, at: datetime | None = None) -> int:
    """Look again at up to 50 tickets whose time has come, the oldest first, each in its own transaction; how many.

    Any number of workers may be at it, and any may be killed: a ticket that was not given to anybody still waits.
    """
    moment = at or timezone.now()
    due = Waiting.objects.filter(next_at__lte=moment).order_by("next_at")
    ids = [*due.values_list("pk", flat=True)[:AT_ONCE]]
    for ticket_id in ids:
        route(ticket_id, at=at, waits_for_lock=False)
    return len(ids)


def route_for(agent_id: int, *, at: datetime | None = None) -> int:
    """Look at the first tickets that wait where this agent works, since they became free; how many got somebody.

    Twenty at most: the rest is found by its own time.
    """
    agent = next(iter(find_agents([agent_id])), None)
    if agent is None:
        return 0
    now = at or timezone.now()
    Seat.objects.update_or_create(agent_id=agent_id, defaults={"active_at": now})
    teams = own_team_ids(agent)
    theirs = Q(queue__team_id__in=teams) | Q(queue__team=None) | Q(stage__gt=0)
    first = Waiting.objects.filter(theirs).order_by("-rank", "since").values_list("pk", flat=True)
    found = (route(ticket_id, at=at, waits_for_lock=False) for ticket_id in first[:MOST_LOOKED_AT])
    return sum(1 for taken in found if taken)


def seconds_to_next() -> float:
    """How long nothing waits for its time, five seconds at most: one look at a small index."""
    nearest = Waiting.objects.aggregate(at=Min("next_at"))["at"]
    if nearest is None:
        return LONGEST_SLEEP_SECONDS
    left: float = (nearest - timezone.now()).total_seconds()
    return min(max(left, BUSY_SECONDS), LONGEST_SLEEP_SECONDS)
