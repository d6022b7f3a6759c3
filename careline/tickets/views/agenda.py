"""What waits for the person who asks: their tasks and reminders on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.queries.to_do import own_reminders, own_tasks
from careline.tickets.views.doors import agent_page


@agent_page
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the person's open tasks and reminders, the soonest due first."""
    agent = agent_of(request)
    context = {
        "me": agent, "now": timezone.now(), "tasks": [*own_tasks(agent)], "reminders": [*own_reminders(agent)],
    }  # fmt: skip
    return render(request, "tickets/agenda.html", context)
