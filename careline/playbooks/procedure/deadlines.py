"""By when a step should be done: its span in the business time of a calendar. Pure values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from careline.workforce.contracts import BusinessCalendar

_SECONDS = {"m": 60, "h": 3600}
_LOOKS_AHEAD_DAYS = 4000


def due_after(start: datetime, span: str, calendar: BusinessCalendar) -> datetime:
    """When a span such as `4h` or `2d` that begins at `start` is over, in UTC.

    Minutes and hours are open ones; a day is a day on which the calendar opens, and ends at the hour at which it began, or
    when it is next open; a week is one of the calendar, and ends when it is next open.
    """
    count, unit = int(span[:-1]), span[-1]
    if unit in _SECONDS:
        return calendar.add(start, count * _SECONDS[unit])
    begin = calendar.next_open(start).astimezone(ZoneInfo(calendar.zone))
    if unit == "w":
        return calendar.next_open((begin + timedelta(weeks=count)).astimezone(UTC))
    wall = begin.replace(tzinfo=None)
    for _n in range(_LOOKS_AHEAD_DAYS):
        if count <= 0:
            break
        wall += timedelta(days=1)
        count -= bool(calendar.day(wall.date()))
    return calendar.next_open(wall.replace(tzinfo=begin.tzinfo).astimezone(UTC))
