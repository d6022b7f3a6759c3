"""Frozen values that cross the border of the tickets app: what channels hand in and take out.

No behaviour, no database: every channel adapter and every test can make these by hand.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _


class NotVisible(Http404):
    """There is no such ticket, or not for this person: both look the same from outside."""


class Conflict(Exception):
    """Somebody else changed it meanwhile: nothing was written. `version` is the one that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"changed meanwhile, now at version {version}")
        self.version = version


class Refused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Crossed(Refused):
    """Something was said that the writer of an answer had not seen: `message_id` is the newest of it. Nothing was sent."""

    def __init__(self, message_id: int, name: str) -> None:
        words = _("%(name)s wrote while you were writing. Read it above; your answer is still here.")
        super().__init__(words % {"name": name})
        self.message_id = message_id


class OpenChildren(Refused):
    """A ticket can't be solved without saying why while tickets that are its children are open."""

    def __init__(self, words: str, numbers: tuple[int, ...]) -> None:
        super().__init__(words)
        self.numbers = numbers


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
    for "now, after the undo window". `then_status` is a Status value to set together with sending, or None, and
    `then_reason` why, where that has to be said. `seen_message_id` is the newest message that the writer has seen, None
    for one who answers nothing in particular. `draft_version` is that of the draft as the writer's window had it: one
    into which a colleague's words came since is not spent. What was not written in the composer leaves the writer's draft alone (`spends_draft`).
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


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What an agent has written so far: untrusted composer HTML and half-typed addresses, checked only at sending."""

    kind: str
    html: str = ""
    subject: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    inbox_id: int | None = None
    quotes_history: bool = False
    based_on_message_id: int = 0


@dataclass(frozen=True, slots=True)
class FilledMacro:
    """A canned reply with its placeholders filled: clean HTML, and the names of those that had no value here."""

    html: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tickets: these numbers, or all that a view or a search (its words) holds when the work begins."""

    numbers: tuple[int, ...] = ()
    view: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What to do with many tickets; None and "" leave a thing as it is. `assignee_id` 0 is nobody.

    `sends` says that the words of the macro, or `html` (untrusted composer HTML with placeholders), go to each
    customer as an answer of its own.
    """

    status: int | None = None
    priority: int | None = None
    type: str | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    macro_id: int | None = None
    html: str = ""
    sends: bool = False


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What an order would come to: tickets that change, those that are so already, and why others can't (by reason)."""

    can: tuple[int, ...] = ()
    same: tuple[int, ...] = ()
    cannot: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def left_out(self) -> int:
        """How many can't be changed."""
        return sum(len(numbers) for _reason, numbers in self.cannot)
