"""Which events set off which triggers: the one table of them."""

from __future__ import annotations

from careline.core.events import Fact
from careline.policies.events import ClockBreached, ClockWarned
from careline.rules.contracts import Trigger
from careline.tickets import events

BY_EVENT: dict[type[events.TicketFact], Trigger] = {
    events.TicketReceived: Trigger.CREATED,
    events.TicketOpened: Trigger.CREATED,
    events.MessageReceived: Trigger.MESSAGE,
    events.MessageAdded: Trigger.REPLIED,
    events.NoteAdded: Trigger.NOTE,
    events.StatusChanged: Trigger.STATUS,
    events.PriorityChanged: Trigger.PRIORITY,
    events.TypeChanged: Trigger.TYPE,
    events.TeamChanged: Trigger.TEAM,
    events.TicketAssigned: Trigger.ASSIGNEE,
    events.TagsChanged: Trigger.TAGS,
    events.TicketFieldsChanged: Trigger.FIELDS,
    ClockWarned: Trigger.CLOCK_WARNED,
    ClockBreached: Trigger.CLOCK_BREACHED,
}


def trigger_of(fact: Fact) -> Trigger | None:
    """What an event sets off; None for what a machine sent, and for automatic mails of our own."""
    if isinstance(fact, events.MessageReceived) and fact.machine:
        return None
    if isinstance(fact, events.MessageAdded) and fact.is_automatic:
        return None
    return next((trigger for kind, trigger in BY_EVENT.items() if isinstance(fact, kind)), None)
