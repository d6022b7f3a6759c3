"""To work in the complaint register by the API: the same actions as the pages, so the same checks, rights and history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Status as Answer

from careline.core.api.answers import changing
from careline.core.api.callers import caller_of
from careline.core.api.values import Id
from careline.feedback.actions.bring_on import bring_on
from careline.feedback.actions.change_complaint import change_complaint, details_of
from careline.feedback.actions.open_complaint import Opening, link_ticket, open_complaint
from careline.feedback.api.given import (
    AnswerGiven,
    ChangesGiven,
    ClosingGiven,
    EscalationGiven,
    OpeningGiven,
    TicketGiven,
)
from careline.feedback.api.routers import WRITE, router
from careline.feedback.api.shown import OneShown, one_shown
from careline.feedback.models import Complaint
from careline.feedback.queries.complaints import access_complaint
from careline.tickets.queries.access import access_ticket

Stage = Complaint.Stage


@router.post(
    "/tickets/{number}/complaints", response=changing(OneShown, 404, status=201), auth=WRITE,
    operation_id="openComplaint", summary="Take a ticket into the complaint register",
)  # fmt: skip
def open_one(request: HttpRequest, number: Id, given: OpeningGiven) -> Any:
    """Open a complaint of the ticket's customer, with its deadlines. Whom it is about is kept out of the ticket at once."""
    agent = caller_of(request)
    made = open_complaint(access_ticket(agent, number), Opening(**given.dict()), by=agent)
    return Answer(201, one_shown(agent, made))


@router.patch(
    "/complaints/{complaint_id}", response=changing(OneShown, 404), auth=WRITE, operation_id="changeComplaint",
    summary="Change a complaint",
)  # fmt: skip
def change_one(request: HttpRequest, complaint_id: Id, given: ChangesGiven) -> dict[str, Any]:
    """Change what is known of a complaint: all that is given, or nothing. With `version` only one that nobody changed
    meanwhile (409)."""
    agent = caller_of(request)
    found = access_complaint(agent, complaint_id)
    changes = given.said()
    version = changes.pop("version", None) or found.version
    changed = change_complaint(found, replace(details_of(found), **changes), version=version, by=agent)
    return one_shown(agent, changed)


@router.post(
    "/complaints/{complaint_id}/acknowledgement", response=changing(OneShown, 404), auth=WRITE,
    operation_id="acknowledgeComplaint", summary="Say that a complaint was acknowledged",
)  # fmt: skip
def acknowledge(request: HttpRequest, complaint_id: Id) -> dict[str, Any]:
    """Say that the customer was told that we have it. What was acknowledged before stays as it is."""
    return _brought(request, complaint_id, Stage.ACKNOWLEDGED)


@router.post(
    "/complaints/{complaint_id}/investigation", response=changing(OneShown, 404), auth=WRITE,
    operation_id="investigateComplaint", summary="Say that a complaint is being investigated",
)  # fmt: skip
def investigate(request: HttpRequest, complaint_id: Id) -> dict[str, Any]:
    """Say that somebody looks into it. What was answered stays as it is."""
    return _brought(request, complaint_id, Stage.INVESTIGATING)


@router.post(
    "/complaints/{complaint_id}/answer", response=changing(OneShown, 404), auth=WRITE,
    operation_id="answerComplaint", summary="Say that a complaint was answered",
)  # fmt: skip
def answer(request: HttpRequest, complaint_id: Id, given: AnswerGiven) -> dict[str, Any]:
    """Say that the customer was answered, and what was found out and done. The answer itself is a message of the ticket."""
    return _brought(request, complaint_id, Stage.RESPONDED, **given.said())


@router.post(
    "/complaints/{complaint_id}/escalation", response=changing(OneShown, 404), auth=WRITE,
    operation_id="escalateComplaint", summary="Pass a complaint to an outside body",
)  # fmt: skip
def escalate(request: HttpRequest, complaint_id: Id, given: EscalationGiven) -> dict[str, Any]:
    """Say which outside body it went to, and their reference."""
    return _brought(request, complaint_id, Stage.ESCALATED, **given.said())


@router.post(
    "/complaints/{complaint_id}/closing", response=changing(OneShown, 404), auth=WRITE,
    operation_id="closeComplaint", summary="Close a complaint",
)  # fmt: skip
def close(request: HttpRequest, complaint_id: Id, given: ClosingGiven) -> dict[str, Any]:
    """Close it with the customer's consent, or without. Refused (422) without an answer, a root cause, and whether it was
    our fault."""
    return _brought(request, complaint_id, Stage.CLOSED, **given.said())


@router.post(
    "/complaints/{complaint_id}/withdrawal", response=changing(OneShown, 404), auth=WRITE,
    operation_id="withdrawComplaint", summary="Say that a complaint was taken back",
)  # fmt: skip
def withdraw(request: HttpRequest, complaint_id: Id) -> dict[str, Any]:
    """Say that the customer took it back."""
    return _brought(request, complaint_id, Stage.WITHDRAWN)


@router.post(
    "/complaints/{complaint_id}/tickets", response=changing(OneShown, 404), auth=WRITE,
    operation_id="linkComplaintTicket", summary="Add a ticket to a complaint",
)  # fmt: skip
def link(request: HttpRequest, complaint_id: Id, given: TicketGiven) -> dict[str, Any]:
    """Add a further ticket. Said twice it is so once."""
    agent = caller_of(request)
    found = access_complaint(agent, complaint_id)
    link_ticket(found, given.ticket_id, by=agent)
    return one_shown(agent, found)


def _brought(request: HttpRequest, complaint_id: int, stage: Complaint.Stage, **said: Any) -> dict[str, Any]:
    agent = caller_of(request)
    return one_shown(agent, bring_on(access_complaint(agent, complaint_id), stage, by=agent, **said))
