"""From wall clocks to moments: what is open between two years as sorted stretches of UTC with running sums. Pure.

A zone is taken as the periods between its changes of offset; within one, wall clock and UTC differ by a constant, so
gaps, repeated hours and skipped days need no rule of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
_MINUTE, _DAY_SECONDS = 60 * SECOND, 86_400
_PERIOD_STEP = 6 * 3600
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Bounds(Protocol):
    """Anything with an opening and a closing minute."""

    @property
    def opens(self) -> int:
        """Minutes of wall clock since midnight."""

    @property
    def closes(self) -> int:
        """Minutes of wall clock since the same midnight."""


DayOf = Callable[[date], Sequence[Bounds]]


@dataclass(frozen=True, slots=True)
class Table:
    """The open stretches from `first` to `last` (microseconds of UTC): sorted, apart, with what was open before each."""

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    total: int

    def passed(self, at: int) -> int:
        """How much was open from the table's beginning until `at`."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return 0
        return self.before[place] + min(at, self.ends[place]) - self.starts[place]

    def first_at(self, passed: int) -> int:
        """The earliest moment by which this much (more than 0) has passed; the horizon if there never is."""
        if passed > self.total:
            return LATEST
        place = bisect_left(self.before, passed) - 1
        return self.starts[place] + passed - self.before[place]

    def last_at(self, passed: int) -> int:
        """The latest moment by which no more than this has passed; the horizon if that was never so."""
        if passed < 0 or not self.starts:
            return EARLIEST
        place = bisect_right(self.before, passed) - 1
        return self.starts[place] + passed - self.before[place]


def micros(at: datetime) -> int:
    """A moment as whole microseconds since 1970. Raises TypeError for one without a zone."""
    since = at - EPOCH
    return (since.days * _DAY_SECONDS + since.seconds) * SECOND + since.microseconds


def moment(at: int) -> datetime:
    """Microseconds since 1970 as a moment in UTC."""
    return EPOCH + timedelta(microseconds=at)


EARLIEST = micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
LATEST = micros(datetime(LAST_YEAR, 1, 1, tzinfo=UTC))


def compile_table(zone: str, day_of: DayOf, first_year: int, last_year: int) -> Table:
    """What is open from the beginning of `first_year` to that of `last_year` (UTC), within the horizon."""
    first = micros(datetime(max(first_year, FIRST_YEAR), 1, 1, tzinfo=UTC))
    last = micros(datetime(min(max(last_year, FIRST_YEAR + 1), LAST_YEAR), 1, 1, tzinfo=UTC))
    starts: list[int] = []
    ends: list[int] = []
    for begin, end in sorted(_open_spans(zone, day_of, first, last)):
        if ends and begin <= ends[-1]:
            ends[-1] = max(end, ends[-1])
        else:
            starts.append(begin)
            ends.append(end)
    before, total = [], 0
    for begin, end in zip(starts, ends, strict=True):
        before.append(total)
        total += end - begin
    return Table(first, last, starts, ends, before, total)


def _open_spans(zone: str, day_of: DayOf, first: int, last: int) -> Iterator[tuple[int, int]]:
    for begin, end, offset in _periods(zone, first, last):
        which = _wall_date(begin + offset) - timedelta(days=2)
        final = _wall_date(end + offset)
        while which <= final:
            midnight = (which.toordinal() - EPOCH.toordinal()) * _DAY_SECONDS * SECOND - offset
            for stretch in day_of(which):
                opens = max(begin, midnight + stretch.opens * _MINUTE)
                closes = min(end, midnight + stretch.closes * _MINUTE)
                if opens < closes:
                    yield opens, closes
            which += timedelta(days=1)


@lru_cache(maxsize=64)
def _periods(name: str, first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches from `first` to `last` in which a zone keeps its offset (all in microseconds)."""
    zone, found = ZoneInfo(name), []
    begin, offset = first, _offset(zone, first)
    at = first
    while at < last:
        step = min(at + _PERIOD_STEP * SECOND, last)
        if (there := _offset(zone, step)) != offset:
            change = _change(zone, at, step)
            found.append((begin, change, offset))
            begin, offset = change, there
        at = step
    return (*found, (begin, last, offset))


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second in (low, high] that has another offset than `low`."""
    offset = _offset(zone, low)
    low, high = low // SECOND, high // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle * SECOND) == offset else (low, middle)
    return high * SECOND


def _offset(zone: ZoneInfo, at: int) -> int:
    there = (EPOCH + timedelta(microseconds=at)).astimezone(zone).utcoffset()
    assert there is not None
    return (there.days * _DAY_SECONDS + there.seconds) * SECOND


def _wall_date(at: int) -> date:
    return (EPOCH + timedelta(microseconds=at)).date()
