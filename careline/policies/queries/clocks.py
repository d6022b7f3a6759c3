"""The clocks of a ticket, as they stand."""

from __future__ import annotations

from careline.policies.models import Clock


def clocks_of(ticket_id: int) -> list[Clock]:
    """Every clock that ever ran on a ticket, in the order in which they began. No rights: for who has the ticket already."""
    return [*Clock.objects.filter(ticket_id=ticket_id).order_by("pk")]
