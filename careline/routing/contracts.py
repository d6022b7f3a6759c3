"""The values of routing: strategies, a queue as it is kept in memory, and a person as one looks at them. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from careline.tickets.queries.conditions import Conditions


class RoutingRefused(ValueError):
    """What was asked for can't be; the text says why, in words for people."""


class Strategy(StrEnum):
    """Whom a queue takes, of those who can take a ticket. PREVIOUS needs another one to fall back on."""

    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    PREVIOUS = "previous"


FALLBACKS = (Strategy.LEAST_LOADED, Strategy.ROUND_ROBIN, Strategy.LONGEST_IDLE)


class Overflow(StrEnum):
    """What a queue does about a ticket that nobody could take for long."""

    NOTHING = "nothing"
    TEAM = "team"
    QUEUE = "queue"
    SKILL = "skill"


class Why(StrEnum):
    """Why somebody can't take a ticket. The first five are those of `workforce.contracts.Reason`."""

    GONE = "gone"
    ABSENT = "absent"
    OFF_HOURS = "off_hours"
    OFFLINE = "offline"
    AWAY = "away"
    SKILL = "skill"
    UNSEEN = "unseen"
    RETURNED = "returned"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a queue asks for, with the least level (1 to 5)."""

    skill_id: int
    least: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A queue as it is judged and followed. `team_id` None: the ticket's own team. `needs`: the most important first.

    `after_minutes` is business time of the team; 0: nothing ever changes for a ticket that waits.
    """

    id: int
    name: str
    conditions: Conditions
    team_id: int | None = None
    needs: tuple[Need, ...] = ()
    language_least: int = 0
    strategy: str = Strategy.LEAST_LOADED
    fallback: str = Strategy.LEAST_LOADED
    overflow: str = Overflow.NOTHING
    after_minutes: int = 0
    overflow_team_id: int | None = None
    overflow_queue_id: int | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who might take a ticket: what they know of what is asked, how much they have, and why not (`why`).

    `turn` grows with each ticket that routing gave them (0: none yet); `active_at` is when they last got or finished
    something. `lacks` are the skills that are missing, or not known well enough.
    """

    agent_id: int
    name: str
    load: int = 0
    capacity: int = 0
    turn: int = 0
    active_at: datetime | None = None
    is_previous: bool = False
    levels: Mapping[int, int] = field(default_factory=dict)
    lacks: tuple[Need, ...] = ()
    why: Why | None = None

    @property
    def can(self) -> bool:
        """Whether nothing speaks against them."""
        return self.why is None and self.load < self.capacity
