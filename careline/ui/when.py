"""Moments that people write in plain words: "fri 9:00", "in 3 days", "tomorrow", "24 dec 14:30".

A closed grammar: what is not understood is None, never a guess. English words are always known, and besides them those
of the viewer's language. Says nothing of what the moment is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import combining, normalize

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import override

from careline.ui.when_words import in_english

MORNING = time(9)
LONGEST = 80
_UNITS = {
    "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days", "w": "weeks", "week": "weeks", "weeks": "weeks",
    "month": "months", "months": "months", "year": "years", "years": "years",
}  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "next": 1}
_TIMES = {
    "morning": MORNING, "noon": time(12), "afternoon": time(14), "evening": time(18), "night": time(20),
}  # fmt: skip
_AHEAD = re.compile(r"(?:in )?(\d{1,3}|[a-z]+) ?([a-z]+)(?: (.+))?")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|uhr)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]+(.+))?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d]+)\.?(?: (?:de )?(\d{4}))?(?:,? (.+))?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:,? (\d{4}))?(?:,? (.+))?")


def understand(words: str, now: datetime) -> datetime | None:
    """Return the moment that `words` mean for a person whose clock shows `now` (aware), in its zone, or None.

    A day without a time is its morning, 9:00; a time without a day is the next one to come.
    """
    said = " ".join(words[: LONGEST + 1].lower().split())
    if not said or len(said) > LONGEST:
        return None
    return _understand(said, now) or _understand(in_english(said), now)


def _understand(said: str, now: datetime) -> datetime | None:
    try:
        return _ahead(said, now) or _on_a_day(said, now) or _next_time(said, now)
    except (ValueError, OverflowError):
        return None


def at_local(day: date, clock: time, now: datetime) -> datetime:
    """Return a time of day on a day in the zone of `now`; one that the clocks leave out is the hour after."""
    return datetime.combine(day, clock, now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)


def next_weekday(now: datetime, weekday: int) -> date:
    """Return the next day of this weekday (Monday is 0), never today."""
    return now.date() + timedelta(days=(weekday - now.weekday() - 1) % 7 + 1)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last one that there is in that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _ahead(said: str, now: datetime) -> datetime | None:
    """In 3 days, 2 h, next week, in a month at 14:00."""
    found = _AHEAD.fullmatch(said)
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    number = int(found[1]) if found[1].isdigit() else _NUMBERS.get(found[1], 0)
    if not number:
        return None
    if unit in {"minutes", "hours"}:
        return (
            None if found[3] else (now.astimezone(UTC) + timedelta(**{unit: number})).astimezone(now.tzinfo)
        )
    return _with_time(_days_ahead(now.date(), unit, number), found[3], now)


def _days_ahead(day: date, unit: str, number: int) -> date:
    if unit in {"months", "years"}:
        return add_months(day, number * (12 if unit == "years" else 1))
    return day + timedelta(**{unit: number})


def _on_a_day(said: str, now: datetime) -> datetime | None:
    return _named_day(said, now) or _iso(said, now) or _in_a_month(said, now)


def _named_day(said: str, now: datetime) -> datetime | None:
    """Today 17:00, tonight, tomorrow, friday 9:00, next mon."""
    first, _space, rest = said.removeprefix("on ").removeprefix("next ").partition(" ")
    near = {"today": 0, "tonight": 0, "tomorrow": 1}.get(first)
    if near is not None:
        rest = rest or ("night" if first == "tonight" else "")
        return _with_time(now.date() + timedelta(days=near), rest, now) if rest or near else None
    weekday = _names(WEEKDAYS, WEEKDAYS_ABBR).get(first.rstrip(".,"))
    return None if weekday is None else _with_time(next_weekday(now, weekday), rest, now)


def _iso(said: str, now: datetime) -> datetime | None:
    found = _ISO.fullmatch(said)
    return _with_time(date(int(found[1]), int(found[2]), int(found[3])), found[4], now) if found else None


def _in_a_month(said: str, now: datetime) -> datetime | None:
    """24 dec, dec 24 14:30, 24. december 2027."""
    months = _names(MONTHS, MONTHS_3)
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        found = pattern.fullmatch(said)
        month = months.get(found[month_at]) if found else None
        if found is None or month is None:
            continue
        day = date(int(found[3] or now.year), month, int(found[day_at]))
        return _with_time(day if found[3] or day >= now.date() else add_months(day, 12), found[4], now)
    return None


def _next_time(said: str, now: datetime) -> datetime | None:
    """14:30, 5pm, noon: today, or tomorrow where it has passed."""
    clock = None if said.isdigit() else _clock(said)
    if clock is None:
        return None
    today = at_local(now.date(), clock, now)
    return today if today > now else at_local(now.date() + timedelta(days=1), clock, now)


def _with_time(day: date, words: str | None, now: datetime) -> datetime | None:
    clock = _clock(words) if words else MORNING
    return None if clock is None else at_local(day, clock, now)


def _clock(words: str) -> time | None:
    named = _TIMES.get(words.removeprefix("at "))
    found = _CLOCK.fullmatch(words)
    if named or found is None:
        return named
    hour, half = int(found[1]), found[3]
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(found[2] or 0))


def _names(*tables: Mapping[int, object]) -> dict[str, int]:
    """The names of days or months, in English and the viewer's language, with accents or without, and their numbers."""

    def written() -> dict[str, int]:
        return {str(name).lower().rstrip("."): n for table in tables for n, name in table.items()}

    with override("en"):
        english = written()
    own = written()
    plain = {_plain(name): n for name, n in own.items()}
    return {name[:3]: n for name, n in english.items()} | english | plain | own


def _plain(name: str) -> str:
    """A name without its accents, as many write it: miercoles."""
    return "".join(letter for letter in normalize("NFD", name) if not combining(letter))
