"""Conditions on numbers, amounts and ages as people write them: `at most 14 days`, `more than 50`, `10 to 20`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from careline.playbooks.procedure.schema import Fact
from careline.playbooks.procedure.values import minor, whole

_BOUND = re.compile(r"(at most|at least|less than|more than|<=|>=|<|>)? *(.+)")
_AGE = re.compile(r"(\d{1,5}) *(days?|weeks?|months?|years?)")
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Age:
    """A boundary of ages: so many calendar units and `extra` days before the day that counts."""

    count: int
    unit: str
    extra: int = 0

    @property
    def nominal(self) -> float:
        """About how many days: the order of boundaries."""
        return self.count * _DAYS[self.unit] + self.extra

    def day(self, today: date) -> date:
        """The latest day that is as old as this, or older."""
        if self.unit in ("day", "week"):
            back = today - timedelta(days=self.count * int(_DAYS[self.unit]))
        else:
            back = months_before(today, self.count * (12 if self.unit == "year" else 1))
        return back - timedelta(days=self.extra)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day (Regulation 1182/71)."""
    index = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(index // 12, index % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def edges(fact: Fact, condition: Any) -> tuple[Any, Any]:
    """The boundary from which a condition holds, and the one from which it no longer does; None is open.

    Raises ValueError for what is no condition on this kind.
    """
    text = str(condition).strip()
    if isinstance(condition, bool | list | dict) or not text:
        raise ValueError(_bound_hint(fact))
    if " to " in text:
        low, _to, high = text.partition(" to ")
        if fact.kind == "date" and not re.search("[a-z]", low):
            low += " " + re.sub("[0-9 ]", "", high)
        return _cut(fact, low, 0), _cut(fact, high, 1)
    if " and " in text:
        one, other = (_bound(fact, part) for part in text.split(" and ", 1))
        if (one[0] is None) == (other[0] is None):
            raise ValueError(_bound_hint(fact))
        return (other[0] if one[0] is None else one[0]), (other[1] if one[1] is None else one[1])
    return _bound(fact, text)


def _bound(fact: Fact, text: str) -> tuple[Any, Any]:
    found = _BOUND.fullmatch(text.strip())
    sign, words = (found.group(1), found.group(2)) if found else (None, text)
    match sign:
        case "at most" | "<=":
            return None, _cut(fact, words, 1)
        case "less than" | "<":
            return None, _cut(fact, words, 0)
        case "at least" | ">=":
            return _cut(fact, words, 0), None
        case "more than" | ">":
            return _cut(fact, words, 1), None
    return _cut(fact, words, 0), _cut(fact, words, 1)


def _cut(fact: Fact, words: str, extra: int) -> Any:
    try:
        if fact.kind == "date":
            return _age(words.strip(), extra)
        return (minor(words) if fact.kind == "money" else whole(words)) + extra
    except ValueError:
        raise ValueError(_bound_hint(fact)) from None


def _age(words: str, extra: int) -> Age:
    found = _AGE.fullmatch(words)
    if found is None:
        raise ValueError(words)
    count, unit = int(found.group(1)), found.group(2).rstrip("s")
    if unit in ("day", "week"):
        return Age(count * int(_DAYS[unit]) + extra, "day")
    return Age(count, unit, extra)


def _bound_hint(fact: Fact) -> str:
    example = {"money": "50.00", "date": _("14 days")}.get(fact.kind, "14")
    words = _(
        "Write such as: at most %(it)s, less than %(it)s, at least %(it)s, more than %(it)s, or from one to another."
    )
    return words % {"it": example}
