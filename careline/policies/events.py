"""What clocks tell of: each once, on the ticket."""

from dataclasses import dataclass, field
from typing import Any

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class ClockFact(TicketFact):
    """Base: a fact about a clock names it, what it measures, its policy (0: none), and when it is or was due (ISO 8601)."""

    clock_id: int = 0
    kind: str = ""
    policy_id: int = 0
    due: str = ""


@dataclass(frozen=True)
class ClockWarned(ClockFact):
    """A due moment comes near: `left_seconds` of the clock's own time. `tell` are the people to be told."""

    name = "clock.warned"
    left_seconds: int = 0
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class ClockBreached(ClockFact):
    """A due moment passed with the thing not done. `tell` are the people to be told."""

    name = "clock.breached"
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class ClockEscalated(ClockFact):
    """A step was taken so long after a due moment: `step` is its key. `tell` are the people to be told."""

    name = "clock.escalated"
    step: str = ""
    late_seconds: int = 0
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class ClockMet(ClockFact):
    """What was owed was done in time, with so many seconds of the clock's own time used."""

    name = "clock.met"
    used_seconds: int = 0


@dataclass(frozen=True)
class ClockMoved(ClockFact):
    """What is owed is due at another moment (`due`) than it was (`before`), since hours, policies or customers changed.

    `because` is the name of the event that changed them, `title` what they are called ("" where that is not known).
    """

    name = "clock.moved"
    before: str = ""
    because: str = ""
    title: str = ""


@dataclass(frozen=True)
class DueSet(ClockFact):
    """Somebody set by hand when a ticket is due, or took that back (`due` is ""), and why."""

    name = "clock.due_set"
    reason: str = ""


@dataclass(frozen=True)
class PolicyFact(Fact):
    """Base: a fact about a service policy names it and its name."""

    policy_id: int
    title: str = ""

    @property
    def subject(self) -> str:
        """The policy."""
        return f"policy:{self.policy_id}"


@dataclass(frozen=True)
class PolicySaved(PolicyFact):
    """A service policy was made or changed, with what it promises from now on."""

    name = "policy.saved"
    is_new: bool = False
    promises: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyRemoved(PolicyFact):
    """A service policy was removed: its tickets fall to the next that fits."""

    name = "policy.removed"


@dataclass(frozen=True)
class PoliciesOrdered(Fact):
    """The order in which policies are asked was changed: their ids, first to last."""

    name = "policy.ordered"
    order: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """All policies."""
        return "policies"
