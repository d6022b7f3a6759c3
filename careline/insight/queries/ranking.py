"""The tickets behind a figure: the longest first, or those that are the exception."""

from __future__ import annotations

from typing import Any

from django.db import connection

from careline.insight.contracts import TIMES, Figure, Slice
from careline.insight.queries.summing import values_of, where

_SAID = {
    Figure.FIRST_CONTACT: "t.first_contact IS NOT NULL AND (NOT t.first_contact OR t.settles_at <= %(now)s)",
    Figure.ONE_TOUCH: "t.one_touch IS NOT NULL",
    Figure.REOPENED: "t.reopened IS NOT NULL",
}


def longest(asked: Slice, figure: Figure, *, most: int) -> list[tuple[int, float]]:
    """Ticket and longest value in seconds of a figure of time, the longest first."""
    column = f"t.{figure}_{'business' if asked.is_business else 'calendar'}"
    value = f"(SELECT max(v) FROM unnest({column}) v)" if figure == Figure.NEXT_RESPONSE else column  # noqa: S608
    return _rows(f"{value} IS NOT NULL", value, "DESC", asked, most)


def exceptions_first(asked: Slice, figure: Figure, *, most: int) -> list[tuple[int, bool]]:
    """Ticket and whether the share is true of it: the exceptions first, then the newest."""
    return _rows(_SAID[figure], f"t.{figure}", "DESC" if figure == Figure.REOPENED else "ASC", asked, most)


def behind(asked: Slice, figure: Figure, *, most: int) -> list[tuple[int, Any]]:
    """The tickets that a figure is made of, at most so many."""
    rank = longest if figure in TIMES else exceptions_first
    return [*rank(asked, figure, most=most)]


def _rows(condition: str, value: str, direction: str, asked: Slice, most: int) -> list[tuple[int, Any]]:
    statement = (
        f"SELECT t.ticket_id, {value} FROM insight_ticketfigures t WHERE {where(asked)} AND {condition}"  # noqa: S608
        f" ORDER BY {value} {direction}, t.ticket_id DESC LIMIT %(most)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values_of(asked) | {"most": most})
        return [(row[0], row[1]) for row in cursor.fetchall()]


def missing(asked: Slice, target: str, *, most: int) -> list[tuple[int, list[str]]]:
    """The tickets that missed a target ("" for any) with all that they missed, those solved last first."""
    wanted = "%(target)s = ANY(t.missed)" if target else "t.missed <> '{}'"
    statement = (
        f"SELECT t.ticket_id, t.missed FROM insight_ticketfigures t WHERE {where(asked)} AND {wanted}"  # noqa: S608
        " ORDER BY t.solved_at DESC, t.ticket_id DESC LIMIT %(most)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values_of(asked) | {"most": most, "target": target})
        return [*cursor.fetchall()]
