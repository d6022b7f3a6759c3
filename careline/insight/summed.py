"""All sums that one page shows of a period, and how they are kept as JSON. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from careline.insight.contracts import Figure, Slice, Summary, Totals
from careline.insight.periods import Period

Target = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What a page asks of a period: a slice of it, told apart by a dimension ("" for how its targets went)."""

    asked: Slice
    period: Period
    by: str = ""


@dataclass(frozen=True, slots=True)
class Summed:
    """A period and the one before it, both by their units; how many came in; the period told apart; and its targets."""

    now: Totals
    before: Totals
    units: Mapping[datetime, Totals]
    came: Mapping[datetime, int] = field(default_factory=dict)
    parts: Mapping[Any, Totals] = field(default_factory=dict)
    targets: Sequence[Target] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Sums with the moment they were made, and that until which all that had happened was heeded (None: never yet)."""

    summed: Summed
    made_at: datetime
    heeded_at: datetime | None


def pack(summed: Summed) -> dict[str, Any]:
    """As JSON knows it."""
    return {
        "now": asdict(summed.now), "before": asdict(summed.before),
        "units": [(at.isoformat(), asdict(one)) for at, one in summed.units.items()],
        "came": [(at.isoformat(), n) for at, n in summed.came.items()],
        "parts": [(key, asdict(one)) for key, one in summed.parts.items()], "targets": [*summed.targets],
    }  # fmt: skip


def unpack(said: Mapping[str, Any]) -> Summed:
    """What was packed. Raises KeyError and TypeError for what another version packed."""
    return Summed(
        _totals(said["now"]), _totals(said["before"]),
        {datetime.fromisoformat(at): _totals(one) for at, one in said["units"]},
        {datetime.fromisoformat(at): n for at, n in said["came"]},
        {key: _totals(one) for key, one in said["parts"]}, [tuple(one) for one in said["targets"]],
    )  # fmt: skip


def _totals(said: Mapping[str, Any]) -> Totals:
    times = {Figure(key): Summary(**one) if one else None for key, one in said["times"].items()}
    shares = {Figure(key): (true, of) for key, (true, of) in said["shares"].items()}
    return Totals(**{**said, "times": times, "shares": shares})
