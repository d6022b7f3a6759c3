"""What a channel and the house say to each other: what arrived, and the outcomes of one attempt to deliver."""

from dataclasses import dataclass, field
from typing import Any

from careline.tickets.contracts import BouncedRecipient


@dataclass(frozen=True, slots=True)
class NewArrival:
    """One thing that came over the wire, not yet written down.

    `origin` says where from, unique within the inbox (see `Arrival`). `kind` names the adapter that reads `raw`.
    `envelope` is JSON: client_ip, helo, mail_from, rcpt_to, internal_date. For mail, `sender` and `subject` are
    read from the header; other kinds give them here. `fingerprint` says that several arrivals are one thing where
    their bytes can't (one SMTP transaction for two inboxes, without a Message-ID).
    """

    inbox_id: int
    origin: str
    raw: bytes
    kind: str = "email"
    envelope: dict[str, Any] = field(default_factory=dict)
    sender: str = ""
    subject: str = ""
    fingerprint: str = ""


class Unconfigured(Exception):
    """An inbox has no usable way out; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it. `external_id` is its name there; `refused` are recipients it would not take."""

    external_id: str
    refused: tuple[BouncedRecipient, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a network fault, a busy server, a limit. `after_seconds` if the other side said when."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """This will not work however often it is tried; a person has to look. `refused` says which recipients."""

    reason: str
    refused: tuple[BouncedRecipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have gone out, and the channel can't recognise a second attempt: a person decides."""

    reason: str


Outcome = Sent | Later | Never | Unsure
