"""What rules are made of: what sets them off, what they do, and how a run ended. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careline.tickets.queries.conditions import Conditions

MOST_RULES = 1000
MOST_ACTIONS = 12
LONGEST_NAME = 100


class Trigger(StrEnum):
    """What sets a rule off: something that happens to a ticket, or time that passes (`is_timed`)."""

    CREATED = "created"
    MESSAGE = "message"
    REPLIED = "replied"
    NOTE = "note"
    STATUS = "status"
    PRIORITY = "priority"
    TYPE = "type"
    TEAM = "team"
    ASSIGNEE = "assignee"
    TAGS = "tags"
    FIELDS = "fields"
    CLOCK_WARNED = "clock_warned"
    CLOCK_BREACHED = "clock_breached"
    AFTER_CREATED = "after_created"
    AFTER_MESSAGE = "after_message"
    AFTER_STATUS = "after_status"
    BEFORE_DUE = "before_due"
    AFTER_DUE = "after_due"

    @property
    def is_timed(self) -> bool:
        """Whether hours that pass set the rule off."""
        return self in TIMED


TIMED = frozenset(
    {
        Trigger.AFTER_CREATED,
        Trigger.AFTER_MESSAGE,
        Trigger.AFTER_STATUS,
        Trigger.BEFORE_DUE,
        Trigger.AFTER_DUE,
    }
)


class Do(StrEnum):
    """One kind of thing that a rule does, in the order in which they are done."""

    STATUS = "status"
    PRIORITY = "priority"
    TYPE = "type"
    TAG = "tag"
    UNTAG = "untag"
    FIELD = "field"
    TEAM = "team"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    REPLY = "reply"
    NOTE = "note"
    TASK = "task"
    NOTIFY = "notify"
    RAISE = "raise"
    ESCALATE = "escalate"
    PLAYBOOK = "playbook"
    CHILD = "child"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a rule does: `value` is what it sets, `more` what else that takes, such as a field's key."""

    do: str
    value: Any = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class RuleDetails:
    """What can be said about a rule. `hours` count for timed triggers; `stops` keeps the rules after it from running."""

    name: str
    trigger: str
    conditions: Conditions
    acts: tuple[Act, ...]
    hours: int = 0
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one thing that a rule was to do: done, already so, or refused with the reason."""

    act: Act
    outcome: str
    reason: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON."""
        known = {"do": self.act.do, "value": self.act.value, "more": self.act.more}
        return known | {"outcome": self.outcome, "reason": self.reason}


class BadRule(ValueError):
    """What was said about a rule makes no sense: `errors` has words for people by the part (name, trigger, acts, act-0…)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Origin:
    """What set a rule off: an event of a ticket, or a moment that passed (`event_id` None)."""

    ticket_id: int
    event_id: int | None = None
    message_id: int | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
