"""What can happen to an inbox."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class InboxFact(Fact):
    """Base: every fact about an inbox names it."""

    inbox_id: int

    @property
    def subject(self) -> str:
        """The inbox."""
        return f"inbox:{self.inbox_id}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at the inboxes."""
        return (self.subject, "inboxes")


@dataclass(frozen=True)
class InboxFailing(InboxFact):
    """A mailbox stopped working; `error` says why, for people."""

    name = "inbox.failing"
    error: str = ""


@dataclass(frozen=True)
class InboxRecovered(InboxFact):
    """A mailbox works again; `seconds` it did not."""

    name = "inbox.recovered"
    seconds: int = 0


@dataclass(frozen=True)
class InboxChanged(InboxFact):
    """An inbox was added or its settings were changed."""

    name = "inbox.changed"


@dataclass(frozen=True)
class ArrivalReleased(InboxFact):
    """Somebody let a held-back arrival through, or had a failed one tried again."""

    name = "arrival.released"
    arrival_id: int = 0


@dataclass(frozen=True)
class ArrivalDiscarded(InboxFact):
    """Somebody decided that a held-back arrival shall not become a message; its bytes are kept."""

    name = "arrival.discarded"
    arrival_id: int = 0
