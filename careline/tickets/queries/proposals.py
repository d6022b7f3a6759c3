"""Replies that wait for approval: those of a ticket, and one of them, with the rights of the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Message, Proposal, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def waiting_in(ticket: Ticket) -> list[Proposal]:
    """The replies that wait for approval in a ticket that the caller has accessed with rights, oldest first."""
    return [*waiting_rows(ticket).select_related("agent").prefetch_related("files").order_by("pk")]


def waiting_rows(ticket: Ticket) -> QuerySet[Proposal]:
    """The rows of what waits in a ticket."""
    return Proposal.objects.filter(ticket_id=ticket.pk, state=Proposal.State.WAITING)


def access_proposal(agent: Agent, proposal_id: int) -> Proposal:
    """One proposal with its ticket and writer, whatever became of it. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent)
    rows = Proposal.objects.select_related("ticket", "agent", "decided_by", "message").prefetch_related(
        "files"
    )
    proposal = rows.filter(pk=proposal_id, ticket__in=visible).first()
    if proposal is None:
        raise NotVisible(proposal_id)
    return proposal


def lock_proposal(proposal_id: int, *, by: Agent) -> tuple[Ticket, Proposal]:
    """A proposal that waits, and its ticket, both locked until the transaction ends.

    Raises NotVisible, and Refused for one that was decided or whose ticket was merged meanwhile.
    """
    ticket = lock_ticket(access_proposal(by, proposal_id).ticket, by=by)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("agent")
    proposal = rows.filter(pk=proposal_id, ticket=ticket).first()
    if proposal is None:
        raise Refused(_("Its ticket was merged meanwhile. Look again."))
    if proposal.state != Proposal.State.WAITING:
        raise Refused(_("This reply does not wait for approval any more."))
    return ticket, proposal


def is_proposed(said: Message | Proposal) -> bool:
    """Whether what an agent said waits for somebody's approval instead of going out."""
    return isinstance(said, Proposal)


def may_approve(agent: Agent, proposal: Proposal) -> bool:
    """Whether a person may decide about somebody else's reply: by their right, and nobody who has to ask themselves."""
    is_theirs = proposal.agent_id == agent.pk
    return not is_theirs and not agent.replies_need_approval and agent.may(Right.APPROVE_REPLIES)
