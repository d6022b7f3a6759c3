"""What is to be done inside a ticket, by when, and how long it took."""

from dataclasses import dataclass, field
from typing import Any

from careline.tickets.events.base import TicketFact


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
