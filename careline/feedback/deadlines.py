"""By when a complaint must be acknowledged or answered: whole days, business or calendar. Pure values."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from careline.workforce.contracts import BusinessCalendar

_LOOKS_AHEAD_DAYS = 4000
_WHOLE_DAY_MINUTES = 1440


def deadline(
    received_at: datetime, days: int, calendar: BusinessCalendar, *, counts_business_days: bool
) -> datetime:
    """The end of the day that comes so many days after the one of receipt, on the calendar's own clock. UTC.

    Business days are those on which the calendar opens, and end with it; calendar days end at midnight.
    """
    zone = ZoneInfo(calendar.zone)
    day, left = received_at.astimezone(zone).date(), days
    for _n in range(_LOOKS_AHEAD_DAYS):
        if left <= 0:
            break
        day += timedelta(days=1)
        left -= bool(not counts_business_days or calendar.day(day))
    stretches = calendar.day(day) if counts_business_days else ()
    minutes = stretches[-1].closes if stretches else _WHOLE_DAY_MINUTES
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)
