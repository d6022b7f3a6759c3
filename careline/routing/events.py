"""What routing tells of: who was given which ticket and why, what was handed to a cover, and what becomes of queues."""

from dataclasses import dataclass

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class TicketRouted(TicketFact):
    """Routing gives a ticket to an agent. `title` is the queue's name, `because` the reasons in the company's language."""

    name = "ticket.routed"
    queue_id: int = 0
    title: str = ""
    agent_id: int = 0
    because: tuple[str, ...] = ()
    waited_seconds: int = 0


@dataclass(frozen=True)
class TicketCovered(TicketFact):
    """The ticket of somebody absent goes to their cover, or (`agent_id` 0) back to the queue. `until` is ISO 8601."""

    name = "ticket.covered"
    absent_id: int = 0
    agent_id: int = 0
    until: str = ""


@dataclass(frozen=True)
class CoverAwaited(TicketFact):
    """Whose ticket it is is absent, and who covers (`agent_id`) not there: it is looked at again at `until` (ISO 8601)."""

    name = "ticket.cover_awaited"
    absent_id: int = 0
    agent_id: int = 0
    until: str = ""


@dataclass(frozen=True)
class QueueFact(Fact):
    """Base: a fact about a queue of routing names it and its name."""

    queue_id: int
    title: str = ""

    @property
    def subject(self) -> str:
        """The queue."""
        return f"queue:{self.queue_id}"


@dataclass(frozen=True)
class QueueSaved(QueueFact):
    """A queue was made or changed."""

    name = "queue.saved"
    is_new: bool = False


@dataclass(frozen=True)
class QueueRemoved(QueueFact):
    """A queue was removed: its tickets fall to the next that fits."""

    name = "queue.removed"


@dataclass(frozen=True)
class QueuesOrdered(Fact):
    """The order in which queues are asked was changed: their ids, first to last."""

    name = "queue.ordered"
    order: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """All queues."""
        return "queues"
