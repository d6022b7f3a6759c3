"""What happens with playbooks. Facts of a ticket say its words in every language of the playbook, but nobody's data."""

from __future__ import annotations

from dataclasses import dataclass, field

from careline.core.events import Fact
from careline.tickets.events.base import TicketFact

Words = dict[str, str]


@dataclass(frozen=True)
class RunFact(TicketFact):
    """Base: a fact about a run names it, the playbook and its version. The title is empty where it is restricted."""

    run_id: int = 0
    key: str = ""
    version: int = 0
    title: Words = field(default_factory=dict)


@dataclass(frozen=True)
class PlaybookStarted(RunFact):
    """Somebody began to follow a playbook."""

    name = "playbook.started"


@dataclass(frozen=True)
class FactEstablished(RunFact):
    """Facts were established: for each its key, its question, and what was found where that is no free text."""

    name = "playbook.fact_given"
    facts: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class PlaybookDecided(RunFact):
    """The facts led to an outcome, or after a correction to another one (`before`)."""

    name = "playbook.decided"
    outcome: str = ""
    words: Words = field(default_factory=dict)
    why: Words = field(default_factory=dict)
    before: str = ""


@dataclass(frozen=True)
class PlaybookStepDone(RunFact):
    """A step was done."""

    name = "playbook.step_done"
    step: str = ""
    words: Words = field(default_factory=dict)
    answer: str = ""


@dataclass(frozen=True)
class PlaybookFinished(RunFact):
    """The end was reached."""

    name = "playbook.finished"
    outcome: str = ""


@dataclass(frozen=True)
class PlaybookStopped(RunFact):
    """Somebody stopped following a playbook, and said why."""

    name = "playbook.stopped"
    reason: str = ""


@dataclass(frozen=True)
class PlaybookCarried(RunFact):
    """A run came to this ticket from another one, since they were merged, or the merge was undone."""

    name = "playbook.carried"
    from_id: int = 0


@dataclass(frozen=True)
class PlaybookStepLate(RunFact):
    """A step wasn't done by its time. `tell` are the people to be told: who has the ticket, later (`is_lead`) who leads its team."""

    name = "playbook.step_late"
    step: str = ""
    words: Words = field(default_factory=dict)
    due: str = ""
    is_lead: bool = False
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlaybookSkipped(TicketFact):
    """A ticket was solved though a playbook that its type requires was not finished; with the reason."""

    name = "playbook.skipped"
    keys: list[str] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class PlaybookFact(Fact):
    """Base: a fact about a playbook itself, and which version it concerns."""

    playbook_id: int
    key: str
    number: int

    @property
    def subject(self) -> str:
        """The playbook."""
        return f"playbook:{self.playbook_id}"


@dataclass(frozen=True)
class VersionSaved(PlaybookFact):
    """A version of a playbook was saved."""

    name = "playbook.saved"
    note: str = ""


@dataclass(frozen=True)
class VersionPublished(PlaybookFact):
    """A version is followed from now on; 0: none is."""

    name = "playbook.published"


@dataclass(frozen=True)
class PlaybookArchived(PlaybookFact):
    """A playbook is no longer offered, or is again (`restored`)."""

    name = "playbook.archived"
    restored: bool = False


@dataclass(frozen=True)
class RunsExported(PlaybookFact):
    """Somebody took the runs of a playbook out as a file; `count` says how many."""

    name = "playbook.runs_exported"
    count: int = 0
