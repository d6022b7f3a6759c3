"""Counting the replies that wait for approval, by team and writer, as tickets move. The caller locked the ticket."""

from django.db.models import Count, QuerySet

from careline.tickets.models.proposal import Proposal
from careline.tickets.models.ticket import PROPOSED, Ticket, TicketDelta


def count_proposals(team_id: int, agent_id: int, n: int) -> None:
    """Add to the number of an agent's replies that wait for approval in a team's tickets."""
    TicketDelta.objects.create(team_id=team_id, status=PROPOSED, assignee_id=agent_id, n=n)


def move_proposals(ids: list[int], *, to: Ticket, from_team: int) -> None:
    """Put proposals under another ticket; those that wait count for its team."""
    Proposal.objects.filter(pk__in=ids).update(ticket=to)
    _recount(Proposal.objects.filter(pk__in=ids).order_by(), from_team, to.team_id)


def recount_proposals(ticket: Ticket, *, from_team: int) -> None:
    """Count what waits in a ticket for its new team."""
    _recount(Proposal.objects.filter(ticket=ticket).order_by(), from_team, ticket.team_id)


def _recount(proposals: QuerySet[Proposal], from_team: int, to_team: int) -> None:
    if from_team == to_team:
        return
    waiting = proposals.filter(state=Proposal.State.WAITING)
    for agent_id, n in waiting.values_list("agent_id").annotate(n=Count("pk")):
        count_proposals(from_team, agent_id, -n)
        count_proposals(to_team, agent_id, n)
