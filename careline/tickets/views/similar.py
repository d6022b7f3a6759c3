"""Similar tickets beside a ticket, fetched when the panel comes into sight."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.models import Status
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.similar import similar_tickets
from careline.tickets.views.doors import agent_page


@agent_page
@require_safe
def similar(request: HttpRequest, number: int) -> HttpResponse:
    """Show the tickets that are about the same."""
    agent = agent_of(request)
    found = similar_tickets(agent, access_ticket(agent, number))
    shown = [(one, one.subject or _("(no subject)"), Status(one.status).label) for one in found]
    return render(request, "tickets/similar.html", {"found": shown})
