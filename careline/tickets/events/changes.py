"""What changes about a ticket: whose it is, how it stands, when it sleeps."""

from dataclasses import dataclass, field
from typing import Any

from careline.tickets.events.base import TicketFact


@dataclass(frozen=True)
class StatusChanged(TicketFact):
    """The status changed, with both values and why (`reason` is shown to people)."""

    name = "ticket.status_changed"
    before: int = 0
    after: int = 0
    reason: str = ""


@dataclass(frozen=True)
class TicketAssigned(TicketFact):
    """Another assignee (0: nobody)."""

    name = "ticket.assigned"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class TeamChanged(TicketFact):
    """The ticket moved to another team; `team_id` is the new one."""

    name = "ticket.team_changed"
    before: int = 0
    after: int = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Both queues change."""
        return (self.subject, f"team:{self.before}", f"team:{self.after}")


@dataclass(frozen=True)
class PriorityChanged(TicketFact):
    """Another priority."""

    name = "ticket.priority_changed"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class TypeChanged(TicketFact):
    """Another type."""

    name = "ticket.type_changed"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SubjectChanged(TicketFact):
    """Another subject line."""

    name = "ticket.subject_changed"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class TagsChanged(TicketFact):
    """Tags came or went."""

    name = "ticket.tags_changed"
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketFieldsChanged(TicketFact):
    """Values of fields that people defined changed: before and after by key, and in words as they were shown.

    Of fields that not everybody may see it names only the keys (`restricted`).
    """

    name = "ticket.fields_changed"
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()
    restricted: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketSnoozed(TicketFact):
    """It sleeps until a moment (ISO 8601, UTC), and then wakes in a team (0: where it is)."""

    name = "ticket.snoozed"
    until: str = ""
    wakes_in_team: int = 0


@dataclass(frozen=True)
class TicketWoke(TicketFact):
    """A snoozed ticket is in the lists again.

    `reason` is time, customer, third_party, assigned, merged, undelivered or person.
    """

    name = "ticket.woke"
    reason: str = ""
    until: str = ""


@dataclass(frozen=True)
class RequesterChanged(TicketFact):
    """Another customer is the requester."""

    name = "ticket.requester_changed"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class WatchersChanged(TicketFact):
    """Somebody began or ceased to watch."""

    name = "ticket.watchers_changed"
    agent_id: int = 0
    watches: bool = True


@dataclass(frozen=True)
class AgentKeptOut(TicketFact):
    """Somebody is kept out of a ticket that concerns them, and why."""

    name = "ticket.agent_kept_out"
    agent_id: int = 0
    reason: str = ""


@dataclass(frozen=True)
class AgentLetIn(TicketFact):
    """Somebody who was kept out of a ticket may see it again."""

    name = "ticket.agent_let_in"
    agent_id: int = 0
