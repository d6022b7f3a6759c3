"""What a fact can be, cut into cells: all values of one cell fulfil the same conditions of the table.

So a table can be checked over everything that can be, exactly and in finite time. Numbers and amounts are cut at the
boundaries that the conditions name; dates are measured in their age on the day the ticket was opened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _

from careline.playbooks.procedure.boundaries import Age, edges
from careline.playbooks.procedure.schema import Fact
from careline.playbooks.procedure.values import Value, bounds

_APART = 4.0


class Domain(Protocol):
    """The cells of one fact, numbered from 0."""

    @property
    def size(self) -> int:
        """How many cells there are."""
        ...

    def cells(self, condition: Any) -> frozenset[int]:
        """The cells whose values fulfil a condition that was read before."""
        ...

    def cell_of(self, value: Value, today: date) -> int:
        """The cell that a value lies in, if the ticket was opened `today`."""
        ...

    def words(self, cell: int) -> str:
        """What the values of a cell have in common."""
        ...


@dataclass(frozen=True, slots=True)
class Choices:
    """One of a closed list; yes and no too."""

    keys: tuple[Value, ...]

    @property
    def size(self) -> int:
        """As many as there are choices."""
        return len(self.keys)

    def cells(self, condition: Any) -> frozenset[int]:
        """One choice, or a list of them. Raises ValueError for what is none."""
        named = condition if isinstance(condition, list | tuple) else [condition]
        for one in named:
            if one not in self.keys or isinstance(one, bool) != isinstance(self.keys[0], bool):
                raise ValueError(
                    _("“%(value)s” is none of: %(choices)s") % {"value": one, "choices": self._offered()}
                )
        if not named:
            raise ValueError(_("Name at least one."))
        return frozenset(self.keys.index(one) for one in named)

    def cell_of(self, value: Value, today: date) -> int:
        """Its place in the list."""
        return self.keys.index(value)

    def words(self, cell: int) -> str:
        """The choice."""
        key = self.keys[cell]
        return ("yes" if key else "no") if isinstance(key, bool) else str(key)

    def _offered(self) -> str:
        return ", ".join(self.words(cell) for cell in range(self.size))


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers, amounts or ages between boundaries: cell n begins with boundary n."""

    fact: Fact
    cuts: tuple[Any, ...]

    @property
    def size(self) -> int:
        """One more than there are cuts."""
        return len(self.cuts) + 1

    def cells(self, condition: Any) -> frozenset[int]:
        """All cells from the lower boundary to the upper one."""
        low, high = edges(self.fact, condition)
        first = 0 if low is None else self._begins(low)
        last = self.size if high is None else self._begins(high)
        return frozenset(range(first, last))

    def _begins(self, cut: Any) -> int:
        """The cell that begins at a boundary; one below what can be begins with the first, one above it nowhere."""
        if cut in self.cuts:
            return self.cuts.index(cut) + 1
        least, _most = bounds(self.fact)
        return 0 if least is not None and cut <= least else self.size

    def cell_of(self, value: Value, today: date) -> int:
        """How many boundaries lie at or below it."""
        if self.fact.kind == "date":
            day = date.fromisoformat(str(value))
            return sum(day <= cut.day(today) for cut in self.cuts)
        return bisect_right(self.cuts, int(value))

    def words(self, cell: int) -> str:
        """From where to where, such as `50.01 to 100.00`."""
        low = self.cuts[cell - 1] if cell else None
        high = self.cuts[cell] if cell < len(self.cuts) else None
        if self.fact.kind == "date":
            return _age_words(low, high)
        return _number_words(self.fact, low, high)

    def sample(self, cell: int, today: date) -> Value:
        """A value of a cell: the lowest, or in the first cell the highest."""
        if self.fact.kind == "date":
            day = (
                self.cuts[cell - 1].day(today)
                if cell
                else self.cuts[0].day(today) + timedelta(days=1)
                if self.cuts
                else today
            )
            return day.isoformat()
        least, _most = bounds(self.fact)
        return (
            int(self.cuts[cell - 1])
            if cell
            else int(least if least is not None else (self.cuts or (1,))[0] - 1)
        )


def domain_of(fact: Fact, conditions: Iterable[Any]) -> Domain:
    """The cells of a fact under all the conditions of a table. Raises ValueError where they can't be put in order."""
    if fact.kind == "yes_no":
        return Choices((True, False))
    if fact.kind == "choice":
        return Choices(tuple(fact.choices))
    if fact.kind == "text":
        raise ValueError(_("Text can’t be decided on; make it a choice."))
    named = {cut for one in conditions for cut in edges(fact, one) if cut is not None}
    if fact.kind == "date":
        return Line(fact, tuple(_ordered(named)))
    least, most = bounds(fact)
    inside = (cut for cut in named if (least is None or cut > least) and (most is None or cut <= most))
    return Line(fact, tuple(sorted(inside)))


def _ordered(cuts: Iterable[Age]) -> list[Age]:
    """Ages in order; those of different units that lie so close that the calendar decides can't be compared."""
    found = sorted(cuts, key=lambda cut: cut.nominal)
    for one, other in pairwise(found):
        if one.unit != other.unit and other.nominal - one.nominal < _APART:
            raise ValueError(
                _("These two ages are too close to be told apart in every month; use the same unit for both.")
            )
    return found


def _number_words(fact: Fact, low: int | None, high: int | None) -> str:
    def told(units: int) -> str:
        return f"{units / 100:.2f}" if fact.kind == "money" else str(units)

    if low is not None and high is not None:
        return told(low) if high == low + 1 else f"{told(low)} to {told(high - 1)}"
    if low is not None:
        return f"at least {told(low)}"
    return f"at most {told(high - 1)}" if high is not None else "any"


def _age_words(low: Age | None, high: Age | None) -> str:
    def told(cut: Age) -> str:
        plus = f" and {cut.extra} day" if cut.extra else ""
        return f"{cut.count} {cut.unit}{'s' if cut.count != 1 else ''}{plus}"

    if low is not None and high is not None:
        return f"from {told(low)} to less than {told(high)} ago"
    if low is not None:
        return f"{told(low)} ago or earlier"
    return f"less than {told(high)} ago" if high is not None else "any"
