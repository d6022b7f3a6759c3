"""Give a reply that waits for approval back to its writer: by the approver with a comment, or by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.approve import settle
from careline.tickets.actions.save_draft import find_or_make
from careline.tickets.contracts import Refused
from careline.tickets.events import ReplyReturned, ReplyWithdrawn
from careline.tickets.models import Draft, DraftFile, Proposal, Ticket
from careline.tickets.queries.proposals import lock_proposal, may_approve
from careline.tickets.wording import with_draft_images

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_COMMENT = 5000


@atomic_despite_deadlocks
def return_proposal(proposal_id: int, *, by: Agent, comment: str) -> Draft:
    """Send a reply back to its writer and say why; it is their draft again, before what they wrote since.

    Refuses one's own, who has no right, an empty comment and what was decided before. Emits ReplyReturned.
    """
    by.require(Right.APPROVE_REPLIES)
    ticket, proposal = lock_proposal(proposal_id, by=by)
    if not may_approve(by, proposal):
        raise Forbidden("one's own reply, or somebody who needs approval themselves")
    proposal.comment = comment.strip()[:LONGEST_COMMENT]
    if not proposal.comment:
        raise Refused(_("Say what should be different."))
    draft = _back_to_draft(ticket, proposal)
    settle(proposal, Proposal.State.RETURNED, team_id=ticket.team_id, by=by)
    Draft.objects.filter(pk=draft.pk).update(returned=proposal)
    fact = ReplyReturned(ticket.pk, ticket.team_id, proposal_id=proposal.pk, agent_id=proposal.agent_id)
    emit(fact, by=by.actor)
    return draft


@atomic_despite_deadlocks
def withdraw_proposal(proposal_id: int, *, by: Agent, keeps_draft: bool = True) -> Draft | None:
    """Take one's own reply back before anybody approved it; it is a draft again, before what was written since.

    Without `keeps_draft` there is none: for words that were written once for many tickets.
    Refuses other people's, and what was decided before. Emits ReplyWithdrawn.
    """
    by.require(Right.REPLY)
    ticket, proposal = lock_proposal(proposal_id, by=by)
    if proposal.agent_id != by.pk:
        raise Forbidden("somebody else's reply")
    draft = _back_to_draft(ticket, proposal) if keeps_draft else None
    settle(proposal, Proposal.State.WITHDRAWN, team_id=ticket.team_id, by=by)
    emit(ReplyWithdrawn(ticket.pk, ticket.team_id, proposal_id=proposal.pk), by=by.actor)
    return draft


def _back_to_draft(ticket: Ticket, proposal: Proposal) -> Draft:
    """Put words, addresses and files before those of the writer's draft. A window that has not seen them keeps them."""
    kind = Draft.Kind.FORWARD if proposal.kind == Draft.Kind.FORWARD else Draft.Kind.REPLY
    draft = find_or_make(ticket, kind, proposal.agent)
    keys = {}
    for one in proposal.files.order_by("pk"):
        file = DraftFile.objects.create(
            draft=draft, uploaded_by=proposal.agent, file_id=one.file_id, name=one.name,
            content_type=one.content_type, size=one.size, is_inline=one.is_inline,
        )  # fmt: skip
        keys[one.key] = file.key
    draft.html = with_draft_images(proposal.html, keys) + draft.html
    for name in ("to", "cc", "bcc"):
        setattr(draft, name, _united(getattr(proposal, name), getattr(draft, name)))
    draft.subject = (draft.subject or proposal.subject)[:300]
    draft.quotes_history = draft.quotes_history or proposal.quotes_history
    draft.based_on_message_id = draft.based_on_message_id or proposal.seen_message_id or 0
    draft.version += 1
    draft.foreign_version = draft.version
    draft.save()
    return draft


def _united(first: list[list[str]], second: list[list[str]]) -> list[list[str]]:
    found = {pair[0].lower(): pair for pair in (*second, *first)}
    return [*found.values()]
