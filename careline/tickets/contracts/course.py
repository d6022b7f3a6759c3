"""What happened to a ticket in time, as the ledger tells it: the ground of every clock and every figure. Values only."""

from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a ticket is due that is never due."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the ledger: a status, or an assignee (0: nobody). Still running while `ended` is None."""

    value: int
    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """A ticket's course from its earliest creation on, that of tickets merged into it included.

    `asked` are the moments of what customers wrote (no machine), `answered` those of public messages by agents: no
    automatic mail, nothing that was taken back, and what is scheduled counts once it went out. `clock_due_at` is
    what the ticket says of its clocks, whatever people promised besides.
    """

    ticket_id: int
    team_id: int
    inbox_id: int | None
    organisation_id: int | None
    assignee_id: int
    priority: int
    status: int
    is_merged: bool
    created_at: datetime
    clock_due_at: datetime
    clock_is_promise: bool
    due_left_seconds: int | None = None
    statuses: tuple[Stretch, ...] = ()
    assignees: tuple[Stretch, ...] = ()
    asked: tuple[datetime, ...] = ()
    answered: tuple[datetime, ...] = ()

    @property
    def began_with_us(self) -> bool:
        """Whether an agent wrote first: nobody waited for that."""
        return bool(self.answered) and (not self.asked or self.answered[0] < self.asked[0])
