"""Periods of whole days, weeks or months of the company, each with the one before it. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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
    starts = [_midnight(_back(last, unit, n), here) for n in range(2 * count - 1, -1, -1)]
    return Period(unit, zone, starts[0], starts[count], now, tuple(starts[count:]), tuple(starts[:count]))


def units_from(since: datetime, until: datetime, *, unit: str, zone: str) -> tuple[datetime, ...]:
    """The beginnings of all units that have something of a time, in order."""
    here = ZoneInfo(zone)
    last, starts = _begin(until.astimezone(here).date(), unit), list[datetime]()
    while not starts or starts[-1] > since:
        starts.append(_midnight(_back(last, unit, len(starts)), here))
    return tuple(reversed(starts))


def _midnight(day: date, here: ZoneInfo) -> datetime:
    """When a day begins, in UTC: where the clocks jump over midnight, at the moment of the jump."""
    return datetime.combine(day, time(), here).astimezone(UTC)


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _back(day: date, unit: str, n: int) -> date:
    if unit == "month":
        months = day.year * 12 + day.month - 1 - n
        return date(months // 12, months % 12 + 1, 1)
    return day - timedelta(days=n * (7 if unit == "week" else 1))
