"""What happens to the tools of the desk: macros, views, orders for many tickets, and what is kept or read."""

from dataclasses import dataclass, field
from typing import Any

from careline.core.events import Fact
from careline.tickets.events.base import TicketFact


@dataclass(frozen=True)
class MacroFact(Fact):
    """Base: every fact about a macro names it. `scope` is `me`, `company` or a team's id."""

    macro_id: int
    title: str = ""
    scope: str = ""

    @property
    def subject(self) -> str:
        """The macro."""
        return f"macro:{self.macro_id}"


@dataclass(frozen=True)
class MacroCreated(MacroFact):
    """A macro was written, or copied."""

    name = "macro.created"


@dataclass(frozen=True)
class MacroChanged(MacroFact):
    """A macro was changed: the names of what changed."""

    name = "macro.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class MacroArchived(MacroFact):
    """A macro is no longer offered."""

    name = "macro.archived"


@dataclass(frozen=True)
class MacroRestored(MacroFact):
    """An archived macro is offered again."""

    name = "macro.restored"


@dataclass(frozen=True)
class ViewFact(Fact):
    """Base: every fact about a saved view names it; `scope` is personal, team or company."""

    view_id: int
    name_of_view: str = ""
    scope: str = ""
    team_id: int = 0

    @property
    def subject(self) -> str:
        """The view."""
        return f"view:{self.view_id}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Those in whose menu it stands: a team's, or everybody's; nobody is told of somebody's own."""
        if self.scope == "personal":
            return (self.subject,)
        return (self.subject, f"views:{self.team_id}" if self.team_id else "views")


@dataclass(frozen=True)
class ViewSaved(ViewFact):
    """A view was made or changed, with what it asks from now on."""

    name = "view.saved"
    is_new: bool = False
    asks: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewRemoved(ViewFact):
    """A view was removed. No ticket changed by that."""

    name = "view.removed"


@dataclass(frozen=True)
class BulkFact(Fact):
    """Base: every fact about an order for many tickets names it, and who gave it."""

    run_id: int
    agent_id: int = 0

    @property
    def subject(self) -> str:
        """The order."""
        return f"bulk:{self.run_id}"


@dataclass(frozen=True)
class BulkStarted(BulkFact):
    """Somebody ordered something for many tickets, or to undo such an order."""

    name = "bulk.started"
    what: dict[str, Any] = field(default_factory=dict)
    undoes: int = 0


@dataclass(frozen=True)
class BulkStopped(BulkFact):
    """Somebody stopped an order before it was done."""

    name = "bulk.stopped"


@dataclass(frozen=True)
class BulkFinished(BulkFact):
    """An order was worked off: what became of its tickets, by state."""

    name = "bulk.finished"
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TicketErased(TicketFact):
    """The words of this ticket were taken out, with its customer or by a retention rule."""

    name = "ticket.erased"


@dataclass(frozen=True)
class TicketImported(TicketFact):
    """This ticket was brought in from another system; nobody is told, and it counts as received long ago."""

    name = "ticket.imported"
    customer_id: int = 0


@dataclass(frozen=True)
class RetentionChanged(Fact):
    """How long the words of solved tickets of a type are kept was changed (0 days: for ever)."""

    name = "retention.changed"
    ticket_type: str = ""
    after_days: int = 0
    is_active: bool = False

    @property
    def subject(self) -> str:
        """The rule, by its type."""
        return f"retention:{self.ticket_type or 'all'}"


@dataclass(frozen=True)
class ReadsUnusual(Fact):
    """One person opened very many tickets within an hour: somebody should ask why."""

    name = "reads.unusual"
    agent_id: int
    tickets: int = 0

    @property
    def subject(self) -> str:
        """The person."""
        return f"agent:{self.agent_id}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who read the log; not the person."""
        return ("reads",)


@dataclass(frozen=True)
class FilesReadAgain(Fact):
    """Files whose words could not be read for some reason were put in line again."""

    name = "files.read_again"
    reason: str
    files: int

    @property
    def subject(self) -> str:
        """The search's files, as a whole."""
        return "files:search"
