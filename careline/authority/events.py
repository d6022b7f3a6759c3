"""What happens in authority: decisions and escalations on the ticket, changes of limits, budgets and ladders."""

from dataclasses import dataclass, field
from typing import Any

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class DecisionFact(TicketFact):
    """Base: a fact about a decision names it, its kind, and the amount in minor units (None: not about money).

    `about` is what another room asked it for, as that room called it; "" where a person asked by themselves.
    """

    decision_id: int = 0
    kind: str = ""
    amount: int | None = None
    currency: str = ""
    about: str = ""


@dataclass(frozen=True)
class DecisionAsked(DecisionFact):
    """Somebody asked for a decision beyond their limits. `tell` are those asked, at this level of the ladder."""

    name = "decision.asked"
    reason: str = ""
    why: str = ""
    level: int = 1
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class DecisionPassedOn(DecisionFact):
    """The next level of the ladder is asked, since nobody decided in time, or nobody who was asked sees the ticket any more.

    `tell` are those asked now.
    """

    name = "decision.passed_on"
    level: int = 1
    tell: tuple[int, ...] = ()
    is_late: bool = True


@dataclass(frozen=True)
class DecisionReminded(DecisionFact):
    """Its deadline comes near. `tell` are those asked who are here, and `covers` those of them who now stand in for others."""

    name = "decision.reminded"
    tell: tuple[int, ...] = ()
    covers: tuple[int, ...] = ()


@dataclass(frozen=True)
class DecisionGranted(DecisionFact):
    """It was granted, at once or by another: `amount` is what was granted of `asked`. `agent_id` is who had asked."""

    name = "decision.granted"
    asked: int | None = None
    agent_id: int = 0
    at_once: bool = False
    words: str = ""


@dataclass(frozen=True)
class DecisionRefused(DecisionFact):
    """It was refused, with the reason. `agent_id` is who had asked."""

    name = "decision.refused"
    agent_id: int = 0
    words: str = ""


@dataclass(frozen=True)
class DecisionWithdrawn(DecisionFact):
    """Who had asked took it back; or, where it `was_granted`, somebody did, since it was not given: `words` say why.

    `amount` is what was asked for, or what had been granted.
    """

    name = "decision.withdrawn"
    was_granted: bool = False
    words: str = ""


@dataclass(frozen=True)
class TicketEscalated(TicketFact):
    """A ticket was taken up its ladder: to which level, who that is, and why. `tell` are the people it went to.

    `by_rule`: no person did; the reason names what did.
    """

    name = "ticket.escalated"
    level: int = 0
    who: str = ""
    reason: str = ""
    by_rule: bool = False
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class TicketDeEscalated(TicketFact):
    """A ticket was given back to where it was escalated from."""

    name = "ticket.de_escalated"
    level: int = 0
    reason: str = ""
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class LimitsChanged(Fact):
    """Limits, kinds of decision or their guards were changed: what stands now, by its place."""

    name = "limits.changed"
    changed: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """All limits."""
        return "limits"


@dataclass(frozen=True)
class BudgetChanged(Fact):
    """A team's goodwill budget of a month was planned anew."""

    name = "budget.changed"
    team_id: int = 0
    month: str = ""
    most: int = 0
    currency: str = ""
    owner_id: int = 0

    @property
    def subject(self) -> str:
        """The team's budget."""
        return f"budget:{self.team_id}"


@dataclass(frozen=True)
class LadderChanged(Fact):
    """A team's ladder was changed: its levels as pairs of who and hours; none: the usual one."""

    name = "ladder.changed"
    team_id: int = 0
    steps: tuple[tuple[str, int], ...] = ()

    @property
    def subject(self) -> str:
        """The team's ladder."""
        return f"ladder:{self.team_id}"
