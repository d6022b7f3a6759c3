"""The values of figures: which there are, the stretches one is made of, and what many of them say together. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careline.workforce.contracts import BusinessCalendar


class Figure(StrEnum):
    """Every figure by its key. Those of TIMES are lengths of time, the others yes or no for a ticket."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    REQUESTER_WAIT = "requester_wait"
    FIRST_RESOLUTION = "first_resolution"
    FULL_RESOLUTION = "full_resolution"
    FIRST_CONTACT = "first_contact"
    ONE_TOUCH = "one_touch"
    REOPENED = "reopened"


TIMES = (
    Figure.FIRST_RESPONSE,
    Figure.NEXT_RESPONSE,
    Figure.REQUESTER_WAIT,
    Figure.FIRST_RESOLUTION,
    Figure.FULL_RESOLUTION,
)
SHARES = (Figure.FIRST_CONTACT, Figure.ONE_TOUCH, Figure.REOPENED)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that counts for a figure: `ended` is None while it runs. `status` is that of the ticket then, 0 if any."""

    began: datetime
    ended: datetime | None
    status: int = 0

    def seconds(self, calendar: BusinessCalendar, now: datetime) -> float:
        """How long it took by a calendar; up to now where it runs."""
        return max(calendar.between(self.began, self.ended or now), 0.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of a figure of time: the stretches that it is the sum of. It still grows while one of them runs."""

    figure: Figure
    spans: tuple[Span, ...]

    @property
    def is_running(self) -> bool:
        """Whether it isn't settled yet."""
        return any(span.ended is None for span in self.spans)

    def seconds(self, calendar: BusinessCalendar, now: datetime) -> float:
        """The sum of its stretches by a calendar."""
        return sum(span.seconds(calendar, now) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one ticket. A missing time was never owed; a share is None while it can't be said yet."""

    times: tuple[Measured, ...]
    shares: dict[Figure, bool | None]

    def of(self, figure: Figure) -> tuple[Measured, ...]:
        """The values of one figure of time, oldest first."""
        return tuple(one for one in self.times if one.figure == figure)


@dataclass(frozen=True, slots=True)
class Summary:
    """What many values say: how many, the middle one, that which nine in ten stay below, and the mean. Seconds."""

    count: int
    median: float
    ninth: float
    mean: float


def summary_of(values: list[float]) -> Summary | None:
    """Sum values up; None for none. The 90th percentile is by the nearest rank."""
    if not values:
        return None
    ranked = sorted(values)
    return Summary(len(ranked), median(ranked), ranked[-(-9 * len(ranked) // 10) - 1], fmean(ranked))


OPEN_KEYS = ("status", "team", "channel", "priority", "assignee")
"""By what the open work of this moment is told apart."""
DIMENSIONS = ("team", "agent", "channel", "priority", "type")
"""By what figures are told apart."""


MOMENTS = ("solved_at", "created_at")
"""By what tickets belong to a time: when they were solved last, or when they were created, solved or not."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which tickets are summed up: those solved from `since` to `until` that `viewer_id` may see, in these teams.

    With the `moment` of creation it is those created then, with what can be said of them so far.
    The rest narrows it where it is set. `agent_ids` are those whose own figures the viewer may see (None: everybody's).
    """

    viewer_id: int
    team_ids: tuple[int, ...]
    since: datetime
    until: datetime
    is_business: bool = True
    channel: str = ""
    priority: int = 0
    type: str = ""
    agent_id: int = 0
    agent_ids: tuple[int, ...] | None = None
    moment: str = MOMENTS[0]

    def between(self, since: datetime, until: datetime) -> Slice:
        """The same of another time."""
        return replace(self, since=since, until=until)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the tickets of a slice say together: shares as how many of how many, targets as kept and missed.

    `solved` of the tickets are solved now: all of them, but for those that were chosen by their creation.
    """

    tickets: int = 0
    times: Mapping[Figure, Summary | None] = field(default_factory=dict)
    shares: Mapping[Figure, tuple[int, int]] = field(default_factory=dict)
    kept: int = 0
    missed: int = 0
    solved: int = 0


_DAY = 86400.0
AGES = (1 * _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY)
"""How old open work is told apart, in seconds: a place below the first, between two, or beyond the last."""
OLD = 3
"""The place in AGES from which open work is more than a week old."""
