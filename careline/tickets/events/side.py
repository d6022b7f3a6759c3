"""What happens in side conversations with third parties. The customer never hears of any of it."""

from dataclasses import dataclass

from careline.tickets.events.base import TicketFact


@dataclass(frozen=True)
class SideFact(TicketFact):
    """Base: every fact about a side conversation names it beside its ticket."""

    conversation_id: int = 0


@dataclass(frozen=True)
class SideStarted(SideFact):
    """An agent began a side conversation; `people` are those it was written to, `words` its subject."""

    name = "side.started"
    message_id: int = 0
    people: str = ""
    words: str = ""


@dataclass(frozen=True)
class SideMessageAdded(SideFact):
    """An agent wrote to the third party again."""

    name = "side.message_added"
    message_id: int = 0
    people: str = ""


@dataclass(frozen=True)
class SideMessageReceived(SideFact):
    """The third party answered; `is_participant` is false for a sender whom we never wrote to there."""

    name = "side.message_received"
    message_id: int = 0
    sender: str = ""
    is_participant: bool = True
    machine: str = ""


@dataclass(frozen=True)
class SideMessageCancelled(SideFact):
    """What was written to a third party was taken back while it was held."""

    name = "side.message_cancelled"
    message_id: int = 0


@dataclass(frozen=True)
class SideRescheduled(SideFact):
    """A message to a third party that is to go out later was given another moment (`send_at`, ISO 8601)."""

    name = "side.rescheduled"
    message_id: int = 0
    send_at: str = ""


@dataclass(frozen=True)
class SideDeliveryChanged(SideFact):
    """News of a message to a third party: sent, retrying, failed, unsure, delivered or bounced."""

    name = "side.delivery_changed"
    message_id: int = 0
    state: str = ""
    detail: str = ""


@dataclass(frozen=True)
class SideFinished(SideFact):
    """A side conversation is done, or (`undone`) goes on."""

    name = "side.finished"
    words: str = ""
    undone: bool = False
