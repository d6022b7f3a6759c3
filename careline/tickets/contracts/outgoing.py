"""What goes out: from the composer to a channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from careline.tickets.contracts.inbound import Address


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an agent wants to say: addresses, rich text from the composer, and how it should go.

    `html` is untrusted composer HTML; `file_keys` are keys of the agent's own draft files. `send_at` aware, or None
    for "now, after the undo window". `then_status` is a Status value to set together with sending, or None, and
    `then_reason` why, where that has to be said. `seen_message_id` is the newest message that the writer has seen, None
    for one who answers nothing in particular. `draft_version` is that of the draft as the writer's window had it: one
    into which a colleague's words came since is not spent. What was not written in the composer leaves the writer's draft alone (`spends_draft`).
    `asks_approval`: the writer wants that somebody else reads it first.
    """

    html: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    file_keys: tuple[str, ...] = ()
    quotes_history: bool = False
    undo_seconds: int = 10
    send_at: datetime | None = None
    then_status: int | None = None
    then_reason: str = ""
    seen_message_id: int | None = None
    draft_version: int | None = None
    spends_draft: bool = True
    asks_approval: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a ticket that an agent opens stands from its first moment; what is left out is as usual.

    `priority` is a Priority value. `assignee_id` None is the one who opens it, 0 nobody. `fields` are raw values by the
    keys of one's own fields; with `asks_required` those that are always required must be filled.
    """

    type: str = ""
    priority: int | None = None
    tags: tuple[str, ...] = ()
    assignee_id: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    asks_required: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether nothing is asked for that takes the right to change tickets."""
        return self == Beginning(asks_required=self.asks_required)


@dataclass(frozen=True, slots=True)
class Aside:
    """What an agent wants to say to a third party: `outgoing`, and what goes along from the ticket, each on purpose.

    `quoted_message_id` is a message of the customer to quote below, 0 for none; `attachment_keys` name files of the
    ticket's public messages. `to` and subject may be empty in a side conversation that has them already.
    """

    outgoing: Outgoing
    quoted_message_id: int = 0
    attachment_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """One file of a message that goes out: its content is `careline.core.files`' file of that id."""

    file_id: int
    sha256: str
    name: str
    content_type: str
    size: int
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """An earlier public message, as quoted below an answer. `html` is sanitised or ""."""

    author: Address
    at: datetime
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message on its way out, claimed by whoever holds this: everything that an adapter needs.

    `key` makes the Message-ID. `ticket_id` is the number that people say. `author_name` is the agent's name, "" for
    automatic mail; the address it comes from is the inbox's. `html` is ours and clean, `text` says the same.
    `in_reply_to` and `references` are Message-IDs without angle brackets, oldest first; those of our own messages
    stand in them as they were recorded at sending. `quoted` is newest first, empty unless the history is wanted.
    `side_conversation_id` is not 0 for what goes to a third party: answers belong there, not to the ticket.
    """

    message_id: int
    key: UUID
    ticket_id: int
    team_id: int
    channel: str
    inbox_id: int | None
    author_name: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    subject: str
    text: str
    html: str
    files: tuple[OutboundFile, ...]
    in_reply_to: str
    references: tuple[str, ...]
    is_automatic: bool
    quoted: tuple[QuotedMessage, ...]
    team_signature: str
    agent_signature: str
    language: str
    created_at: datetime
    side_conversation_id: int = 0


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What an agent has written so far: untrusted composer HTML and half-typed addresses, checked only at sending.

    `beginning` is what was chosen and typed for a new ticket besides, as its page reads it.
    """

    kind: str
    html: str = ""
    subject: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    inbox_id: int | None = None
    quotes_history: bool = False
    based_on_message_id: int = 0
    side_conversation_id: int = 0
    beginning: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledMacro:
    """A canned reply with its placeholders filled: clean HTML, and the names of those that had no value here."""

    html: str
    missing: tuple[str, ...] = ()
