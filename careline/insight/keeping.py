"""From the figures of one ticket to the row that is kept of them. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from careline.insight.contracts import TIMES, Figure
from careline.insight.measuring import SETTLES_AFTER, solved_moments

if TYPE_CHECKING:
    from careline.insight.queries.figures import Told

Judged = tuple[str, int, bool]


def row_of(told: Told, *, agent_id: int, judged: Iterable[Judged]) -> dict[str, Any]:
    """The columns of a ticket's row, but for what isn't in its course: channel and type."""
    course, shares = told.course, told.figures.shares
    solved = solved_moments(course)
    is_done = bool(told.figures.of(Figure.FULL_RESOLUTION))
    kept, missed = _targets(judged)
    return {
        "ticket_id": course.ticket_id,
        "team_id": course.team_id,
        "agent_id": agent_id,
        "priority": course.priority,
        "created_at": course.created_at.isoformat(),
        "solved_at": solved[-1].isoformat() if is_done else None,
        "first_contact": _may_be_first_contact(told),
        "settles_at": (solved[0] + SETTLES_AFTER).isoformat() if solved else None,
        "one_touch": shares[Figure.ONE_TOUCH],
        "reopened": shares[Figure.REOPENED],
        "met": kept,
        "missed": missed,
        **_seconds(told),
    }


def _may_be_first_contact(told: Told) -> bool | None:
    """Whether it is one unless it is opened again before it settles; None if it wasn't solved."""
    if not solved_moments(told.course):
        return None
    said = told.figures.shares[Figure.FIRST_CONTACT]
    return True if said is None else said


def _seconds(told: Told) -> dict[str, float | list[float] | None]:
    columns: dict[str, float | list[float] | None] = {}
    for figure in TIMES:
        for is_business in (True, False):
            values = told.seconds_of(figure, is_business=is_business)
            name = column_of(figure, is_business=is_business)
            columns[name] = values if figure == Figure.NEXT_RESPONSE else (values[0] if values else None)
    return columns


def column_of(figure: Figure, *, is_business: bool) -> str:
    """The column that keeps a figure of time."""
    return f"{figure}_{'business' if is_business else 'calendar'}"


def _targets(judged: Iterable[Judged]) -> tuple[list[str], list[str]]:
    """The targets that were kept, and those that were missed, as "kind:policy"."""
    sides: tuple[list[str], list[str]] = ([], [])
    for kind, policy_id, is_kept in judged:
        sides[0 if is_kept else 1].append(f"{kind}:{policy_id}")
    return sides
