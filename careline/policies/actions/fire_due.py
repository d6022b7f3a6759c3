"""Do what is due for clocks: warn, say that one was missed, and take the steps after it. A house-keeping action: no rights.

Any number of workers may be at it, and any may be killed: what was done is written in the transaction that does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from careline.core.events import Fact, emit_all
from careline.policies.actions.keep_clocks import set_nearest
from careline.policies.actions.take_step import take_step
from careline.policies.bringing import BREACH
from careline.policies.contracts import Kind, Policy, Step
from careline.policies.events import ClockBreached, ClockEscalated, ClockWarned
from careline.policies.models import Clock
from careline.policies.models.writing import write_clocks
from careline.policies.queries.people import people_of
from careline.policies.queries.policies import policies_by_id
from careline.tickets.queries.access import lock_free

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

AT_ONCE = 500
LONGEST_SLEEP_SECONDS = 2.0
BUSY_SECONDS = 0.2
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: the clock, the ticket that it runs on, and the step (None: the due moment itself)."""

    clock: Clock
    ticket: Ticket
    step: Step | None


def fire_due(*, at: datetime | None = None) -> int:
    """Do what is due for at most 500 clocks; how many it was. Emits ClockWarned, ClockBreached and ClockEscalated.

    A ticket that somebody holds at this moment is left for the next time.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        claimed = Clock.objects.filter(next_at__lte=moment).order_by("next_at", "pk")
        clocks = [*claimed.select_for_update(skip_locked=True)[:AT_ONCE]]
        if not clocks:
            return 0
        tickets = lock_free({clock.ticket_id for clock in clocks})
        free = [clock for clock in clocks if clock.ticket_id in tickets]
        known = policies_by_id({clock.policy_id for clock in free if clock.policy_id})
        due = [one for clock in free for one in _take(clock, tickets[clock.ticket_id], known, moment)]
        write_clocks([], free)
        told = emit_all([_fact(one, moment) for one in due])
        _raise_reminders(due)
        for one, event in zip(due, told, strict=True):
            _act(one, cause=event)
    return len(free)


def seconds_to_next() -> float:
    """How long nothing is due, two seconds at most: one look at a small index."""
    nearest = Clock.objects.filter(next_at__isnull=False).aggregate(at=Min("next_at"))["at"]
    if nearest is None:
        return LONGEST_SLEEP_SECONDS
    left: float = (nearest - timezone.now()).total_seconds()
    return min(max(left, BUSY_SECONDS), LONGEST_SLEEP_SECONDS)


def _take(clock: Clock, ticket: Ticket, known: Mapping[int, Policy], moment: datetime) -> list[Due]:
    """Mark on the clock what is due of its agenda, and return it; what comes later stays there."""
    agenda = [(key, datetime.fromisoformat(at)) for key, at in clock.agenda]
    now, later = [key for key, at in agenda if at <= moment], [one for one in agenda if one[1] > moment]
    clock.agenda = [[key, at.isoformat()] for key, at in later]
    clock.next_at = later[0][1] if later else None
    fresh = [key for key in now if key not in clock.fired]
    clock.fired = [*clock.fired, *fresh]
    if BREACH in clock.fired and clock.stopped_at is None:
        clock.state = Clock.State.BREACHED
    steps = _steps(clock, known)
    found = [Due(clock, ticket, steps.get(key)) for key in fresh if key == BREACH or key in steps]
    if BREACH in fresh:  # a warning that comes with the breach itself warns of nothing
        found = [one for one in found if one.step is None or one.step.offset >= 0]
    return found


def _steps(clock: Clock, known: Mapping[int, Policy]) -> dict[str, Step]:
    policy = known.get(clock.policy_id or 0)
    targets = [target for target in policy.targets if target.kind == clock.kind] if policy else []
    return {step.key: step for target in targets for step in target.steps}


def _fact(one: Due, moment: datetime) -> Fact:
    clock, ticket, step = one.clock, one.ticket, one.step
    known: dict[str, Any] = {
        "clock_id": clock.pk, "kind": clock.kind, "policy_id": clock.policy_id or 0,
        "due": clock.due_at.isoformat() if clock.due_at else "",
    }  # fmt: skip
    if step is None:
        tell = (
            () if clock.kind != Kind.MANUAL else tuple({*filter(None, (clock.set_by_id, ticket.assignee_id))})
        )
        return ClockBreached(ticket.pk, ticket.team_id, **known, tell=tell)
    who = step.who if step.do == "notify" else ()
    tell = people_of(who, team_id=ticket.team_id, assignee_id=ticket.assignee_id) if who else ()
    if step.offset < 0:
        return ClockWarned(ticket.pk, ticket.team_id, **known, left_seconds=-step.offset, tell=tell)
    return ClockEscalated(
        ticket.pk, ticket.team_id, **known, step=step.key, late_seconds=step.offset, tell=tell
    )


def _raise_reminders(due: list[Due]) -> None:
    """A ticket that nobody minded moves to the top of the queue: our own reminder counts from now on."""
    for one in due:
        if one.clock.kind == Kind.INTERNAL and one.step is None:
            set_nearest(one.ticket.pk, [one.clock], says=one.ticket)


def _act(one: Due, *, cause: int) -> None:
    if one.step is None or one.step.do == "notify":
        return
    try:
        with transaction.atomic():
            take_step(one.ticket, one.step, policy_id=one.clock.policy_id or 0, cause=cause)
    except Exception:
        log.exception("step_not_taken", ticket=one.ticket.pk, step=one.step.key)
