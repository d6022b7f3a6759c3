"""What can happen to a ticket."""

from dataclasses import dataclass, field
from typing import Any

from careline.core.events import Fact


@dataclass(frozen=True)
class TicketFact(Fact):
    """Base: every fact about a ticket names it and its team."""

    ticket_id: int
    team_id: int

    @property
    def subject(self) -> str:
        """The ticket."""
        return f"ticket:{self.ticket_id}"

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at the ticket or at its team's queue."""
        return (self.subject, f"team:{self.team_id}")


@dataclass(frozen=True)
class TicketReceived(TicketFact):
    """A customer's need arrived, and a ticket was made for it."""

    name = "ticket.created"
    message_id: int = 0
    customer_id: int = 0
    channel: str = ""


@dataclass(frozen=True)
class TicketOpened(TicketFact):
    """An agent opened a ticket on their own: outbound, or split or follow-up."""

    name = "ticket.opened"
    message_id: int = 0


@dataclass(frozen=True)
class MessageReceived(TicketFact):
    """Something from outside was added to a ticket (also its first message)."""

    name = "message.received"
    message_id: int = 0
    customer_id: int = 0
    machine: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class MessageAdded(TicketFact):
    """We said something: a public reply that has to go out, or an automatic mail."""

    name = "message.added"
    message_id: int = 0
    is_automatic: bool = False


@dataclass(frozen=True)
class NoteAdded(TicketFact):
    """An internal note was written."""

    name = "note.added"
    message_id: int = 0
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True)
class DraftOffered(TicketFact):
    """An agent offered an unsent answer to colleagues (`to_id` 0) or to one of them, or keeps it again (`withdrawn`)."""

    name = "draft.offered"
    agent_id: int = 0
    to_id: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class DraftTaken(TicketFact):
    """Somebody took over the unsent answer of a colleague."""

    name = "draft.taken"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class MessageCancelled(TicketFact):
    """A reply was taken back while it was held."""

    name = "message.cancelled"
    message_id: int = 0


@dataclass(frozen=True)
class DeliveryChanged(TicketFact):
    """News of an outgoing message: sent, retrying, failed, unsure, delivered or bounced."""

    name = "delivery.changed"
    message_id: int = 0
    state: str = ""
    detail: str = ""


@dataclass(frozen=True)
class StatusChanged(TicketFact):
    """The status changed, with both values and why (`reason` is shown to people)."""

    name = "ticket.status_changed"
    before: int = 0
    after: int = 0
    reason: str = ""


@dataclass(frozen=True)
class TicketAssigned(TicketFact):
    """Another assignee (0: nobody)."""

    name = "ticket.assigned"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class TeamChanged(TicketFact):
    """The ticket moved to another team; `team_id` is the new one."""

    name = "ticket.team_changed"
    before: int = 0
    after: int = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Both queues change."""
        return (self.subject, f"team:{self.before}", f"team:{self.after}")


@dataclass(frozen=True)
class PriorityChanged(TicketFact):
    """Another priority."""

    name = "ticket.priority_changed"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class TypeChanged(TicketFact):
    """Another type."""

    name = "ticket.type_changed"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SubjectChanged(TicketFact):
    """Another subject line."""

    name = "ticket.subject_changed"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class TagsChanged(TicketFact):
    """Tags came or went."""

    name = "ticket.tags_changed"
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketFieldsChanged(TicketFact):
    """Values of fields that people defined changed: before and after by key, and in words as they were shown.

    Of fields that not everybody may see it names only the keys (`restricted`).
    """

    name = "ticket.fields_changed"
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()
    restricted: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketSnoozed(TicketFact):
    """It sleeps until a moment (ISO 8601, UTC), and then wakes in a team (0: where it is)."""

    name = "ticket.snoozed"
    until: str = ""
    wakes_in_team: int = 0


@dataclass(frozen=True)
class TicketWoke(TicketFact):
    """A snoozed ticket is in the lists again; `reason` is time, customer, assigned, merged, undelivered or person."""

    name = "ticket.woke"
    reason: str = ""
    until: str = ""


@dataclass(frozen=True)
class RequesterChanged(TicketFact):
    """Another customer is the requester."""

    name = "ticket.requester_changed"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class WatchersChanged(TicketFact):
    """Somebody began or ceased to watch."""

    name = "ticket.watchers_changed"
    agent_id: int = 0
    watches: bool = True


@dataclass(frozen=True)
class TicketMerged(TicketFact):
    """This ticket was merged into another one."""

    name = "ticket.merged"
    into_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class TicketAbsorbed(TicketFact):
    """Another ticket was merged into this one."""

    name = "ticket.absorbed"
    source_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class MergeUndone(TicketFact):
    """A merge was taken back; said of both tickets."""

    name = "ticket.merge_undone"
    other_id: int = 0


@dataclass(frozen=True)
class TicketSplit(TicketFact):
    """Messages of this ticket became a ticket of their own, linked with it."""

    name = "ticket.split"
    other_id: int = 0
    split_id: int = 0
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class TicketSplitOff(TicketFact):
    """This ticket was made of messages of another one."""

    name = "ticket.split_off"
    source_id: int = 0
    split_id: int = 0
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class TicketLinked(TicketFact):
    """A relation to another ticket was made or removed."""

    name = "ticket.linked"
    other_id: int = 0
    kind: str = ""
    removed: bool = False


@dataclass(frozen=True)
class IncidentsOrdered(TicketFact):
    """All open incidents of this problem are to be answered and solved, by one order for many tickets."""

    name = "ticket.incidents_ordered"
    run_id: int = 0
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReplyIgnored(TicketFact):
    """Something arrived that deliberately changed nothing ("thank you" after solving, a machine's answer)."""

    name = "ticket.reply_ignored"
    message_id: int = 0
    reason: str = ""


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
class TaskFact(TicketFact):
    """Base: a fact about a task in a ticket names it and its title; its owner (0: nobody) may be watching."""

    task_id: int = 0
    title: str = ""
    owner_id: int = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at the ticket, at its queue, or at the owner's list."""
        return (*super().topics, f"agent:{self.owner_id}") if self.owner_id else super().topics


@dataclass(frozen=True)
class TaskAdded(TaskFact):
    """Somebody wrote a task into a ticket; `due` is ISO 8601 or ""."""

    name = "task.added"
    due: str = ""


@dataclass(frozen=True)
class TaskChanged(TaskFact):
    """A task's title, owner or due moment changed; both by name."""

    name = "task.changed"
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskFinished(TaskFact):
    """A task was done, or is to be done again (`undone`)."""

    name = "task.finished"
    undone: bool = False


@dataclass(frozen=True)
class TaskDropped(TaskFact):
    """A task was removed: it is no longer wanted."""

    name = "task.dropped"


@dataclass(frozen=True)
class TaskDue(TaskFact):
    """The moment came by which a task was to be done."""

    name = "task.due"


@dataclass(frozen=True)
class ReminderFact(TicketFact):
    """Base: a fact about one person's reminder. Its note is theirs, and stands in no event."""

    reminder_id: int = 0
    agent_id: int = 0

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at the ticket, and the person."""
        return (self.subject, f"agent:{self.agent_id}")


@dataclass(frozen=True)
class ReminderSet(ReminderFact):
    """Somebody wants to be reminded; `due` is ISO 8601."""

    name = "reminder.set"
    due: str = ""


@dataclass(frozen=True)
class ReminderDue(ReminderFact):
    """The moment came at which somebody wanted to be reminded."""

    name = "reminder.due"


@dataclass(frozen=True)
class ReminderSettled(ReminderFact):
    """A reminder has served, or is no longer wanted."""

    name = "reminder.settled"


@dataclass(frozen=True)
class TimeFact(TicketFact):
    """Base: a fact about the time that somebody spent names the entry and whose it is."""

    entry_id: int = 0
    agent_id: int = 0


@dataclass(frozen=True)
class TimerChanged(TimeFact):
    """A timer was started or paused; `seconds` are those measured so far."""

    name = "time.timer"
    state: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class TimeLogged(TimeFact):
    """Time was spent: a timer was stopped, or somebody wrote it down (`by_hand`)."""

    name = "time.logged"
    seconds: int = 0
    activity: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class TimeCorrected(TimeFact):
    """The seconds of an entry were corrected, and why."""

    name = "time.corrected"
    before: int = 0
    after: int = 0
    reason: str = ""


@dataclass(frozen=True)
class NoteReacted(TicketFact):
    """Somebody gave a note a sign, or took it back."""

    name = "note.reacted"
    message_id: int = 0
    sign: str = ""
    removed: bool = False


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
