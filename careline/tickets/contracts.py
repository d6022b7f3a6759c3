"""Frozen values that cross the border of the tickets app: what channels hand in and take out.

No behaviour, no database: every channel adapter and every test can make these by hand.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Grade(StrEnum):
    """How sure we are that the sender is who the message says (domain rule 5)."""

    VERIFIED = "verified"
    PLAUSIBLE = "plausible"
    UNVERIFIED = "unverified"


class Machine(StrEnum):
    """What kind of machine sent a message; `NONE` for a person."""

    NONE = ""
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    RECEIPT = "receipt"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: `email` lower-cased in its domain and NFC, `name` decoded, without control characters."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class InboundFile:
    """One file that came with a message. `content_id` without angle brackets, for inline images."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results of sender authentication, each `pass`, `fail`, `none`, … or "" where not checked (RFC 8601)."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    aligned: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """One recipient of a failed delivery (RFC 3464): `status` such as `5.1.1`, `permanent` unless delayed."""

    email: str
    status: str = ""
    diagnostic: str = ""
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message from outside, understood but not yet filed. Made by a channel adapter: pure, no database.

    Times are aware. `sent_at` is the sender's claim (None if absent or absurd). `text` is always present
    (derived from the HTML where needed), `html` is sanitised or "". `references` are Message-IDs without angle
    brackets, in the order of the header (oldest first). `headers` are the kept ones, decoded, in order.
    """

    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    reply_text: str = ""
    quoted_text: str = ""
    signature: str = ""
    files: tuple[InboundFile, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    language: str = ""
    machine: Machine = Machine.NONE
    machine_reason: str = ""
    is_spam: bool = False
    spam_reason: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    bounced_message_id: str = ""
    authentication: Authentication = field(default_factory=Authentication)
    headers: tuple[tuple[str, str], ...] = ()
    delivered_to: tuple[str, ...] = ()
    list_id: str = ""
    truncated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivePolicy:
    """What the inbox decides about filing a message: whose queue, and what late replies do.

    `follow_up` is `reopen`, `new` or `reopen_within` (`reopen_days`); `thanks_reopens` says whether a mere
    "thank you" after solving reopens the ticket.
    """

    team_id: int
    inbox_id: int | None = None
    inbox_address: str = ""
    channel: str = "email"
    follow_up: str = "reopen_within"
    reopen_days: int = 14
    thanks_reopens: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket that a message belongs to, and which try found it: reply_token, message_id, references, subject_tag."""

    ticket_id: int
    found_by: str


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a received message."""

    ticket_id: int
    message_id: int
    is_new_ticket: bool
    event_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an agent wants to say: addresses, rich text from the composer, and how it should go.

    `html` is untrusted composer HTML; `file_keys` are keys of the agent's own draft files. `send_at` aware, or None
    for "now, after the undo window". `then_status` is a Status value to set together with sending, or None.
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
