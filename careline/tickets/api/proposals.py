"""Replies that wait for approval: to see, to approve, to return, to withdraw."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import BodyId, Given, Id, Long
from careline.tickets.actions.approve import approve
from careline.tickets.actions.return_proposal import return_proposal, withdraw_proposal
from careline.tickets.api.given import SaidGiven
from careline.tickets.api.mail_shown import MessageShown, ProposalShown
from careline.tickets.models import Message, Proposal
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.proposals import access_proposal, waiting_in
from careline.tickets.queries.thread import access_message

router = Router(tags=["Messages"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


class ApprovalGiven(SaidGiven):
    """Approval of a reply. With `text` or `html` these words go out instead."""

    seen_message_id: BodyId | None = Field(
        None, description="The newest message that you have seen: refused with 422 if somebody wrote since."
    )


class ReturnGiven(Given):
    """Why a reply goes back to its writer."""

    comment: Annotated[Long, Field(min_length=1)]


@router.get(
    "/tickets/{int:ticket_id}/proposals", response=reading(PageOf[ProposalShown], 404), auth=READ,
    operation_id="listProposals", summary="What waits for approval",
)  # fmt: skip
def list_waiting(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """The replies that wait for approval in a ticket, oldest first. One page. The view `to_approve` has the tickets."""
    return {"items": waiting_in(access_ticket(caller_of(request), ticket_id))}


@router.get(
    "/proposals/{proposal_id}", response=reading(ProposalShown, 404), auth=READ, operation_id="getProposal",
    summary="One reply for approval",
)  # fmt: skip
def get_one(request: HttpRequest, proposal_id: Id) -> Proposal:
    """One reply that waits for approval, or what became of it."""
    return access_proposal(caller_of(request), proposal_id)


@router.post(
    "/proposals/{proposal_id}/approval", response=changing(MessageShown, 404), auth=WRITE, operation_id="approve",
    summary="Approve a reply",
)  # fmt: skip
def approve_one(request: HttpRequest, proposal_id: Id, given: ApprovalGiven) -> Message:
    """Let a colleague's reply go out; the answer shows the message. Refused (422) where it was decided before."""
    agent = caller_of(request)
    message = approve(
        proposal_id, by=agent, html=given.as_html or None, seen_message_id=given.seen_message_id
    )
    return access_message(agent, message.pk)


@router.post(
    "/proposals/{proposal_id}/return", response=changing(ProposalShown, 404), auth=WRITE,
    operation_id="returnProposal", summary="Return a reply to its writer",
)  # fmt: skip
def return_one(request: HttpRequest, proposal_id: Id, given: ReturnGiven) -> Proposal:
    """Send a colleague's reply back with a comment; it is their draft again."""
    agent = caller_of(request)
    return_proposal(proposal_id, by=agent, comment=given.comment)
    return access_proposal(agent, proposal_id)


@router.post(
    "/proposals/{proposal_id}/withdrawal", response=changing(ProposalShown, 404), auth=WRITE,
    operation_id="withdrawProposal", summary="Take one's own reply back",
)  # fmt: skip
def withdraw_one(request: HttpRequest, proposal_id: Id) -> Proposal:
    """Take the token owner's own reply back before anybody approved it; it is a draft again."""
    agent = caller_of(request)
    withdraw_proposal(proposal_id, by=agent)
    return access_proposal(agent, proposal_id)
