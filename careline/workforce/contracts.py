"""Business time as a value: weekly hours in a zone with days of their own, and exact arithmetic on them. No database.

Inside, everything is whole microseconds of UTC: no rounding, and no wall clock, can come between two sums.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from careline.workforce.spans import EARLIEST, LATEST, SECOND, Table, compile_table, micros, moment

Day = tuple["Stretch", ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]
SpecialDays = Callable[[int], Mapping[date, Day]]


class HoursRefused(ValueError):
    """What was asked for can't be; the text says why, in words for people, `field` which part of it ("" for all)."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Open from `opens` to `closes`, in minutes of wall clock since the midnight that begins its day.

    `closes` beyond 1440 lies on the next day. Raises ValueError for an empty stretch, or one of more than 24 hours.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < 1440 and self.opens < self.closes <= self.opens + 1440):
            raise ValueError(f"no stretch of a day: {self.opens}–{self.closes}")


def no_special_days(year: int) -> Mapping[date, Day]:
    """Every day is as the week says: the usual answer of `special_days`."""
    return {}


@dataclass(frozen=True)
class BusinessCalendar:
    """When one is open: weekly hours (Monday first) on the wall clock of `zone`, but for the days that have hours of their own.

    What the clock on the wall shows decides: a stretch across the spring change is shorter, one across the autumn
    change longer. A stretch belongs to the day on which it begins: a holiday takes away the night shift that begins
    on it, not the one that ends on it. `special_days(year)` names the days with other hours, `()` for closed.
    Business time is known from 1990 to 2099; beyond, it is as if closed for ever, and `add` ends at the last moment
    of it. Raises ValueError where the week has no open time at all.
    """

    zone: str
    week: Week
    special_days: SpecialDays = no_special_days
    _kept: list[Table] = field(default_factory=list, init=False, repr=False, compare=False)
    _special: dict[int, Mapping[date, Day]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a calendar needs open hours on at least one of seven days")
        ZoneInfo(self.zone)

    def add(self, start: datetime, seconds: float) -> datetime:
        """The earliest moment by which this much business time has passed since `start`; a closing time stays one.

        With a negative number: the latest moment since which this much had passed until `start`. UTC.
        """
        begin, wanted = micros(start), round(seconds * SECOND)
        table = self._around(begin, begin)
        if wanted == 0:
            return moment(begin)
        while True:
            place = table.passed(begin) + wanted
            if wanted > 0 and (place <= table.total or table.last >= LATEST):
                return moment(max(begin, table.first_at(place)))
            if wanted < 0 and (place >= 0 or table.first <= EARLIEST):
                return moment(min(begin, table.last_at(place)))
            table = self._grown(table, forward=wanted > 0)

    def between(self, start: datetime, end: datetime) -> float:
        """The business seconds from `start` to `end`, exact to the microsecond; negative if `end` comes first."""
        begin, stop = micros(start), micros(end)
        table = self._around(min(begin, stop), max(begin, stop))
        return (table.passed(stop) - table.passed(begin)) / SECOND

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at this moment; at closing time it is not."""
        asked = micros(at)
        table = self._around(asked, asked)
        place = bisect_right(table.starts, asked) - 1
        return place >= 0 and asked < table.ends[place]

    def next_open(self, at: datetime) -> datetime:
        """`at` itself if it is open then, else the next opening time. UTC."""
        asked = micros(at)
        table = self._around(asked, asked)
        while (place := bisect_right(table.ends, asked)) == len(table.ends):
            if table.last >= LATEST:
                return moment(max(asked, LATEST))
            table = self._grown(table, forward=True)
        return moment(max(asked, table.starts[place]))

    def closes_at(self, at: datetime) -> datetime:
        """The end of the stretch that is open at this moment; `at` itself if it is closed then. UTC."""
        asked = micros(at)
        table = self._around(asked, asked)
        place = bisect_right(table.starts, asked) - 1
        return moment(max(asked, table.ends[place]) if place >= 0 else asked)

    def stretches(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The open stretches from `start` to `end` in order, cut to fit, in UTC. What touches is one stretch."""
        begin, stop = micros(start), micros(end)
        table = self._around(begin, stop)
        places = range(bisect_right(table.ends, begin), bisect_left(table.starts, stop))
        return [(moment(max(begin, table.starts[n])), moment(min(stop, table.ends[n]))) for n in places]

    def day(self, which: date) -> Day:
        """The stretches that begin on a day, holidays and exceptions heeded."""
        special = self._special.get(which.year)
        if special is None:
            special = self._special[which.year] = self.special_days(which.year)
        return special.get(which, self.week[which.weekday()])

    def _around(self, begin: int, end: int) -> Table:
        """A table of business time that holds both moments, as far as there is any: made once, remade where it must grow."""
        begin, end = max(begin, EARLIEST), min(max(end, EARLIEST), LATEST - 1)
        table = self._kept[0] if self._kept else None
        if table and table.first <= begin and end < table.last:
            return table
        first, last = _year(min(begin, LATEST - 1)) - 1, _year(end) + 3
        return (
            self._make(min(first, _year(table.first)), max(last, _year(table.last)))
            if table
            else self._make(first, last)
        )

    def _grown(self, table: Table, *, forward: bool) -> Table:
        first, last = _year(table.first), _year(table.last)
        years = last - first
        return self._make(first, last + years) if forward else self._make(first - years, last)

    def _make(self, first_year: int, last_year: int) -> Table:
        table = compile_table(self.zone, self.day, first_year, last_year)
        self._kept[:] = [table]
        return table


def _year(at: int) -> int:
    return moment(at).year


_WHOLE_DAY: Day = (Stretch(0, 1440),)
ALWAYS = BusinessCalendar("UTC", (_WHOLE_DAY,) * 7)
"""The calendar that is always open: calendar time."""


class WorkforceRefused(ValueError):
    """A skill, capacity or absence that can't be; the text says why, in words for people, `field` which part of it."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Reason(StrEnum):
    """Why somebody takes no work; the first that applies."""

    GONE = "gone"
    ABSENT = "absent"
    OFF_HOURS = "off_hours"
    OFFLINE = "offline"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an agent takes work at a moment; if not, why (`reason`), and who covers for an absence (`cover_id`)."""

    agent_id: int
    reason: Reason | None = None
    cover_id: int | None = None

    @property
    def is_available(self) -> bool:
        """Whether the agent takes work."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of a team who has every skill that was asked for: how well (levels by skill), and whether they are there."""

    agent_id: int
    name: str
    levels: Mapping[int, int]
    availability: Availability

    @property
    def is_available(self) -> bool:
        """Whether the agent takes work."""
        return self.availability.is_available


USUAL_CAPACITY = {"chat": 3, "voice": 1}
"""How many tickets at a time on a channel where nobody said otherwise."""
USUAL_CAPACITY_ELSEWHERE = 30
MOST_CAPACITY = 1000
