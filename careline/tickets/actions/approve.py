"""Approve a reply of somebody else: now it goes out, as they wrote it or as it was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.reply import mark_answered, refuse_crossed
from careline.tickets.actions.speak import speak
from careline.tickets.contracts import Outgoing
from careline.tickets.events import ReplyApproved
from careline.tickets.models import Draft, Message, Proposal, Status, Ticket
from careline.tickets.models.proposing import count_proposals
from careline.tickets.queries.proposals import lock_proposal, may_approve
from careline.tickets.queries.threading import addresses
from careline.tickets.wording import clean, with_draft_images

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@atomic_despite_deadlocks
def approve(
    proposal_id: int,
    *,
    by: Agent,
    html: str | None = None,
    seen_message_id: int | None = None,
    undo_seconds: int = 0,
) -> Message:
    """Send a reply that waits for approval, in its writer's name, with other words if `html` is given.

    The status that the writer chose comes with it. Refuses one's own, who has no right, what was decided before (so
    that it goes out once, whoever clicks), what `reply` refuses, and (Crossed) what somebody said publicly after the
    newest message that the writer had seen, or the approver (`seen_message_id`). Emits ReplyApproved, MessageAdded and
    what `reply` does with the status.
    """
    by.require(Right.APPROVE_REPLIES)
    ticket, proposal = lock_proposal(proposal_id, by=by)
    if not may_approve(by, proposal):
        raise Forbidden("one's own reply, or somebody who needs approval themselves")
    if proposal.seen_message_id is not None:
        seen = max(proposal.seen_message_id, seen_message_id or 0)
        refuse_crossed(ticket, seen, {by.pk, proposal.agent_id})
    return _send(ticket, proposal, by, html, undo_seconds)


def _send(ticket: Ticket, proposal: Proposal, by: Agent, html: str | None, undo_seconds: int) -> Message:
    files = [*proposal.files.order_by("pk")]
    keys = tuple(file.key for file in files)
    wanted = with_draft_images(proposal.html, {key: key for key in keys}) if html is None else html
    outgoing = outgoing_of(proposal, wanted, keys, undo_seconds)
    proposal.was_edited = clean(wanted, image_keys=keys) != proposal.html
    fact = ReplyApproved(
        ticket.pk,
        ticket.team_id,
        proposal_id=proposal.pk,
        agent_id=proposal.agent_id,
        edited=proposal.was_edited,
    )
    event_id = emit(fact, by=by.actor)
    message = speak(ticket, outgoing, by=proposal.agent, kind=proposal.kind, files=files, cause=event_id)
    if proposal.kind != Draft.Kind.FORWARD:
        mark_answered(ticket, outgoing, by=proposal.agent, cause=event_id)
    proposal.message = message
    settle(proposal, Proposal.State.APPROVED, team_id=ticket.team_id, by=by)
    return message


def settle(proposal: Proposal, state: Proposal.State, *, team_id: int, by: Agent) -> None:
    """Write what became of a locked proposal; it counts no more, and its files belong to what was made of it."""
    proposal.state, proposal.decided_at, proposal.decided_by = state, timezone.now(), by
    proposal.save()
    proposal.files.all().delete()
    count_proposals(team_id, proposal.agent_id, -1)


def outgoing_of(proposal: Proposal, html: str, keys: tuple[str, ...], undo_seconds: int) -> Outgoing:
    """What its writer asked to send, with these words. A new ticket is pending then, unless they chose otherwise."""
    usual = Status.PENDING if proposal.kind == Draft.Kind.OUTBOUND else None
    return Outgoing(
        html, to=addresses(proposal.to), cc=addresses(proposal.cc), bcc=addresses(proposal.bcc),
        subject=proposal.subject, file_keys=keys, quotes_history=proposal.quotes_history, undo_seconds=undo_seconds,
        send_at=proposal.send_at, then_status=proposal.then_status or usual, then_reason=proposal.then_reason,
        spends_draft=False,
    )  # fmt: skip
