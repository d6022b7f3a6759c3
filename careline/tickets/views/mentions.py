"""Colleagues to mention in a note, for the list that `@` opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.colleagues import colleagues
from careline.tickets.views.doors import agent_page

MOST_PEOPLE = 1000


@agent_page
@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """List those who may see the ticket, but for who asks; the page narrows the list by itself."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    found = colleagues(ticket, besides=agent)[:MOST_PEOPLE]
    return JsonResponse({"people": [{"id": one.pk, "name": one.name, "email": one.email} for one in found]})
