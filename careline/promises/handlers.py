"""What follows for promises from what happens to tickets: in the transaction of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.core.events import Recorded, reacts_to
from careline.promises.actions.follow_messages import begin_sent, come_back, go_along, split_off, wait_again
from careline.promises.queries.promises import open_promises
from careline.tickets.events import MergeUndone, MessageAdded, MessageCancelled, TicketMerged, TicketSplitOff
from careline.tickets.slots import Objection, register_objector
from careline.ui.times import in_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@reacts_to(MessageAdded, inline=True)
def on_said(fact: MessageAdded, recorded: Recorded) -> None:
    """Let promises count whose words are sent: the next screen shows them."""
    if not fact.is_automatic:
        begin_sent(fact.message_id, by=recorded.actor)


@reacts_to(MessageCancelled, inline=True)
def on_cancelled(fact: MessageCancelled, recorded: Recorded) -> None:
    """Let promises wait whose words were taken back."""
    wait_again(fact.message_id, fact.ticket_id)


@reacts_to(TicketMerged, inline=True)
def on_merged(fact: TicketMerged, recorded: Recorded) -> None:
    """Take the promises along."""
    go_along(fact.ticket_id, fact.into_id)


@reacts_to(MergeUndone, inline=True)
def on_merge_undone(fact: MergeUndone, recorded: Recorded) -> None:
    """Give each ticket its own back; said of both."""
    come_back(fact.ticket_id, fact.other_id)


@reacts_to(TicketSplitOff, inline=True)
def on_split_off(fact: TicketSplitOff, recorded: Recorded) -> None:
    """Take along what was promised in the messages that moved."""
    split_off(fact.source_id, fact.ticket_id, fact.message_ids)


def unkept(ticket: Ticket, agent: Agent) -> Objection | None:
    """A promise that is still owed speaks against solving, unless somebody says why."""
    owed = open_promises(ticket.pk).order_by("due_at").first()
    if owed is None:
        return None
    due = in_words(owed.due_at, "moment", timezone.now())
    words = _("“%(words)s” is promised by %(due)s: say that it was kept, move it, or take it back.")
    return Objection(words % {"words": owed.words, "due": due}, yields=True)


register_objector("promises", unkept)
