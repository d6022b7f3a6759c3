"""What every fact about a ticket says."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class TicketFact(Fact):
    """Base: every fact about a ticket names it and its team."""

    ticket_id: int
    team_id: int

    @property
    def subject(self) -> str:
        """The ticket."""
        return f"ticket:{self.ticket_id}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at the ticket or at its team's queue."""
        return (self.subject, f"team:{self.team_id}")
