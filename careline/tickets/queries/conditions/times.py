"""The kinds of fields that are times: what was, and what is yet to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.conditions.asking import Asking, Judging

UNITS = {"hours": 1, "days": 24}
_FAR = date(9000, 1, 1)
_LONG_AGO = date(1970, 1, 2)
SLACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: before or after a day, or so many hours or days ago. A `column` may be NULL, then nothing holds.

    `never_after` is a column that is never earlier than this one, but for the slack of clocks: an index serves it.
    """

    column: str
    may_be_null: bool = False
    never_after: str = ""
    name: str = "moment"
    operators: tuple[str, ...] = ("within", "older", "before", "after")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """A day as `2026-01-31`, or {"n": 3, "unit": "hours"}."""
        return day_of(value) if op in ("before", "after") else span_of(value)

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Compared with the day in the time zone of the person who asks, or with now."""
        if op in ("before", "after"):
            sign, moment = (
                ("<", midnight(value, asking.agent))
                if op == "before"
                else (">=", midnight(value, asking.agent, 1))
            )
        else:
            sign, moment = (">=" if op == "within" else "<"), asking.now - hours_of(value)
        pieces = [f"{self.column} IS NOT NULL"] if self.may_be_null else []
        pieces.append(f"{self.column} {sign} {asking.bind(moment)}")
        if self.never_after and sign == ">=":
            pieces.append(f"{self.never_after} >= {asking.bind(moment - SLACK)}")
        return f"({' AND '.join(pieces)})"

    def holds(self, op: str, value: Any, found: datetime | None, judging: Judging) -> bool:
        """The same of the moment that was found."""
        if found is None:
            return False
        if op in ("before", "after"):
            return _stands(op, value, found, judging)
        return (found >= judging.at - hours_of(value)) == (op == "within")


@dataclass(frozen=True, slots=True)
class Due:
    """A time to come: overdue, within the next hours or days, before or after a day, set or not."""

    column: str
    never: datetime
    name: str = "due"
    operators: tuple[str, ...] = ("overdue", "next", "before", "after", "filled", "empty")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """As for a moment; nothing where the operator says it all."""
        if op in ("before", "after"):
            return day_of(value)
        return span_of(value) if op == "next" else None

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Compared with a day, or with now. What is never due is neither before nor after anything."""
        is_set = f"{self.column} < {asking.bind(self.never)}"
        if op in ("filled", "empty"):
            return is_set if op == "filled" else f"NOT {is_set}"
        if op == "overdue":
            return f"{self.column} < {asking.bind(asking.now)}"
        if op == "next":
            return f"({self.column} >= {asking.bind(asking.now)} AND {self.column} < {asking.bind(asking.now + hours_of(value))})"
        if op == "before":
            return f"{self.column} < {asking.bind(midnight(value, asking.agent))}"
        return f"({is_set} AND {self.column} >= {asking.bind(midnight(value, asking.agent, 1))})"

    def holds(self, op: str, value: Any, found: datetime, judging: Judging) -> bool:
        """The same of the moment that was found."""
        if op in ("filled", "empty"):
            return (found < self.never) == (op == "filled")
        if op == "overdue":
            return found < judging.at
        if op == "next":
            return judging.at <= found < judging.at + hours_of(value)
        return found < self.never and _stands(op, value, found, judging)


def day_of(value: Any) -> str:
    """A day as `2026-01-31`. Raises ValueError."""
    try:
        day = date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(_("Choose a day.")) from None
    if not _LONG_AGO < day < _FAR:
        raise ValueError(_("Choose a day."))
    return day.isoformat()


def span_of(value: Any) -> dict[str, Any]:
    """So many hours or days, as {"n": 3, "unit": "hours"}. Raises ValueError."""
    given = value if isinstance(value, Mapping) else {}
    n = str(given.get("n", "")).strip()
    if not (n.isascii() and n.isdigit() and 1 <= int(n) <= 10_000) or given.get("unit") not in UNITS:
        raise ValueError(_("Say how many hours or days."))
    return {"n": int(n), "unit": given["unit"]}


def hours_of(span: Mapping[str, Any]) -> timedelta:
    """How long a span is."""
    return timedelta(hours=span["n"] * UNITS[span["unit"]])


def _stands(op: str, day: str, found: datetime, judging: Judging) -> bool:
    if op == "before":
        return found < begin_of(day, judging.zone)
    return found >= begin_of(day, judging.zone, 1)


def midnight(day: str, agent: Agent, later: int = 0) -> datetime:
    """When a day begins where this person is, or a day `later` ones after it."""
    return begin_of(day, zone_of(agent.time_zone), later)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name, UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def begin_of(day: str, zone: tzinfo, later: int = 0) -> datetime:
    """When a day begins in a time zone, or a day `later` ones after it."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), zone)
