"""What sets routing off. Inline handlers only look into memory whether there is anything to do, and put it in line."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from careline.accounts.events import AgentJoined, AgentReactivated, PresenceChanged, RoleChanged, TeamsChanged
from careline.core.events import Fact, Recorded, reacts_to
from careline.routing.events import CoverAwaited, QueueRemoved, QueueSaved, QueuesOrdered
from careline.routing.queries.queues import forget_queues, has_absent, has_queues, has_work
from careline.routing.tasks import look_at_all_later, look_for_later, look_later, look_later_at
from careline.tickets.events import (
    MergeUndone,
    MessageReceived,
    PriorityChanged,
    StatusChanged,
    TagsChanged,
    TeamChanged,
    TicketAssigned,
    TicketFact,
    TicketFieldsChanged,
    TicketMerged,
    TicketOpened,
    TicketReceived,
    TicketSnoozed,
    TicketSplitOff,
    TicketWoke,
    TypeChanged,
)
from careline.tickets.queries.hands import whose
from careline.workforce.events import (
    AbsenceChanged,
    AbsencePlanned,
    AbsenceWithdrawn,
    AgentSkillChanged,
    CapacityChanged,
)

OURS = "routing"
_IN_WORK = (1, 2)


def on_ticket_fact(fact: TicketFact, recorded: Recorded) -> None:
    """Have a ticket looked at, which may be free now, or fit another queue."""
    if has_queues() and recorded.actor.kind != OURS:
        look_later(fact.ticket_id)


for _fact in (
    MergeUndone, PriorityChanged, TagsChanged, TeamChanged, TicketFieldsChanged, TicketOpened, TicketReceived,
    TicketSplitOff, TypeChanged,
):  # fmt: skip
    reacts_to(_fact, inline=True)(on_ticket_fact)


@reacts_to(MessageReceived, inline=True)
def on_customer_spoke(fact: MessageReceived, recorded: Recorded) -> None:
    """Have the cover reached, where whose ticket it is is absent."""
    if not fact.is_first and has_absent():
        look_later(fact.ticket_id, spoke=True)


@reacts_to(TicketWoke, inline=True)
def on_woke(fact: TicketWoke, recorded: Recorded) -> None:
    """Have a ticket looked at that slept: its customer may wait, and whose it is may be absent."""
    if (has_queues() or has_absent()) and recorded.actor.kind != OURS:
        look_later(fact.ticket_id, spoke=True)


@reacts_to(TicketAssigned, inline=True)
def on_assigned(fact: TicketAssigned, recorded: Recorded) -> None:
    """See to a ticket that came back to nobody's hands, and to what else who had it could take."""
    if has_queues() and fact.before:
        by_hand = recorded.actor.kind == "agent" and not fact.after
        look_later(fact.ticket_id, freed=fact.before, returned=fact.before if by_hand else 0)


@reacts_to(StatusChanged, inline=True)
def on_status(fact: StatusChanged, recorded: Recorded) -> None:
    """See to a ticket that is our move again, or to what else who had it could take."""
    if has_queues() and (fact.before in _IN_WORK) != (fact.after in _IN_WORK):
        look_later(fact.ticket_id, freed=whose(fact.ticket_id) if fact.before in _IN_WORK else 0)


@reacts_to(TicketMerged, inline=True)
@reacts_to(TicketSnoozed, inline=True)
def on_out_of_sight(fact: TicketFact, recorded: Recorded) -> None:
    """See what else who had it could take."""
    if has_queues():
        look_later(fact.ticket_id, freed=whose(fact.ticket_id))


@reacts_to(CoverAwaited, inline=True)
def on_cover_awaited(fact: CoverAwaited, recorded: Recorded) -> None:
    """Have the ticket looked at again when the cover should have come."""
    look_later_at(fact.ticket_id, datetime.fromisoformat(fact.until))


def on_person(fact: Fact, recorded: Recorded) -> None:
    """See what somebody could take who became available, knows more, or can take more."""
    agent_id = getattr(fact, "agent_id", 0)
    if isinstance(fact, (AbsencePlanned, AbsenceChanged, AbsenceWithdrawn)):
        transaction.on_commit(forget_queues)
    if isinstance(fact, PresenceChanged) and fact.presence != "available":
        return
    if has_work() and agent_id:
        look_for_later(agent_id)


for _fact_of_person in (
    AbsenceChanged, AbsencePlanned, AbsenceWithdrawn, AgentJoined, AgentReactivated, AgentSkillChanged, CapacityChanged,
    PresenceChanged, RoleChanged, TeamsChanged,
):  # fmt: skip
    reacts_to(_fact_of_person, inline=True)(on_person)


def on_queues(fact: Fact, recorded: Recorded) -> None:
    """Read the queues anew, and look at everything that is in nobody's hands."""
    forget_queues()
    transaction.on_commit(forget_queues)
    look_at_all_later()


for _changed in (QueueRemoved, QueueSaved, QueuesOrdered):
    reacts_to(_changed, inline=True)(on_queues)
