"""The kinds of notices from the weakest reason to the strongest, the ways they travel, and what is usual. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from careline.accounts.contracts import Right


class Way(StrEnum):
    """Where a person hears of something."""

    DESK = "desk"
    MAIL = "mail"
    PUSH = "push"


class Digest(StrEnum):
    """How mails are gathered."""

    OFF = "off"
    HOURLY = "hourly"
    DAILY = "daily"


class Kind(StrEnum):
    """Why a person gets a notice: the later in this list, the stronger the reason."""

    FINISHED = "finished"
    EXPORTED = "exported"
    BROWSER = "browser"
    TEAM = "team"
    CHANGED = "changed"
    WATCHED = "watched"
    NOTED = "noted"
    APPROVED = "approved"
    WOKE = "woke"
    SIDE = "side"
    MINE = "mine"
    ABSENCE = "absence"
    COVER = "cover"
    TASK = "task"
    RULE = "rule"
    HANDED = "handed"
    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    RETURNED = "returned"
    APPROVAL = "approval"
    MEASURE = "measure"
    COMPLAINT = "complaint"
    TARGET_NEAR = "target_near"
    PROMISE_HANDED = "promise_handed"
    PROMISE_NEAR = "promise_near"
    DECIDED = "decided"
    ESCALATED = "escalated"
    DECISION = "decision"
    DECISION_NEAR = "decision_near"
    STEP_LATE = "step_late"
    TASK_DUE = "task_due"
    REMINDED = "reminded"
    TARGET_LATE = "target_late"
    PROMISE_BROKEN = "promise_broken"
    READS = "reads"
    WEBHOOK = "webhook"
    STUCK = "stuck"
    INBOX = "inbox"
    UNDELIVERED = "undelivered"

    @property
    def rank(self) -> int:
        """How strong the reason is, from 0."""
        return [*Kind].index(self)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for a kind: its ways, whether it is urgent, and the right without which nobody gets it."""

    ways: frozenset[Way]
    is_urgent: bool = False
    needs: Right = Right.READ_TICKETS


_NOWHERE: frozenset[Way] = frozenset()
_DESK = frozenset({Way.DESK})
_MAIL = frozenset({Way.DESK, Way.MAIL})
_PUSH = frozenset({Way.DESK, Way.PUSH})
_ALL = frozenset(Way)

USUAL: dict[Kind, Usual] = {
    Kind.FINISHED: Usual(_DESK),
    Kind.EXPORTED: Usual(_DESK, needs=Right.MANAGE_DATA),
    Kind.BROWSER: Usual(_DESK),
    Kind.TEAM: Usual(_NOWHERE),
    Kind.CHANGED: Usual(_DESK),
    Kind.WATCHED: Usual(_MAIL),
    Kind.NOTED: Usual(_DESK),
    Kind.APPROVED: Usual(_DESK),
    Kind.WOKE: Usual(_PUSH),
    Kind.SIDE: Usual(_ALL),
    Kind.MINE: Usual(_ALL),
    Kind.ABSENCE: Usual(_MAIL),
    Kind.COVER: Usual(_ALL),
    Kind.TASK: Usual(_MAIL),
    Kind.RULE: Usual(_ALL),
    Kind.HANDED: Usual(_ALL),
    Kind.ASSIGNED: Usual(_ALL),
    Kind.MENTIONED: Usual(_ALL),
    Kind.RETURNED: Usual(_ALL),
    Kind.APPROVAL: Usual(_ALL, needs=Right.APPROVE_REPLIES),
    Kind.MEASURE: Usual(_MAIL, needs=Right.READ_COMPLAINTS),
    Kind.COMPLAINT: Usual(_ALL, is_urgent=True, needs=Right.READ_COMPLAINTS),
    Kind.TARGET_NEAR: Usual(_ALL, is_urgent=True),
    Kind.PROMISE_HANDED: Usual(_ALL),
    Kind.PROMISE_NEAR: Usual(_ALL, is_urgent=True),
    Kind.DECIDED: Usual(_ALL),
    Kind.ESCALATED: Usual(_ALL),
    Kind.DECISION: Usual(_ALL, needs=Right.NOTE),
    Kind.DECISION_NEAR: Usual(_ALL, is_urgent=True, needs=Right.NOTE),
    Kind.STEP_LATE: Usual(_ALL, is_urgent=True),
    Kind.TASK_DUE: Usual(_ALL, is_urgent=True),
    Kind.REMINDED: Usual(_ALL, is_urgent=True),
    Kind.TARGET_LATE: Usual(_ALL, is_urgent=True),
    Kind.PROMISE_BROKEN: Usual(_ALL, is_urgent=True),
    Kind.READS: Usual(_MAIL, needs=Right.READ_AUDIT),
    Kind.WEBHOOK: Usual(_MAIL, needs=Right.MANAGE_COMPANY),
    Kind.STUCK: Usual(_MAIL, needs=Right.MANAGE_INBOXES),
    Kind.INBOX: Usual(_ALL, is_urgent=True, needs=Right.MANAGE_INBOXES),
    Kind.UNDELIVERED: Usual(_ALL, is_urgent=True),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that happened, for which a person gets at most one notice, and why each of them is told.

    `key` is the same for all that belongs to one act (see `queries.origin`). `about` names a row that is no ticket
    (a task, a reminder, an inbox, a webhook, an order, a customer), by id.
    """

    key: str
    event_id: int
    reasons: dict[int, Kind]
    ticket_id: int | None = None
    message_id: int | None = None
    about_id: int | None = None
    actor_kind: str = "system"
    actor_id: int = 0
