"""What feedback does when tickets are merged, when a merge is undone, and when a restricted customer writes."""

from careline.core.events import Recorded, reacts_to
from careline.feedback.actions.follow_merge import come_back, go_along
from careline.feedback.actions.keep_to_contact import keep_to_contact
from careline.feedback.queries.restrictions import Restriction, restriction_of, restriction_on
from careline.tickets.events import (
    MergeUndone,
    MessageReceived,
    TicketFact,
    TicketMerged,
    TicketOpened,
    TicketReceived,
    TicketSplitOff,
)


@reacts_to(TicketMerged, inline=True)
def on_merged(fact: TicketMerged, recorded: Recorded) -> None:
    """Have complaints go along, and rows show the moods of the messages that moved."""
    go_along(fact.ticket_id, fact.into_id, fact.merge_id)


@reacts_to(MergeUndone, inline=True)
def on_merge_undone(fact: MergeUndone, recorded: Recorded) -> None:
    """Have them come back. It is said of both tickets, of the source first."""
    come_back(fact.ticket_id, fact.other_id, fact.merge_id)


def on_spoke(fact: MessageReceived | TicketReceived, recorded: Recorded) -> None:
    """Give what a restricted customer wrote to the one person who serves them. Looks into memory only, for all others."""
    _follow(restriction_of(fact.customer_id), fact, recorded)


def on_made(fact: TicketOpened | TicketSplitOff, recorded: Recorded) -> None:
    """Give a ticket that was made for a restricted customer to the one person who serves them."""
    _follow(restriction_on(fact.ticket_id), fact, recorded)


def _follow(found: Restriction | None, fact: TicketFact, recorded: Recorded) -> None:
    if found is not None and found.contact_id:
        keep_to_contact(fact.ticket_id, found.contact_id, measure_id=found.measure_id, cause=recorded.id)


for _said in (TicketReceived, MessageReceived):
    reacts_to(_said, inline=True)(on_spoke)
for _made in (TicketOpened, TicketSplitOff):
    reacts_to(_made, inline=True)(on_made)
