"""What SMTP servers answer, and what it means for a mail (RFC 5321, 4.2; RFC 3463)."""

import re
from dataclasses import dataclass

from careline.channels.protocol import Later, Never
from careline.tickets.contracts import BouncedRecipient

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
GREYLISTED_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a server: code and words on one line."""

    code: int
    words: str

    @classmethod
    def of(cls, code: int, said: bytes | str) -> "Reply":
        """Make one from what smtplib hands over."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return cls(code, " ".join(text.replace("\x00", "").split())[:300])

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()

    @property
    def is_permanent(self) -> bool:
        """Whether trying again is of no use."""
        return 500 <= self.code < 600

    def bounced(self, recipient: str) -> BouncedRecipient:
        """This answer, said of one recipient."""
        found = _ENHANCED.search(self.words)
        status = found[1] if found else f"{self.code // 100}.0.0"
        return BouncedRecipient(recipient, status, str(self), permanent=self.is_permanent)


def refusal(what: str, reply: Reply) -> Later | Never:
    """Return the outcome of a refused sender or mail: `Never` for 5xx, else `Later`."""
    reason = f"{what}: {reply}"
    return Never(reason) if reply.is_permanent else Later(reason)


def delayed(refused: list[BouncedRecipient]) -> Later:
    """Return the outcome when the server will not take some recipients yet.

    The whole mail waits: sent in two halves, those of the first half would get it again with the second.
    """
    waiting = next(one for one in refused if not one.permanent)
    return Later(f"{waiting.email}: {waiting.diagnostic}", after_seconds=GREYLISTED_SECONDS)
