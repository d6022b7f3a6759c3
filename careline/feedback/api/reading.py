"""To read by the API: the complaint register, and how the customer of a ticket sounds."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from careline.accounts.contracts import Right
from careline.core.api.answers import reading
from careline.core.api.callers import caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import Cursor, Given, Id, Line, Shown
from careline.feedback.api.routers import READ, router
from careline.feedback.api.shown import ComplaintShown, OneShown, one_shown
from careline.feedback.contracts import Level
from careline.feedback.queries.complaints import Wanted, access_complaint, browse_complaints, complaints_of
from careline.feedback.queries.moods import latest_mood
from careline.tickets.queries.access import access_ticket


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
    """Which complaints, and which page of them."""

    stage: Literal[
        "open", "late", "received", "acknowledged", "investigating", "responded", "escalated", "closed", "withdrawn"
    ] | None = Field(None, description="`open`: neither closed nor taken back; `late`: open, and a deadline has passed.")  # fmt: skip
    category: Line = ""
    cause: Line = ""
    cursor: Cursor = None


@router.get(
    "/complaints", response=reading(PageOf[ComplaintShown]), auth=READ, operation_id="listComplaints",
    summary="List complaints",
)  # fmt: skip
def list_complaints(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Complaints that the token's owner may see, newest first, in pages of 50."""
    agent = caller_of(request)
    agent.require(Right.READ_COMPLAINTS)
    stage = "" if asked.stage in (None, "late") else asked.stage
    wanted = Wanted(stage, asked.category, asked.cause, is_late=asked.stage == "late")
    stretch = browse_complaints(agent, wanted, before=unseal_id("complaints", asked.cursor))
    return {"items": stretch.complaints, "next_cursor": seal("complaints", stretch.next_before)}


@router.get(
    "/complaints/{complaint_id}", response=reading(OneShown, 404), auth=READ, operation_id="getComplaint",
    summary="Get a complaint",
)  # fmt: skip
def get_complaint(request: HttpRequest, complaint_id: Id) -> dict[str, Any]:
    """One complaint, with its tickets. That it was read is noted."""
    agent = caller_of(request)
    return one_shown(agent, access_complaint(agent, complaint_id))


@router.get(
    "/tickets/{number}/complaints", response=reading(PageOf[ComplaintShown], 404), auth=READ,
    operation_id="listTicketComplaints", summary="The complaints of a ticket",
)  # fmt: skip
def list_of_ticket(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The complaints that a ticket belongs to, newest first. One page."""
    agent = caller_of(request)
    agent.require(Right.READ_COMPLAINTS)
    return {"items": complaints_of(agent, access_ticket(agent, number).pk)}


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
