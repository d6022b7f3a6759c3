"""The queues as they are judged, kept in memory for a few seconds: no message asks the database whether there are any."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from careline.routing.contracts import Need, Plan
from careline.routing.models import RoutingQueue
from careline.tickets.queries.conditions import (
    BadConditions,
    Conditions,
    Judge,
    Judging,
    company_zone,
    facts_of,
    fields_needed,
    from_json,
    judge_of,
)
from careline.workforce.queries import absences_now

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

FRESH_SECONDS = 5.0
log = structlog.get_logger()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """The active queues in their order, those of them that can be judged, and who is absent."""

    plans: tuple[Plan, ...] = ()
    judges: tuple[tuple[Plan, Judge], ...] = ()
    absent: frozenset[int] = frozenset()
    by_id: dict[int, Plan] = field(default_factory=dict)
    loaded_at: float = 0.0


_kept = Known()


def has_work() -> bool:
    """Whether there is any queue, or anybody absent: else nothing that happens to a ticket concerns routing."""
    known = _known()
    return bool(known.plans or known.absent)


def has_queues() -> bool:
    """Whether there is any active queue."""
    return bool(_known().plans)


def has_absent() -> bool:
    """Whether anybody is absent, as known a few seconds ago at most."""
    return bool(_known().absent)


def plans() -> tuple[Plan, ...]:
    """The active queues in their order."""
    return _known().plans


def find_plan(queue_id: int) -> Plan | None:
    """An active queue."""
    return _known().by_id.get(queue_id)


def forget_queues() -> None:
    """Read them again at the next use, in this process; others follow within five seconds."""
    global _kept
    with _lock:
        _kept = Known()


def plan_for(ticket: Ticket, *, at: datetime) -> Plan | None:
    """The first active queue whose conditions a ticket fits. No statement where the first one takes every ticket."""
    judges = _known().judges
    if not judges or not [*judges[0][0].conditions]:
        return judges[0][0] if judges else None
    facts, judging = facts_of([ticket.pk])[ticket.pk], Judging(at, company_zone())
    return next((plan for plan, judge in judges if judge.holds(facts, judging)), None)


def as_plan(row: RoutingQueue) -> Plan:
    """A row with its skills as it is followed."""
    return Plan(
        id=row.pk,
        name=row.name,
        conditions=from_json(row.conditions) if row.conditions else Conditions(),
        team_id=row.team_id,
        needs=tuple(
            Need(one.skill_id, one.least) for one in sorted(row.skills.all(), key=lambda one: one.place)
        ),
        language_least=row.language_least,
        strategy=row.strategy,
        fallback=row.fallback,
        overflow=row.overflow,
        after_minutes=row.after_minutes,
        overflow_team_id=row.overflow_team_id,
        overflow_queue_id=row.overflow_queue_id,
        priority=row.priority,
    )


def _known() -> Known:
    global _kept
    with _lock:
        if not _kept.loaded_at or time.monotonic() - _kept.loaded_at > FRESH_SECONDS:
            _kept = _load()
        return _kept


def _load() -> Known:
    rows = RoutingQueue.objects.filter(is_active=True, removed_at=None).order_by("position", "pk")
    active = tuple(map(as_plan, rows.prefetch_related("skills")))
    absent = frozenset(one.agent_id for one in absences_now())
    by_id = {plan.id: plan for plan in active}
    return Known(active, tuple(_judges(active)), absent, by_id, time.monotonic())


def _judges(active: Iterable[Plan]) -> list[tuple[Plan, Judge]]:
    """Queues ready to be judged; one that asks about a field that is gone takes nothing, and its page says so."""
    chosen = [*active]
    known = fields_needed(
        None, Conditions("all", tuple(one for plan in chosen for one in plan.conditions.groups))
    )
    judges = []
    for plan in chosen:
        try:
            judges.append((plan, judge_of(plan.conditions, known=known)))
        except BadConditions:
            log.warning("queue_asks_of_gone_field", queue=plan.id)
    return judges
