"""What happens to the event log itself."""

from dataclasses import dataclass
from typing import ClassVar

from careline.core.events import Fact


@dataclass(frozen=True)
class AuditFact(Fact):
    """A fact about the log."""

    @property
    def subject(self) -> str:
        """The log, of which there is one."""
        return "audit:0"


@dataclass(frozen=True)
class EventsRedacted(AuditFact):
    """Words were taken out of events. `digests` names each by id, with its digest before and since, in hex."""

    name: ClassVar[str] = "audit.redacted"
    reason: str
    digests: dict[str, list[str]]
