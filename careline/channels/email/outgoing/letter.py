"""A letter: everything a mail says, before it becomes bytes."""

from dataclasses import dataclass, field
from datetime import datetime

from careline.tickets.contracts import Address


class Unsendable(Exception):
    """A letter that can't be put into a valid mail, such as one to an impossible address; the text says why."""


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One file in a letter. `content_id` (without angle brackets) ties an inline image to `cid:` in the HTML."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to be sent. `message_id`, `in_reply_to` and `references` are without angle brackets.

    `html` is a clean fragment, styled from our style sheet on the way out; `text` the same in plain words.
    `bcc` is envelope only. `automatic` is the value of Auto-Submitted (RFC 3834), "" for what a person wrote.
    `return_path` is where bounces go; "" is the null sender, for which `sender` steps in where a server
    insists. `unsubscribe` is an https address or "". `wants_reports` asks to be told when it was delivered or is late.
    """

    message_id: str
    sender: Address
    written_at: datetime
    subject: str
    text: str
    html: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: str = ""
    return_path: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[LetterFile, ...] = ()
    automatic: str = ""
    unsubscribe: str = ""
    language: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())
    wants_reports: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the envelope names, each once."""
        return tuple(dict.fromkeys(one.email for one in (*self.to, *self.cc, *self.bcc)))
