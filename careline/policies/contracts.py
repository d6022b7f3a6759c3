"""The values of service targets: kinds, states, steps, and a policy as it is kept in memory. No database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careline.tickets.queries.conditions import Conditions


class Kind(StrEnum):
    """What is measured. INTERNAL and MANUAL are no targets of a policy."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    PERIODIC_UPDATE = "periodic_update"
    RESOLUTION = "resolution"
    REQUESTER_WAIT = "requester_wait"
    FIRST_ASSIGNMENT = "first_assignment"
    INTERNAL = "internal"
    MANUAL = "manual"


TARGETS = tuple(kind for kind in Kind if kind not in (Kind.INTERNAL, Kind.MANUAL))
REPEATED = frozenset({Kind.NEXT_RESPONSE, Kind.PERIODIC_UPDATE, Kind.INTERNAL})
"""Kinds of which a ticket has one clock per stretch; of the others it has one in all."""


class State(StrEnum):
    """How a clock stands. A breached one may still be owed: until `stopped_at` is set."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"


class PolicyRefused(ValueError):
    """What was asked for can't be; the text says why, in words for people, `field` which part of it ("" for all)."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do near a due moment: `offset` seconds of the target's own time after it, negative before.

    `do` is `notify` (whom `who` names: assignee, lead, team, agent:5), `reassign` (team:3 or agent:5), or `raise`
    (the priority by one).
    """

    offset: int
    do: str
    who: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By which a clock remembers that it was done."""
        return f"{self.offset}:{self.do}:{','.join(self.who)}"


@dataclass(frozen=True, slots=True)
class Because:
    """Why clocks are computed anew although nothing happened to their tickets: the event's name, and what it changed."""

    event: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose tickets are meant: those of customers, those of an organisation, or (neither named) everybody's."""

    customer_ids: tuple[int, ...] = ()
    organisation_id: int = 0


EVERYBODY = Whose()


@dataclass(frozen=True, slots=True)
class Target:
    """What is owed, in seconds by priority (1 low to 4 urgent); a priority that is missing is owed nothing."""

    kind: str
    seconds: dict[int, int]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A service policy as judged in memory. `hours_id` None takes the hours of organisation, inbox, team or house."""

    id: int
    name: str
    conditions: Conditions
    is_business: bool = True
    hours_id: int | None = None
    pauses: frozenset[int] = frozenset({3})
    targets: tuple[Target, ...] = ()
    version: int = 1
