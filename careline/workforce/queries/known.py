"""All business hours as calendars, kept in memory for some seconds: clocks ask for them with every message."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone

from careline.workforce.contracts import ALWAYS, BusinessCalendar, Day, Stretch, Week
from careline.workforce.holiday_table import holidays_in

FRESH_SECONDS = 10.0
# One statement for everything; the text is compared, so that calendars are made anew only when something changed.
_READ = """
SELECT json_build_object(
    'hours', (SELECT coalesce(json_agg(h ORDER BY h.id), '[]') FROM workforce_businesshours h),
    'exceptions', (SELECT coalesce(json_agg(e ORDER BY e.hours_id NULLS FIRST, e.id), '[]') FROM workforce_hoursexception e),
    'uses', (SELECT coalesce(json_agg(u ORDER BY u.id), '[]') FROM workforce_hoursuse u))::text
"""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Some days in a row with other hours."""

    first: date
    last: date
    stretches: Day


@dataclass(frozen=True, slots=True)
class DaysApart:
    """The days of a year that are not as the week says: holidays, and over them the exceptions in their order."""

    country: str = ""
    subdivision: str = ""
    exceptions: tuple[Exceptional, ...] = ()

    def __call__(self, year: int) -> Mapping[date, Day]:
        """The days with hours of their own in this year."""
        days: dict[date, Day] = dict.fromkeys(holidays_in(self.country, self.subdivision, year), ())
        for one in self.exceptions:
            day, last = max(one.first, date(year, 1, 1)), min(one.last, date(year, 12, 31))
            while day <= last:
                days[day] = one.stretches
                day += timedelta(days=1)
        return days


@dataclass(frozen=True, slots=True)
class Known:
    """Everything at one moment: calendars by id, which is the default, and who goes by which."""

    text: str = ""
    calendars: Mapping[int, BusinessCalendar] = field(default_factory=dict)
    default_id: int | None = None
    uses: Mapping[tuple[str, int], int] = field(default_factory=dict)
    loaded_at: float = 0.0


_kept = Known()
_lock = Lock()


def calendar_of(hours_id: int | None) -> BusinessCalendar:
    """The calendar of these business hours; None, or hours that are gone: the default; none set up at all: ALWAYS."""
    known = _known()
    found = known.calendars.get(hours_id) if hours_id is not None else None
    if found is None and known.default_id is not None:
        found = known.calendars[known.default_id]
    return found or ALWAYS


def hours_for(
    *, team_id: int | None = None, inbox_id: int | None = None, organisation_id: int | None = None
) -> int | None:
    """The business hours that count: the organisation's, else the inbox's, else the team's, else the default ones."""
    known = _known()
    asked = (("organisation", organisation_id), ("inbox", inbox_id), ("team", team_id))
    found = (known.uses.get((kind, subject)) for kind, subject in asked if subject is not None)
    return next((one for one in found if one is not None), known.default_id)


def hours_in_use(kind: str) -> dict[int, int]:
    """Which organisations, inboxes or teams (by `kind`) go by which business hours, by id."""
    return {subject: hours_id for (one, subject), hours_id in _known().uses.items() if one == kind}


def agent_calendar(agent_id: int) -> BusinessCalendar | None:
    """The working hours of an agent, where they have some of their own."""
    known = _known()
    found = known.uses.get(("agent", agent_id))
    return known.calendars.get(found) if found is not None else None


def organisations_have_hours() -> bool:
    """Whether any organisation goes by hours of its own: else nobody need ask whose organisation it is."""
    return any(kind == "organisation" for kind, _subject in _known().uses)


def is_open_now(hours_id: int | None = None) -> bool:
    """Whether it is open by these hours (None: the default ones) at this moment."""
    return calendar_of(hours_id).is_open(timezone.now())


def forget_hours() -> None:
    """Read the hours again at the next use, in this process; others follow in some seconds."""
    global _kept
    with _lock:
        _kept = Known()


def day_of(stretches: list[list[int]]) -> Day:
    """Stored stretches of a day as values, in order."""
    return tuple(sorted(Stretch(opens, closes) for opens, closes in stretches))


def week_of(days: list[list[list[int]]]) -> Week:
    """A stored week as a value."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (day_of(one) for one in days)
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _known() -> Known:
    global _kept
    with _lock:
        if not _kept.loaded_at or time.monotonic() - _kept.loaded_at > FRESH_SECONDS:
            _kept = _load(_kept)
        return _kept


def _load(before: Known) -> Known:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        text = cursor.fetchone()[0]
    if text == before.text:
        return Known(text, before.calendars, before.default_id, before.uses, time.monotonic())
    read = json.loads(text)
    calendars = {row["id"]: _calendar(row, read["exceptions"]) for row in read["hours"]}
    default = next((row["id"] for row in read["hours"] if row["is_default"]), None)
    uses = {(row["kind"], row["subject_id"]): row["hours_id"] for row in read["uses"]}
    return Known(text, calendars, default, uses, time.monotonic())


def _calendar(row: dict[str, Any], exceptions: list[dict[str, Any]]) -> BusinessCalendar:
    own = tuple(
        Exceptional(
            date.fromisoformat(one["first_day"]),
            date.fromisoformat(one["last_day"]),
            day_of(one["stretches"]),
        )
        for one in exceptions
        if one["hours_id"] in (None, row["id"])
    )
    apart = DaysApart(row["country"], row["subdivision"], own)
    return BusinessCalendar(row["time_zone"], week_of(row["week"]), apart)
