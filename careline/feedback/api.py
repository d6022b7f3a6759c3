"""The API's part of feedback, to read: the complaint register, and how the customer of a ticket sounds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import Cursor, Given, Id, Moment, Shown
from careline.feedback.contracts import Level
from careline.feedback.queries.complaints import Wanted, access_complaint, browse_complaints
from careline.feedback.queries.moods import latest_mood
from careline.tickets.actions.note_read import note_read
from careline.tickets.queries.access import access_ticket

router = Router(tags=["Complaints"])
READ = Bearer(Scope.READ_TICKETS)


class ComplaintShown(Shown):
    """A complaint of the register; `cost_minor` in minor units of `currency`."""

    id: int
    customer_id: int
    organisation_id: int | None
    stage: str
    category: str
    cause: str
    severity: int
    summary: str
    finding: str
    remedy: str
    admitted: str
    cost_minor: int
    currency: str
    outside_body: str
    outside_reference: str
    consent: str
    lessons: str
    owner_id: int | None
    received_at: Moment
    acknowledge_by: Moment
    acknowledged_at: Moment | None
    respond_by: Moment
    responded_at: Moment | None
    closed_at: Moment | None


class EvidenceShown(Shown):
    """One reason: its kind, the words (a number for facts of the course), and their points."""

    kind: str
    words: str
    points: float


class MoodShown(Shown):
    """How the customer sounds: calm, annoyed, upset or furious, by which message, and why."""

    level: str
    message_id: int | None
    is_corrected: bool
    evidence: list[EvidenceShown]


class Asked(Given):
    """Which page of the register."""

    cursor: Cursor = None


@router.get(
    "/complaints", response=reading(PageOf[ComplaintShown]), auth=READ, operation_id="listComplaints",
    summary="List complaints",
)  # fmt: skip
def list_complaints(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Complaints that the token's owner may see, newest first, in pages of 50."""
    agent = caller_of(request)
    agent.require(Right.READ_COMPLAINTS)
    stretch = browse_complaints(agent, Wanted(), before=unseal_id("complaints", asked.cursor))
    return {"items": stretch.complaints, "next_cursor": seal("complaints", stretch.next_before)}


@router.get(
    "/complaints/{complaint_id}", response=reading(ComplaintShown, 404), auth=READ, operation_id="getComplaint",
    summary="Get a complaint",
)  # fmt: skip
def get_complaint(request: HttpRequest, complaint_id: Id) -> Any:
    """One complaint. That it was read is noted."""
    agent = caller_of(request)
    found = access_complaint(agent, complaint_id)
    note_read(agent, "customer", found.customer_id)
    return found


@router.get(
    "/tickets/{number}/mood", response=reading(MoodShown, 404), auth=READ, operation_id="getMood",
    summary="Get how the customer of a ticket sounds",
)  # fmt: skip
def get_mood(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The mood of a ticket's customer since our last answer; calm where nothing was read."""
    ticket = access_ticket(caller_of(request), number)
    reading_ = latest_mood(ticket.pk)
    if reading_ is None:
        return {"level": Level.CALM.word, "message_id": None, "is_corrected": False, "evidence": []}
    level = Level.CALM if reading_.is_corrected else Level(reading_.level)
    return {
        "level": level.word, "message_id": reading_.message_id, "is_corrected": reading_.is_corrected,
        "evidence": reading_.evidence,
    }  # fmt: skip
