"""Keep the clocks of tickets in step with what happened to them. Runs in the transaction of whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from careline.core.events import emit_all
from careline.policies.bringing import BREACH, Brought, bring, fact_of
from careline.policies.contracts import Because
from careline.policies.events import ClockMoved
from careline.policies.models import Clock
from careline.policies.models.writing import write_clocks
from careline.policies.queries.kept import kept_of
from careline.policies.queries.policies import fitting_newcomer
from careline.tickets.actions.set_due import set_due
from careline.tickets.contracts.course import NEVER, Course, Stretch
from careline.workforce.queries import organisations_have_hours

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


def keep_clocks(ticket_ids: Iterable[int], *, because: Because | None = None) -> None:
    """Compute the clocks of these tickets anew from the ledger, and set when the tickets are due.

    Whoever calls holds the tickets' locks. Emits ClockMet and ClockBreached for those that ended; where `because` says
    that hours or policies changed, ClockMoved for what is due at another moment by that.
    """
    at = timezone.now()
    for kept in kept_of(ticket_ids, at=at):
        course, own = kept.course, kept.clocks
        before = {clock.pk: clock.due_at for clock in own}
        _write(course, own, bring(course, None if course.is_merged else kept.policy, own, at))
        if because is not None and (moved := [*_moved(course, own, before, because)]):
            emit_all(moved)


def begin_clocks(ticket: Ticket) -> None:
    """Begin the clocks of a ticket that was just received: one statement, and one more where it has a policy."""
    course = _course_of(ticket)
    _write(course, [], bring(course, fitting_newcomer(ticket), [], ticket.created_at))


def _course_of(ticket: Ticket) -> Course:
    organisation = ticket.customer.organisation_id if organisations_have_hours() else None
    began = ticket.created_at
    return Course(
        ticket.pk, ticket.team_id, ticket.inbox_id, organisation, 0, ticket.priority, ticket.status,
        is_merged=False, created_at=began, clock_due_at=ticket.clock_due_at, clock_is_promise=False,
        statuses=(Stretch(ticket.status, began, None),), assignees=(Stretch(0, began, None),), asked=(began,),
    )  # fmt: skip


def _write(course: Course, before: list[Clock], done: Brought) -> None:
    write_clocks(done.new, done.changed)
    if done.told:
        emit_all([fact_of(clock, key, course) for clock, key in done.told])
    set_nearest(course.ticket_id, [*before, *done.new], says=course)


def _moved(
    course: Course, clocks: Iterable[Clock], before: Mapping[int, datetime | None], because: Because
) -> Iterator[ClockMoved]:
    """What is due at another moment than before, but for our own reminder: that is promised to nobody."""
    for clock in clocks:
        was = before[clock.pk]
        if clock.stopped_at is not None or not clock.is_promise or was is None or clock.due_at is None:
            continue
        if abs((clock.due_at - was).total_seconds()) >= 1:
            yield ClockMoved(
                course.ticket_id, course.team_id, clock_id=clock.pk, kind=clock.kind, policy_id=clock.policy_id or 0,
                due=clock.due_at.isoformat(), before=was.isoformat(), because=because.event, title=because.title,
            )  # fmt: skip


def set_nearest(ticket_id: int, clocks: Iterable[Clock], *, says: Course | Ticket) -> None:
    """Set when a ticket is due by its clocks: the nearest that runs; or that what it is owed stands still.

    `says` is what the ticket says of that now: nothing is written that it says already.
    """
    owed = [clock for clock in clocks if clock.stopped_at is None and _counts(clock)]
    running = [clock for clock in owed if clock.due_at is not None]
    nearest = min(running, key=lambda clock: clock.due_at or NEVER, default=None)
    moment = nearest.due_at if nearest else None
    left = None if nearest else _least_left(owed)
    if (moment or NEVER, left) != (says.clock_due_at, says.due_left_seconds):
        promised = nearest is not None and nearest.is_promise
        set_due(ticket_id, moment, is_promise=promised, left_seconds=left)


def _least_left(paused: Iterable[Clock]) -> int | None:
    """What is left of the clock that will be due first once they go on; None where nothing is owed."""
    return min((max(round(clock.seconds - clock.used_seconds), 0) for clock in paused), default=None)


def _counts(clock: Clock) -> bool:
    """Our own reminder only counts once it is due: until then a ticket has no moment that was promised to anybody."""
    return clock.is_promise or BREACH in clock.fired
