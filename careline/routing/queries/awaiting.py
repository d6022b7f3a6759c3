"""Until when a cover who is not there is awaited: written down once for a ticket and an absence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from careline.core.models import Event
from careline.routing.events import CoverAwaited
from careline.tickets.queries.hands import unanswered_of
from careline.workforce.queries import Gone, absences_now, calendar_of, hours_for

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

PATIENCE_SECONDS = 15 * 60


def awaited_until(ticket_id: int, gone: Gone) -> datetime | None:
    """Until when a cover was awaited for this ticket in this absence; None where they were not yet."""
    told = Event.objects.filter(
        subject=f"ticket:{ticket_id}",
        name=CoverAwaited.name,
        at__gte=gone.starts_at,
        data__absent_id=gone.agent_id,
    )
    until = told.order_by("-pk").values_list("data__until", flat=True).first()
    return datetime.fromisoformat(until) if until else None


def awaiting(cover_id: int, moment: datetime) -> list[int]:
    """The tickets of absent people whom this agent covers for that still wait for them to come."""
    return [
        ticket_id
        for gone in absences_now(moment)
        if gone.cover_id == cover_id
        for ticket_id in unanswered_of(gone.agent_id)
        if (awaited_until(ticket_id, gone) or moment) > moment
    ]


def patience(ticket: Ticket, gone: Gone) -> datetime:
    """Until when a cover is awaited at first: a quarter of an hour of the team's business time."""
    hours = calendar_of(hours_for(team_id=ticket.team_id))
    return hours.add(max(gone.starts_at, ticket.last_customer_at), PATIENCE_SECONDS)
