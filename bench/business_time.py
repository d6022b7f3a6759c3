"""Business time: additions and differences a second, on a calendar with lunch, holidays and two clock changes a year."""

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from careline.workforce.contracts import BusinessCalendar, Stretch

CASES = 100_000
_SHIFT = (Stretch(540, 750), Stretch(810, 1080))


def measure() -> dict[str, float]:
    """Questions a second over the years 2025 to 2027, best of three; and how long a calendar takes to be made ready."""
    calendar = BusinessCalendar("Europe/Berlin", (_SHIFT,) * 5 + ((), ()), _holidays)
    begin = datetime(2025, 1, 1, tzinfo=UTC)
    before = time.perf_counter()
    calendar.is_open(begin + timedelta(days=500))
    ready = time.perf_counter() - before
    dice = random.Random(7)
    asked = [
        (begin + timedelta(seconds=dice.randrange(94_000_000)), dice.randrange(400_000))
        for _n in range(CASES)
    ]
    for start, seconds in asked[:1000]:
        calendar.add(start, seconds)
    ends = [calendar.add(start, seconds) for start, seconds in asked]
    return {
        "additions/s": _rate(lambda n: calendar.add(*asked[n])),
        "differences/s": _rate(lambda n: calendar.between(asked[n][0], ends[n])),
        "ms to make a calendar ready": ready * 1000,
    }


def _holidays(year: int) -> dict[date, tuple[Stretch, ...]]:
    return {
        date(year, 1, 1): (),
        date(year, 5, 1): (),
        date(year, 12, 25): (),
        date(year, 12, 24): _SHIFT[:1],
    }


def _rate(ask: Callable[[int], object]) -> float:
    best = 0.0
    for _round in range(3):
        before = time.perf_counter()
        for n in range(CASES):
            ask(n)
        best = max(best, CASES / (time.perf_counter() - before))
    return best
