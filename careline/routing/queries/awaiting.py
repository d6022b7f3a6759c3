"""Until when a cover who is not there is awaited: written down once for a ticket and an absence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from careline.core.models import Event
from careline.routing.events import CoverAwaited
from careline.workforce.queries import Gone, calendar_of, hours_for

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

PATIENCE_SECONDS = 15 * 60


def awaited_until(ticket: Ticket, gone: Gone) -> datetime | None:
    """Until when a cover was awaited for this ticket in this absence; None where they were not yet."""
    told = Event.objects.filter(
        subject=f"ticket:{ticket.pk}",
        name=CoverAwaited.name,
        at__gte=gone.starts_at,
        data__absent_id=gone.agent_id,
    )
    until = told.order_by("-pk").values_list("data__until", flat=True).first()
    return datetime.fromisoformat(until) if until else None


def patience(ticket: Ticket, gone: Gone) -> datetime:
    """Until when a cover is awaited at first: a quarter of an hour of the team's business time."""
    hours = calendar_of(hours_for(team_id=ticket.team_id))
    return hours.add(max(gone.starts_at, ticket.last_customer_at), PATIENCE_SECONDS)
