"""Watch promises like clocks: tell that one comes near, and that one was broken. House-keeping: no rights.

Each is told of once, in the transaction that marks it; any number of workers may be at it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from careline.core.events import emit_all
from careline.policies.queries.people import people_of
from careline.promises.events import PromiseBroken, PromiseNear
from careline.promises.models import Promise
from careline.promises.models.telling import known

AT_ONCE = 500
LONGEST_SLEEP_SECONDS, BUSY_SECONDS = 5.0, 0.2


@transaction.atomic
def watch_promises(*, at: datetime | None = None) -> int:
    """Mark and tell what came near and what was broken; how many it was. Emits PromiseNear and PromiseBroken."""
    moment = at or timezone.now()
    is_open = Promise.objects.filter(state=Promise.State.OPEN).select_related("ticket")
    locked = is_open.select_for_update(of=("self",), skip_locked=True)
    late = [*locked.filter(due_at__lte=moment).order_by("due_at")[:AT_ONCE]]
    near = [
        *locked.filter(warn_at__lte=moment, due_at__gt=moment, warned_at=None).order_by("warn_at")[:AT_ONCE]
    ]
    for promise in late:
        promise.state, promise.broken_at = Promise.State.BROKEN, moment
    for promise in near:
        promise.warned_at = moment
    Promise.objects.bulk_update(late, ["state", "broken_at"])
    Promise.objects.bulk_update(near, ["warned_at"])
    told = {
        team: people_of(("lead",), team_id=team, assignee_id=None)
        for team in {one.ticket.team_id for one in late}
    }
    emit_all(
        [
            *(
                PromiseBroken(
                    one.ticket_id, one.ticket.team_id, **known(one),
                    tell=tuple({one.agent_id, *told[one.ticket.team_id]}),
                )
                for one in late
            ),
            *(PromiseNear(one.ticket_id, one.ticket.team_id, **known(one), tell=(one.agent_id,)) for one in near),
        ]
    )  # fmt: skip
    return len(late) + len(near)


def seconds_to_next() -> float:
    """How long nothing is due, five seconds at most: one look at two small indexes."""
    is_open = Promise.objects.filter(state=Promise.State.OPEN)
    nearest = is_open.aggregate(due=Min("due_at"))["due"]
    warning = is_open.filter(warned_at=None).aggregate(warn=Min("warn_at"))["warn"]
    moments = [one for one in (nearest, warning) if one is not None]
    if not moments:
        return LONGEST_SLEEP_SECONDS
    left: float = (min(moments) - timezone.now()).total_seconds()
    return min(max(left, BUSY_SECONDS), LONGEST_SLEEP_SECONDS)
