"""What happens to promises, on the ticket."""

from dataclasses import dataclass

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class PromiseFact(TicketFact):
    """Base: a fact about a promise names it, whose it is, its words, and when it is due (ISO 8601)."""

    promise_id: int = 0
    agent_id: int = 0
    words: str = ""
    due: str = ""


@dataclass(frozen=True)
class PromiseMade(PromiseFact):
    """Somebody told the customer that something would happen by a moment."""

    name = "promise.made"


@dataclass(frozen=True)
class PromiseKept(PromiseFact):
    """What was promised was done."""

    name = "promise.kept"


@dataclass(frozen=True)
class PromiseMoved(PromiseFact):
    """The customer was told another moment before the first had come (`before`, ISO 8601)."""

    name = "promise.moved"
    before: str = ""


@dataclass(frozen=True)
class PromiseWithdrawn(PromiseFact):
    """A promise was taken back, with the reason."""

    name = "promise.withdrawn"
    reason: str = ""


@dataclass(frozen=True)
class PromiseNear(PromiseFact):
    """A promise is due soon: there is still time to keep it, or to tell the customer. `tell` are the people to be told."""

    name = "promise.near"
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class PromiseBroken(PromiseFact):
    """The moment passed, and nobody said that the promise was kept; or somebody said why it won't be (`reason`).

    `tell` are the people to be told.
    """

    name = "promise.broken"
    tell: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class PromiseGivenUp(PromiseFact):
    """A promise that was broken is not owed any more, with the reason."""

    name = "promise.given_up"
    reason: str = ""


@dataclass(frozen=True)
class PromiseHandedOver(PromiseFact):
    """Somebody else stands for a promise now, by hand or since its agent is absent; `before` is whose it was."""

    name = "promise.handed_over"
    before: int = 0
    is_absence: bool = False


@dataclass(frozen=True)
class PromiseRulesChanged(Fact):
    """How near or far ahead promises may be, or what may never be promised, was changed."""

    name = "promise.rules_changed"
    most_days: int = 0
    least_minutes: int = 0
    forbids_certainty: bool = False
    never_words: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """All promises."""
        return "promises"
