"""What follows for runs from what happens to their tickets, and to decisions they wait for: in the same transaction."""

from __future__ import annotations

from careline.authority.events import DecisionGranted, DecisionRefused, DecisionWithdrawn
from careline.core.events import Recorded, reacts_to
from careline.playbooks.actions.decide_outcome import settle
from careline.playbooks.actions.go_along import come_back, go_along, watch_again
from careline.playbooks.models import OutcomeDecision
from careline.tickets.events import MergeUndone, StatusChanged, TicketMerged

State = OutcomeDecision.State
SOLVED = 5


@reacts_to(TicketMerged, inline=True)
def on_merged(fact: TicketMerged, recorded: Recorded) -> None:
    """Take the runs along."""
    go_along(fact.ticket_id, fact.into_id, by=recorded.actor, cause=recorded.id)


@reacts_to(MergeUndone, inline=True)
def on_merge_undone(fact: MergeUndone, recorded: Recorded) -> None:
    """Give each ticket its own back; said of both."""
    come_back(fact.ticket_id, fact.other_id, by=recorded.actor, cause=recorded.id)


@reacts_to(StatusChanged, inline=True)
def on_reopened(fact: StatusChanged, recorded: Recorded) -> None:
    """Watch the steps of a ticket again that is open again. No statement otherwise."""
    if fact.before >= SOLVED > fact.after:
        watch_again(fact.ticket_id)


@reacts_to(DecisionGranted, inline=True)
def on_granted(fact: DecisionGranted, recorded: Recorded) -> None:
    """Have the run go on that waited for it."""
    settle(fact, State.GRANTED, by_id=recorded.actor.id, words=fact.words, cause=recorded.id)


@reacts_to(DecisionRefused, inline=True)
def on_refused(fact: DecisionRefused, recorded: Recorded) -> None:
    """Say it on the run, which stays where it is."""
    settle(fact, State.REFUSED, by_id=recorded.actor.id, words=fact.words, cause=recorded.id)


@reacts_to(DecisionWithdrawn, inline=True)
def on_withdrawn(fact: DecisionWithdrawn, recorded: Recorded) -> None:
    """Let the run ask again."""
    settle(fact, State.WITHDRAWN, by_id=recorded.actor.id, cause=recorded.id)
