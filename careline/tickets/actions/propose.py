"""Lay a reply before somebody who may approve it, instead of sending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.core.events import emit
from careline.tickets.actions.speak import own_files, spend_draft
from careline.tickets.contracts import Outgoing
from careline.tickets.events import ReplyProposed
from careline.tickets.models import Proposal, ProposalFile, Ticket
from careline.tickets.models.outgoing import outgoing_values
from careline.tickets.models.proposing import count_proposals

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_KEPT = ("html", "subject", "to", "cc", "bcc", "quotes_history")


def must_wait(outgoing: Outgoing, *, by: Agent) -> bool:
    """Whether somebody else has to approve this first: always for who is learning, else where the writer asks for it."""
    return by.replies_need_approval or outgoing.asks_approval


def propose(
    ticket: Ticket, outgoing: Outgoing, *, by: Agent, kind: str, cause: int | None = None
) -> Proposal:
    """Keep what an agent wants to say in a ticket that the caller locked, until somebody approves it.

    It is no message: nobody outside was answered. Its files come along and the draft is spent, as in sending. Refuses
    what sending would refuse. Emits ReplyProposed.
    """
    values = outgoing_values(outgoing)
    files = own_files(outgoing.file_keys, by, ticket)
    proposal = Proposal.objects.create(
        ticket=ticket, kind=kind, agent=by, send_at=outgoing.send_at, then_status=outgoing.then_status,
        then_reason=outgoing.then_reason[:500], seen_message_id=outgoing.seen_message_id,
        **{name: values[name] for name in _KEPT},
    )  # fmt: skip
    ProposalFile.objects.bulk_create(
        ProposalFile(
            proposal=proposal, file_id=one.file_id, key=one.key, name=one.name, content_type=one.content_type,
            size=one.size, is_inline=one.is_inline,
        )
        for one in files
    )  # fmt: skip
    spend_draft(ticket, outgoing, by=by, kind=kind)
    count_proposals(ticket.team_id, by.pk, +1)
    fact = ReplyProposed(
        ticket.pk, ticket.team_id, proposal_id=proposal.pk, kind=kind, on_purpose=not by.replies_need_approval
    )
    emit(fact, by=by.actor, cause=cause)
    return proposal
