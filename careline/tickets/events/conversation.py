"""What is said in a ticket, what goes out, and what is being written."""

from dataclasses import dataclass

from careline.tickets.events.base import TicketFact


@dataclass(frozen=True)
class TicketReceived(TicketFact):
    """A customer's need arrived, and a ticket was made for it."""

    name = "ticket.created"
    message_id: int = 0
    customer_id: int = 0
    channel: str = ""


@dataclass(frozen=True)
class TicketOpened(TicketFact):
    """An agent opened a ticket on their own: outbound, or split or follow-up."""

    name = "ticket.opened"
    message_id: int = 0


@dataclass(frozen=True)
class MessageReceived(TicketFact):
    """Something from outside was added to a ticket (also its first message)."""

    name = "message.received"
    message_id: int = 0
    customer_id: int = 0
    machine: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class MessageAdded(TicketFact):
    """We said something: a public reply that has to go out, or an automatic mail."""

    name = "message.added"
    message_id: int = 0
    is_automatic: bool = False


@dataclass(frozen=True)
class ReplyProposed(TicketFact):
    """A reply (or forward, or first message: `kind`) waits for somebody's approval; `on_purpose` if its writer asked."""

    name = "reply.proposed"
    proposal_id: int = 0
    kind: str = ""
    on_purpose: bool = False


@dataclass(frozen=True)
class ReplyApproved(TicketFact):
    """Somebody approved the reply of `agent_id`, as it was or `edited`; MessageAdded follows, with this as its cause."""

    name = "reply.approved"
    proposal_id: int = 0
    agent_id: int = 0
    edited: bool = False


@dataclass(frozen=True)
class ReplyReturned(TicketFact):
    """Somebody sent the reply of `agent_id` back to them with a comment, which the proposal keeps."""

    name = "reply.returned"
    proposal_id: int = 0
    agent_id: int = 0


@dataclass(frozen=True)
class ReplyWithdrawn(TicketFact):
    """The writer of a reply that waited for approval took it back."""

    name = "reply.withdrawn"
    proposal_id: int = 0


@dataclass(frozen=True)
class NoteAdded(TicketFact):
    """An internal note was written."""

    name = "note.added"
    message_id: int = 0
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True)
class NoteReacted(TicketFact):
    """Somebody gave a note a sign, or took it back."""

    name = "note.reacted"
    message_id: int = 0
    sign: str = ""
    removed: bool = False


@dataclass(frozen=True)
class DraftOffered(TicketFact):
    """An agent offered an unsent answer to colleagues (`to_id` 0) or to one of them, or keeps it again (`withdrawn`)."""

    name = "draft.offered"
    agent_id: int = 0
    to_id: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class DraftTaken(TicketFact):
    """Somebody took over the unsent answer of a colleague."""

    name = "draft.taken"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class MessageCancelled(TicketFact):
    """A reply was taken back while it was held."""

    name = "message.cancelled"
    message_id: int = 0


@dataclass(frozen=True)
class DeliveryChanged(TicketFact):
    """News of an outgoing message: sent, retrying, failed, unsure, delivered or bounced."""

    name = "delivery.changed"
    message_id: int = 0
    state: str = ""
    detail: str = ""


@dataclass(frozen=True)
class ReplyIgnored(TicketFact):
    """Something arrived that deliberately changed nothing ("thank you" after solving, a machine's answer)."""

    name = "ticket.reply_ignored"
    message_id: int = 0
    reason: str = ""
