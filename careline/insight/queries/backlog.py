"""The open work of a team, or of all that a person sees, at the ends of days and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum

from careline.insight.contracts import AGES, OLD, Slice
from careline.insight.models import CountedDay, OpenWork
from careline.tickets.queries.kept_out import kept_from
from careline.tickets.queries.open_work import open_work_at, open_work_now


@dataclass(frozen=True, slots=True)
class Standing:
    """Open work at one moment: in all, and how much of it is more than a week old."""

    all: int
    old: int


def standing_at(days: Sequence[date], asked: Slice) -> dict[date, Standing]:
    """The open work at the end of each of these days that was counted, without what the viewer is kept out of."""
    rows = OpenWork.objects.filter(day__in=days, team_id__in=asked.team_ids).values_list("day")
    sums = {
        day: (total, old or 0)
        for day, total, old in rows.annotate(total=Sum("n"), old=Sum("n", filter=Q(age__gte=OLD)))
    }
    counted = dict(CountedDay.objects.filter(day__in=days).values_list("day", "ended_at"))
    hidden = _hidden(counted, asked)
    found = {day: (sums.get(day, (0, 0)), hidden.get(day, (0, 0))) for day in counted}
    return {day: Standing(one[0] - less[0], one[1] - less[1]) for day, (one, less) in found.items()}


def standing_now(
    asked: Slice, *, now: datetime, by: str = "status", only: Mapping[str, Any] | None = None
) -> dict[tuple[Any, int], int]:
    """The open work at this moment by one of OPEN_KEYS and place in AGES, narrowed to values of others of them."""
    return open_work_now(asked.team_ids, viewer_id=asked.viewer_id, ages=AGES, now=now, by=by, only=only)


def _hidden(ends: dict[date, datetime], asked: Slice) -> dict[date, tuple[int, int]]:
    """How much of it the viewer is kept out of."""
    kept = kept_from(asked.viewer_id)
    less: dict[date, tuple[int, int]] = {}
    for day, team, _status, age, n in open_work_at(ends, ages=AGES, among=kept) if kept and ends else ():
        if team in asked.team_ids:
            whole, old = less.get(day, (0, 0))
            less[day] = (whole + n, old + (n if age >= OLD else 0))
    return less
