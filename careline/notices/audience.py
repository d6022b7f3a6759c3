"""From an event to the people whom it concerns, each with the reason why. Asks no rights: `actions.tell` does."""

from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any

from django.utils import timezone

from careline.accounts.contracts import Right
from careline.authority.events import (
    DecisionAsked,
    DecisionGranted,
    DecisionPassedOn,
    DecisionRefused,
    DecisionReminded,
    TicketDeEscalated,
    TicketEscalated,
)
from careline.channels.events import InboxFailing
from careline.core.events import Fact, Recorded
from careline.customers.events import ExportReady, ImportFinished
from careline.feedback.events import ComplaintDue, MeasureReviewDue
from careline.notices.contracts import Kind, Thing
from careline.notices.queries.origin import origin_of
from careline.notices.queries.people import approvers, followed, holders_of, team_wants
from careline.playbooks.events import PlaybookStepLate
from careline.policies.events import ClockBreached, ClockEscalated, ClockWarned
from careline.promises.events import PromiseBroken, PromiseHandedOver, PromiseNear
from careline.rules.events import PeopleAsked
from careline.tickets.events import (
    BulkFinished,
    DeliveryChanged,
    DraftOffered,
    MessageAdded,
    MessageReceived,
    NoteAdded,
    PriorityChanged,
    ReadsUnusual,
    ReminderDue,
    ReplyApproved,
    ReplyProposed,
    ReplyReturned,
    SideDeliveryChanged,
    SideMessageReceived,
    StatusChanged,
    TaskAdded,
    TaskChanged,
    TaskDue,
    TeamChanged,
    TicketAssigned,
    TicketReceived,
    TicketWoke,
)
from careline.tickets.queries.said import find_said, snoozed_by, writers_aside
from careline.webhooks.events import WebhookDisabled
from careline.workforce.events import AbsenceChanged, AbsenceEnded, AbsencePlanned, AbsenceWithdrawn

Reasons = dict[int, Kind]
ABOUT = (
    "proposal_id", "decision_id", "conversation_id", "task_id", "reminder_id", "inbox_id", "endpoint_id", "run_id", "absence_id",
)  # fmt: skip


def thing_of(fact: Fact, recorded: Recorded) -> Thing:
    """The thing that an event tells of, and whom it concerns."""
    ticket_id = getattr(fact, "ticket_id", None)
    return Thing(
        key=_own_key(fact) or f"{origin_of(recorded.id)}:{ticket_id or fact.subject}",
        event_id=recorded.id,
        reasons={person: kind for person, kind in reasons_for(fact, recorded).items() if person},
        ticket_id=ticket_id,
        message_id=getattr(fact, "message_id", None),
        about_id=_about(fact),
        actor_kind=recorded.actor.kind,
        actor_id=recorded.actor.id,
    )


def _about(fact: Fact) -> int | None:
    """The row that it is about; of an export its customer, where it is found."""
    if isinstance(fact, ExportReady):
        return fact.customer_id
    return next((getattr(fact, name) for name in ABOUT if hasattr(fact, name)), None)


def _own_key(fact: Fact) -> str:
    """The key of what may happen again and again, and is still one thing; "" for any other."""
    if isinstance(fact, DeliveryChanged | SideDeliveryChanged):
        return f"undelivered:{fact.message_id}"
    if isinstance(fact, InboxFailing):
        return f"inbox:{fact.inbox_id}:{timezone.now():%Y%m%d%H}"
    return ""


@singledispatch
def reasons_for(fact: Fact, recorded: Recorded) -> Reasons:
    """Whom an event concerns, and why; nobody, of an event that is not known here."""
    return {}


@reasons_for.register
def _(fact: TicketReceived, recorded: Recorded) -> Reasons:
    return team_wants(fact.team_id)


@reasons_for.register
def _(fact: TeamChanged, recorded: Recorded) -> Reasons:
    return team_wants(fact.after) | followed(fact.ticket_id, mine=Kind.CHANGED, watched=Kind.CHANGED)


@reasons_for.register
def _(fact: TicketAssigned, recorded: Recorded) -> Reasons:
    return followed(fact.ticket_id, mine=None, watched=Kind.CHANGED) | {fact.after: Kind.ASSIGNED}


@reasons_for.register(StatusChanged)
@reasons_for.register(PriorityChanged)
def _(fact: StatusChanged | PriorityChanged, recorded: Recorded) -> Reasons:
    return followed(fact.ticket_id, mine=None, watched=Kind.CHANGED)


@reasons_for.register
def _(fact: MessageReceived, recorded: Recorded) -> Reasons:
    message = find_said(fact.message_id)
    if message is None or message.machine:
        return {}
    return followed(fact.ticket_id, mine=Kind.MINE, watched=Kind.WATCHED)


@reasons_for.register
def _(fact: MessageAdded, recorded: Recorded) -> Reasons:
    return {} if fact.is_automatic else followed(fact.ticket_id, mine=None, watched=Kind.WATCHED)


@reasons_for.register
def _(fact: NoteAdded, recorded: Recorded) -> Reasons:
    people = followed(fact.ticket_id, mine=Kind.NOTED, watched=Kind.WATCHED)
    return people | dict.fromkeys(fact.mentioned, Kind.MENTIONED)


@reasons_for.register
def _(fact: SideMessageReceived, recorded: Recorded) -> Reasons:
    asked = dict.fromkeys(writers_aside(fact.conversation_id), Kind.SIDE)
    return asked | followed(fact.ticket_id, mine=Kind.SIDE, watched=Kind.SIDE)


@reasons_for.register(DeliveryChanged)
@reasons_for.register(SideDeliveryChanged)
def _(fact: DeliveryChanged | SideDeliveryChanged, recorded: Recorded) -> Reasons:
    message = find_said(fact.message_id)
    if message is None:
        return {}
    if message.agent_id:
        return {message.agent_id: Kind.UNDELIVERED}
    return holders_of(Right.MANAGE_INBOXES, Kind.STUCK)


@reasons_for.register
def _(fact: TicketWoke, recorded: Recorded) -> Reasons:
    if fact.reason != "time":
        return {}
    people = followed(fact.ticket_id, mine=Kind.WOKE, watched=Kind.CHANGED)
    return people | {snoozed_by(fact.ticket_id) or 0: Kind.WOKE}


@reasons_for.register
def _(fact: DraftOffered, recorded: Recorded) -> Reasons:
    return {} if fact.withdrawn else {fact.to_id: Kind.HANDED}


@reasons_for.register
def _(fact: TaskAdded, recorded: Recorded) -> Reasons:
    return {fact.owner_id: Kind.TASK}


@reasons_for.register
def _(fact: TaskChanged, recorded: Recorded) -> Reasons:
    return {fact.owner_id: Kind.TASK} if "owner" in fact.after else {}


@reasons_for.register
def _(fact: TaskDue, recorded: Recorded) -> Reasons:
    return {fact.owner_id: Kind.TASK_DUE}


@reasons_for.register
def _(fact: ReplyProposed, recorded: Recorded) -> Reasons:
    return approvers(fact.team_id)


@reasons_for.register
def _(fact: PeopleAsked, recorded: Recorded) -> Reasons:
    return dict.fromkeys(fact.agent_ids, Kind.RULE)


@reasons_for.register(AbsencePlanned)
@reasons_for.register(AbsenceWithdrawn)
@reasons_for.register(AbsenceEnded)
def _(fact: AbsencePlanned | AbsenceWithdrawn | AbsenceEnded, recorded: Recorded) -> Reasons:
    return {fact.agent_id: Kind.ABSENCE, fact.cover_id: Kind.COVER}


@reasons_for.register
def _(fact: AbsenceChanged, recorded: Recorded) -> Reasons:
    return {fact.agent_id: Kind.ABSENCE} | dict.fromkeys((fact.cover_id, fact.covered_before), Kind.COVER)


@reasons_for.register
def _(fact: ImportFinished, recorded: Recorded) -> Reasons:
    return {recorded.actor.id: Kind.FINISHED}


@reasons_for.register
def _(fact: InboxFailing, recorded: Recorded) -> Reasons:
    return holders_of(Right.MANAGE_INBOXES, Kind.INBOX)


@reasons_for.register
def _(fact: WebhookDisabled, recorded: Recorded) -> Reasons:
    return holders_of(Right.MANAGE_COMPANY, Kind.WEBHOOK)


@reasons_for.register
def _(fact: ReadsUnusual, recorded: Recorded) -> Reasons:
    return holders_of(Right.READ_AUDIT, Kind.READS)


_TOLD: dict[type[Any], Kind] = {
    ComplaintDue: Kind.COMPLAINT,
    MeasureReviewDue: Kind.MEASURE,
    PlaybookStepLate: Kind.STEP_LATE,
    ClockWarned: Kind.TARGET_NEAR,
    PromiseNear: Kind.PROMISE_NEAR,
    PromiseBroken: Kind.PROMISE_BROKEN,
    ClockBreached: Kind.TARGET_LATE,
    ClockEscalated: Kind.TARGET_LATE,
    DecisionAsked: Kind.DECISION,
    DecisionPassedOn: Kind.DECISION,
    DecisionReminded: Kind.DECISION_NEAR,
    TicketEscalated: Kind.ESCALATED,
    TicketDeEscalated: Kind.ESCALATED,
}
"""Facts that say in `tell` whom they concern."""
_OF_ONE: dict[type[Any], Kind] = {
    PromiseHandedOver: Kind.PROMISE_HANDED,
    ReminderDue: Kind.REMINDED,
    ReplyApproved: Kind.APPROVED,
    ReplyReturned: Kind.RETURNED,
    DecisionGranted: Kind.DECIDED,
    DecisionRefused: Kind.DECIDED,
    BulkFinished: Kind.FINISHED,
    ExportReady: Kind.EXPORTED,
}
"""Facts of the one person in `agent_id`."""


def _to_all(people: Callable[[Any], Iterable[int]], kind: Kind) -> Callable[[Any, Recorded], Reasons]:
    return lambda fact, recorded: dict.fromkeys(people(fact), kind)


for _fact, _kind in _TOLD.items():
    reasons_for.register(_fact, _to_all(lambda fact: fact.tell, _kind))
for _fact, _kind in _OF_ONE.items():
    reasons_for.register(_fact, _to_all(lambda fact: (fact.agent_id,), _kind))


def told_facts() -> set[type[Fact]]:
    """The facts that concern somebody: those whose reasons stand above."""
    return {one for one in reasons_for.registry if issubclass(one, Fact)}
