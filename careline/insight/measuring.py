"""The figures of a ticket, computed from its course as `domain.md` defines them. Pure: no database, no clock.

Nothing is read from how a ticket stands; a merged ticket's course begins at the earliest creation, so it counts once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from careline.insight.contracts import Figure, Figures, Measured, Span

if TYPE_CHECKING:
    from careline.tickets.contracts.course import Course, Stretch

WAITING = frozenset({1, 2, 4})  # new, open, on hold
OPEN_WORK = frozenset({1, 2, 3, 4})
SOLVED = 5
SETTLES_AFTER = timedelta(days=7)


def figures_of(course: Course, *, now: datetime) -> Figures:
    """Every figure of a ticket as things stand now."""
    times = (
        *_first_response(course),
        *_next_responses(course),
        *_requester_wait(course),
        *_resolutions(course),
    )
    return Figures(times, _shares(course, now))


def solved_moments(course: Course) -> list[datetime]:
    """Each time it came to be solved or closed, from open work.

    What was solved from its first moment on, as when it was brought in from elsewhere, never came to be.
    """
    return [now.began for before, now in _steps(course) if before and _is_open(before) and not _is_open(now)]


def reopened_moments(course: Course) -> list[datetime]:
    """Each time it came to be open work again after it was solved."""
    return [now.began for before, now in _steps(course) if before and not _is_open(before) and _is_open(now)]


def _steps(course: Course) -> Iterator[tuple[Stretch | None, Stretch]]:
    """Each stretch of a status with the one before it."""
    return zip((None, *course.statuses), course.statuses, strict=False)


def _is_open(stretch: Stretch) -> bool:
    return stretch.value in OPEN_WORK


def _first_response(course: Course) -> Iterator[Measured]:
    """From creation to the first public message of a person; never owed where we wrote first, or nobody ever answered."""
    if course.began_with_us:
        return
    end = course.answered[0] if course.answered else None
    if end is None and not _is_running(course):
        return
    yield Measured(Figure.FIRST_RESPONSE, (Span(course.created_at, end),))


def _next_responses(course: Course) -> Iterator[Measured]:
    """From each first unanswered message of the customer, after our first answer, to our next public message."""
    seen = 0
    for at in course.asked:
        before = bisect_right(course.answered, at)
        if before == 0 or before == seen:
            continue
        seen = before
        end = course.answered[before] if before < len(course.answered) else None
        if end is not None or _is_running(course):
            yield Measured(Figure.NEXT_RESPONSE, (Span(at, end),))


def _requester_wait(course: Course) -> Iterator[Measured]:
    """All the time in new, open and on hold: that in which the customer waited for somebody else."""
    spans = tuple(Span(one.began, one.ended, one.value) for one in course.statuses if one.value in WAITING)
    if spans:
        yield Measured(Figure.REQUESTER_WAIT, spans)


def _resolutions(course: Course) -> Iterator[Measured]:
    """From creation to the first and to the last time it was solved; the last counts only while it holds."""
    solved = solved_moments(course)
    if solved:
        yield Measured(Figure.FIRST_RESOLUTION, (Span(course.created_at, solved[0]),))
    if solved and not _is_running(course):
        yield Measured(Figure.FULL_RESOLUTION, (Span(course.created_at, solved[-1]),))


def _shares(course: Course, now: datetime) -> dict[Figure, bool | None]:
    solved, reopened = solved_moments(course), reopened_moments(course)
    if not solved:
        return dict.fromkeys((Figure.FIRST_CONTACT, Figure.ONE_TOUCH, Figure.REOPENED))
    one_answer = len(course.answered) == 1
    came_back = any(solved[0] < at <= solved[0] + SETTLES_AFTER for at in reopened)
    is_settled = now >= solved[0] + SETTLES_AFTER or came_back or not one_answer
    return {
        Figure.FIRST_CONTACT: (one_answer and not came_back) if is_settled else None,
        Figure.ONE_TOUCH: one_answer and not reopened,
        Figure.REOPENED: bool(reopened),
    }


def _is_running(course: Course) -> bool:
    """Whether it is open work, and no pointer to another."""
    return course.status in OPEN_WORK and not course.is_merged
