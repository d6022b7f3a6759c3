"""What service targets show in other pages: the panel beside a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string

from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=4)
def clocks_beside(request: HttpRequest, *, ticket: Ticket) -> str:
    """Hold the place of the panel, which fetches itself: the ticket's page asks nothing for it."""
    return render_to_string("policies/_panel.html", {"ticket": ticket}, request)
