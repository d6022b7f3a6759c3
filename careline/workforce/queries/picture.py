"""The next days of a calendar as a picture: what is open, and why a day is not as the week says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from careline.workforce.contracts import BusinessCalendar, Day, Week
from careline.workforce.day_words import write_day
from careline.workforce.holiday_table import holidays_in
from careline.workforce.models import BusinessHours, HoursException
from careline.workforce.queries.known import DaysApart, Exceptional, day_of, week_of

DAYS = 14
_DAY = 1440


@dataclass(frozen=True, slots=True)
class Bar:
    """An open stretch in the picture of a day: where it begins and how long it is, in minutes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day: its hours in figures ("" for closed), its bars, the name of a holiday or exception, whether clocks change."""

    date: date
    words: str
    bars: tuple[Bar, ...]
    name: str = ""
    clocks_change: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Business hours as they are, or as somebody is about to save them; `exceptions` the company's first, then their own."""

    time_zone: str
    week: Week
    country: str
    subdivision: str
    exceptions: tuple[HoursException, ...] = ()

    def calendar(self) -> BusinessCalendar:
        """Their calendar. Raises ValueError where the week has no open time."""
        own = tuple(
            Exceptional(one.first_day, one.last_day, day_of(one.stretches)) for one in self.exceptions
        )
        return BusinessCalendar(self.time_zone, self.week, DaysApart(self.country, self.subdivision, own))

    def name_of(self, day: date, language: str) -> str:
        """What a day is called that is not as the week says; "" for an ordinary one."""
        own = [one.name for one in self.exceptions if one.first_day <= day <= one.last_day]
        return (
            own[-1] if own else holidays_in(self.country, self.subdivision, day.year, language).get(day, "")
        )

    def year_without_holidays(self, year: int) -> int:
        """The first of this year and the next of which no holidays of the country are known; 0 where all are."""
        years = (year, year + 1) if self.country else ()
        return next((one for one in years if not holidays_in(self.country, self.subdivision, one)), 0)


def exceptions_of(hours: BusinessHours | None) -> tuple[HoursException, ...]:
    """The company's exceptions, then those of these hours: in the order in which they go over one another."""
    rows = [*HoursException.objects.filter(hours=None).order_by("pk")]
    if hours is not None and hours.pk:
        rows += [*HoursException.objects.filter(hours=hours).order_by("pk")]
    return tuple(rows)


def draft_of(hours: BusinessHours, exceptions: Iterable[HoursException]) -> Draft:
    """Stored hours, with these exceptions."""
    return Draft(hours.time_zone, week_of(hours.week), hours.country, hours.subdivision, tuple(exceptions))


def picture(draft: Draft, *, now: datetime, language: str) -> list[DayShown]:
    """The next two weeks, beginning today in the zone of the hours."""
    calendar, zone = draft.calendar(), ZoneInfo(draft.time_zone)
    today = now.astimezone(zone).date()
    return [_shown(draft, calendar, zone, today + timedelta(days=n), language) for n in range(DAYS)]


def _shown(draft: Draft, calendar: BusinessCalendar, zone: ZoneInfo, day: date, language: str) -> DayShown:
    before = tuple(
        Bar(max(0, one.opens - _DAY), one.closes - max(_DAY, one.opens))
        for one in calendar.day(day - timedelta(days=1))
        if one.closes > _DAY
    )
    today = calendar.day(day)
    bars = before + tuple(Bar(one.opens, min(one.closes, _DAY) - one.opens) for one in today)
    return DayShown(day, write_day(today), bars, draft.name_of(day, language), _clocks_change(zone, day))


def _clocks_change(zone: ZoneInfo, day: date) -> bool:
    ends = (datetime.combine(one, datetime.min.time(), zone) for one in (day, day + timedelta(days=1)))
    first, last = (one.utcoffset() for one in ends)
    return first != last


def week_words(week: Iterable[Day], names: list[str]) -> list[tuple[str, str]]:
    """A week in few lines: days in a row with the same hours become one ("Mon–Fri"); closed days have no words."""
    lines: list[list[str]] = []
    for name, day in zip(names, week, strict=True):
        words = write_day(day)
        if lines and lines[-1][2] == words:
            lines[-1][1] = name
        else:
            lines.append([name, name, words])
    return [(first if first == last else f"{first}–{last}", words) for first, last, words in lines]
