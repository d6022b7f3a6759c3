"""The arithmetic of clocks: which time counts for a target, how much is used up, and when it is due. Pure values.

Everything is computed from a ticket's course and a calendar, never added up along the way: so it can't drift, and the
order of changes makes no difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from careline.policies.contracts import Kind

if TYPE_CHECKING:
    from careline.tickets.contracts.course import Course
    from careline.workforce.contracts import BusinessCalendar

OUR_MOVE = frozenset({1, 2})
OPEN_WORK = frozenset({1, 2, 3, 4})
CUSTOMER_WAITS = frozenset({1, 2, 4})
_TINY = 1e-6
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Run:
    """One stretch in which something is owed: the spans of it that count, the last open where the clock runs.

    `stopped_at` is when it was done (`is_done`), or when it was owed no more; None while it is owed.
    """

    started_at: datetime
    counted: tuple[Span, ...]
    stopped_at: datetime | None = None
    is_done: bool = False


def runs_of(kind: str, course: Course, pauses: frozenset[int]) -> list[Run]:
    """Every stretch in which this was owed on a ticket, oldest first; none where it never was."""
    counts = OPEN_WORK - pauses
    by_kind: dict[str, Callable[[], Iterable[Run | None]]] = {
        Kind.FIRST_RESPONSE: lambda: [_first_response(course, counts)],
        Kind.NEXT_RESPONSE: lambda: _waits(course, counts, first=False),
        Kind.PERIODIC_UPDATE: lambda: _silences(course, counts),
        Kind.RESOLUTION: lambda: [_until_solved(course, counts)],
        Kind.REQUESTER_WAIT: lambda: [_until_solved(course, CUSTOMER_WAITS)],
        Kind.FIRST_ASSIGNMENT: lambda: [_first_assignment(course, counts)],
        Kind.INTERNAL: lambda: _waits(course, OUR_MOVE, first=True),
    }
    return [run for run in by_kind[kind]() if run is not None]


def used(run: Run, calendar: BusinessCalendar, at: datetime) -> float:
    """The seconds of the calendar that this run has used up by a moment."""
    return sum(calendar.between(began, min(ended or at, at)) for began, ended in run.counted if began < at)


def moment_of(run: Run, calendar: BusinessCalendar, seconds: float) -> datetime | None:
    """When a run has used up so many seconds; None where it never does as things stand: it pauses or has ended."""
    left = max(seconds, 0.0)
    for began, ended in run.counted:
        if ended is None:
            return calendar.add(began, left)
        room = calendar.between(began, ended)
        if room + _TINY >= left:
            return min(calendar.add(began, left), ended)
        left -= room
    return None


def _first_response(course: Course, counts: frozenset[int]) -> Run | None:
    if course.began_with_us:
        return None
    return _run(course, counts, course.created_at, course.answered[0] if course.answered else None)


def _waits(course: Course, counts: frozenset[int], *, first: bool) -> list[Run]:
    """From each first unanswered message of the customer to the next answer; with `first` also the very first."""
    asked = list(course.asked)
    if first and not course.began_with_us:
        asked = [course.created_at, *(at for at in asked if at > course.created_at)]
    runs, seen, answers = [], -1, course.answered
    for at in asked:
        before = bisect_right(answers, at)
        if before == seen or (before == 0 and not first):
            continue  # the same stretch as before; or the one that the first response ends
        seen = before
        runs.append(_run(course, counts, at, answers[before] if before < len(answers) else None))
    return runs


def _silences(course: Course, counts: frozenset[int]) -> list[Run]:
    """From each answer of ours to the next."""
    ends = [*course.answered[1:], None]
    return [_run(course, counts, at, end) for at, end in zip(course.answered, ends, strict=False)]


def _until_solved(course: Course, counts: frozenset[int]) -> Run:
    return _run(course, counts, course.created_at, None, is_done_when_solved=True)


def _first_assignment(course: Course, counts: frozenset[int]) -> Run | None:
    taken = next((one.began for one in course.assignees if one.value), None)
    if taken is not None and taken <= course.created_at:
        return None
    return _run(course, counts, course.created_at, taken)


def _run(
    course: Course,
    counts: frozenset[int],
    start: datetime,
    end: datetime | None,
    *,
    is_done_when_solved: bool = False,
) -> Run:
    """The run of a window: it ends by what was to be done, or by the ticket being solved, or merged into another."""
    done = end is not None
    if end is None and (course.is_merged or course.status not in OPEN_WORK):
        end = _done_since(course, start)
        done = is_done_when_solved and not course.is_merged
    return Run(start, _counted(course, counts, start, end), end, done)


def _done_since(course: Course, start: datetime) -> datetime:
    """When the ticket was last solved: the beginning of the stretches of solved and closed at its end."""
    since = start
    for stretch in reversed(course.statuses):
        if stretch.value in OPEN_WORK:
            break
        since = stretch.began
    return max(since, start)


def _counted(
    course: Course, counts: frozenset[int], start: datetime, end: datetime | None
) -> tuple[Span, ...]:
    spans: list[Span] = []
    for stretch in course.statuses:
        began, ended = max(stretch.began, start), _earlier(stretch.ended, end)
        if stretch.value not in counts or (ended is not None and ended <= began):
            continue
        if spans and spans[-1][1] == began:
            spans[-1] = (spans[-1][0], ended)
        else:
            spans.append((began, ended))
    return tuple(spans)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
