"""What feedback adds to other pages: the panel beside a ticket, and its places in navigation and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string

from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=3)
def feedback_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Hold the place of the panel, which fetches itself: the ticket's page asks nothing for it."""
    return render_to_string("feedback/_panel.html", {"ticket": ticket}, request)
