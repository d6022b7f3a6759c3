"""When decisions go along: with a merge and its undoing; and when others are asked, since nobody asked sees the ticket any more."""

from careline.authority.actions.ask_again import ask_again
from careline.authority.actions.carry import bring_back, carry
from careline.core.events import Recorded, reacts_to
from careline.tickets.events import AgentKeptOut, MergeUndone, TeamChanged, TicketAbsorbed, TicketMerged


@reacts_to(TicketMerged, inline=True)
def on_merged(fact: TicketMerged, recorded: Recorded) -> None:
    """Carry decisions and escalation along."""
    carry(fact.ticket_id, fact.into_id, fact.merge_id)


@reacts_to(MergeUndone, inline=True)
def on_merge_undone(fact: MergeUndone, recorded: Recorded) -> None:
    """Bring them back. It is said of both tickets, of the source first."""
    bring_back(fact.ticket_id, fact.other_id, fact.merge_id)


def on_others_see_it(fact: AgentKeptOut | TeamChanged | TicketAbsorbed, recorded: Recorded) -> None:
    """Have somebody asked who sees the ticket, where nobody does who was asked before."""
    ask_again(fact.ticket_id)


for _fact in (AgentKeptOut, TeamChanged, TicketAbsorbed):
    reacts_to(_fact, inline=True)(on_others_see_it)
