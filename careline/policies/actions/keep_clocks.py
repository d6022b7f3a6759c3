"""Keep the clocks of tickets in step with what happened to them. Runs in the transaction of whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from careline.core.events import emit_all
from careline.policies.bringing import BREACH, Brought, bring, fact_of
from careline.policies.models import Clock
from careline.policies.models.writing import write_clocks
from careline.policies.queries.policies import fitting
from careline.tickets.actions.set_due import set_due
from careline.tickets.contracts.course import NEVER, Course
from careline.tickets.queries.course import courses_of


def keep_clocks(ticket_ids: Iterable[int], *, is_new: bool = False) -> None:
    """Compute the clocks of these tickets anew from the ledger, and set when the tickets are due.

    Whoever calls holds the tickets' locks (`is_new`: nobody else knows them yet, and no clock runs). Emits ClockMet and
    ClockBreached for those that ended.
    """
    courses = courses_of(ticket_ids)
    if not courses:
        return
    at = timezone.now()
    chosen = fitting(courses, at=at)
    rows = {} if is_new else _rows_of(courses)
    for ticket_id, course in courses.items():
        policy = None if course.is_merged else chosen.get(ticket_id)
        _write(course, rows.get(ticket_id, []), bring(course, policy, rows.get(ticket_id, []), at))


def _rows_of(courses: Mapping[int, Course]) -> dict[int, list[Clock]]:
    rows: dict[int, list[Clock]] = {}
    for clock in Clock.objects.select_for_update().filter(ticket_id__in=[*courses]).order_by("pk"):
        rows.setdefault(clock.ticket_id, []).append(clock)
    return rows


def _write(course: Course, before: list[Clock], done: Brought) -> None:
    write_clocks(done.new, done.changed)
    if done.told:
        emit_all([fact_of(clock, key, course) for clock, key in done.told])
    set_nearest(course.ticket_id, [*before, *done.new], due_at=course.due_at)


def set_nearest(ticket_id: int, clocks: Iterable[Clock], *, due_at: datetime) -> None:
    """Set when a ticket is due by its clocks: the nearest that runs. `due_at` is what the ticket says now."""
    running = [
        clock for clock in clocks if clock.stopped_at is None and clock.due_at is not None and _counts(clock)
    ]
    nearest = min(running, key=lambda clock: clock.due_at or NEVER, default=None)
    moment = nearest.due_at if nearest else None
    if (moment or NEVER) != due_at:
        set_due(ticket_id, moment, is_promise=nearest is not None and nearest.is_promise)


def _counts(clock: Clock) -> bool:
    """Our own reminder only counts once it is due: until then a ticket has no moment that was promised to anybody."""
    return clock.is_promise or BREACH in clock.fired
