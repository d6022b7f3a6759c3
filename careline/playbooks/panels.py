"""What playbooks add to other pages: the panel beside a ticket, and their place in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string

from careline.playbooks.views.doors import agent_of
from careline.playbooks.views.shown import panel_context
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=5)
def playbooks_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the playbooks of a ticket. They come with the panes, so that nothing moves afterwards."""
    return render_to_string("playbooks/_panel.html", panel_context(agent_of(request), ticket), request)
