"""Periods of whole days, weeks or months of the company, each with the one before it. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNITS = {7: ("day", 7), 28: ("day", 28), 90: ("week", 13), 365: ("month", 12)}
"""The periods one can ask for, by their rough length in days: the unit that they are shown by, and how many of it."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until` (now), in units that begin at `starts`; `before` is where the period before it begins."""

    unit: str
    zone: str
    before: datetime
    since: datetime
    until: datetime
    starts: tuple[datetime, ...]
    earlier: tuple[datetime, ...]


def period_of(days: int, *, zone: str, now: datetime) -> Period:
    """The period of this rough length (a key of UNITS) that ends now; its last unit is under way."""
    unit, count = UNITS[days]
    here = ZoneInfo(zone)
    last = _begin(now.astimezone(here).date(), unit)
    firsts = [_back(last, unit, n) for n in range(2 * count - 1, -1, -1)]
    starts = [datetime.combine(one, time(), here) for one in firsts]
    return Period(unit, zone, starts[0], starts[count], now, tuple(starts[count:]), tuple(starts[:count]))


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _back(day: date, unit: str, n: int) -> date:
    if unit == "month":
        months = day.year * 12 + day.month - 1 - n
        return date(months // 12, months % 12 + 1, 1)
    return day - timedelta(days=n * (7 if unit == "week" else 1))
