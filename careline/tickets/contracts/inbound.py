"""What comes in: a message from outside, understood, and how it is filed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Grade(StrEnum):
    """How sure we are that the sender is who the message says (domain rule 5)."""

    VERIFIED = "verified"
    PLAUSIBLE = "plausible"
    UNVERIFIED = "unverified"


class Machine(StrEnum):
    """What kind of machine sent a message; `NONE` for a person. `REPORT` tells of a delivery that did not fail."""

    NONE = ""
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    RECEIPT = "receipt"
    REPORT = "report"
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
    In a delivery report `bounced` and `delivered` are recipients of the mail that `bounced_message_id` names.
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
    delivered: tuple[str, ...] = ()
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
    """The ticket that a message belongs to, and which try found it.

    `reply_token`, `message_id` and `references` are things we issued and signed: who shows one has had our mail.
    `external_id` (somebody else's Message-ID that stands in the ticket) and `subject_tag` can be guessed, and
    count only for a sender who takes part already.
    """

    ticket_id: int
    found_by: str

    @property
    def is_proof(self) -> bool:
        """Whether the sender must have had our mail to say this."""
        return self.found_by in {"reply_token", "message_id", "references"}


@dataclass(frozen=True, slots=True)
class SideThread:
    """The side conversation that a message belongs to, and which try found it: named as those of `Thread`."""

    conversation_id: int
    ticket_id: int
    found_by: str

    @property
    def is_proof(self) -> bool:
        """Whether the sender must have had our mail to say this."""
        return Thread(self.ticket_id, self.found_by).is_proof


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a received message."""

    ticket_id: int
    message_id: int
    is_new_ticket: bool
    event_ids: tuple[int, ...] = ()
