"""What crosses the border of this app: a mail to one of the staff, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class StaffMail:
    """A mail to one of the staff, in their language. The same `key` makes the same Message-ID.

    `lines` are plain words, "" for a gap. Each of `links` is a sentence and the address where it leads. A mail of a
    ticket can be answered: the answer goes to the customer, or becomes a note. `choices_url` is where its reader stops it.
    """

    key: str
    subject: str
    lines: tuple[str, ...]
    choices_url: str
    links: tuple[tuple[str, str], ...] = ()
    ticket_id: int | None = None
    inbox_id: int | None = None
    written_at: datetime | None = None


class Mailed(StrEnum):
    """What became of a mail to one of the staff."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
