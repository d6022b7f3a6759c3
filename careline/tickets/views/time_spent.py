"""The time spent on a ticket: a timer, what was written down, corrections, and the sum. Part of the panel `to_do`."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.run_timer import pause_timer, start_timer, stop_timer
from careline.tickets.actions.write_time import correct_time, write_time
from careline.tickets.contracts import NotVisible
from careline.tickets.models import TimeEntry
from careline.tickets.queries.access import access_ticket
from careline.tickets.views.doors import agent_page
from careline.tickets.views.to_do import panel

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_UNITS = re.compile(
    r"(?:(\d{1,2}(?:[.,]\d{1,2})?) ?h(?:ours?|rs?)?)? ?(?:(\d{1,4}) ?(?:m|min|mins|minutes?)?)?"
)


@agent_page
@require_POST
def timer(request: HttpRequest, number: int) -> HttpResponse:
    """Start the person's timer on this ticket."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    start_timer(ticket, by=agent, activity=request.POST.get("activity", ""))
    return panel(request, agent, ticket)


@agent_page
@require_POST
def hold(request: HttpRequest, entry_id: int, how: str) -> HttpResponse:
    """Pause or stop one's own timer."""
    agent = agent_of(request)
    acts = {"pause": pause_timer, "stop": stop_timer}
    if how not in acts:
        raise Http404
    return panel(request, agent, access_ticket(agent, acts[how](entry_id, by=agent).ticket_id))


@agent_page
@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write down time that was spent."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    activity, note = request.POST.get("activity", ""), request.POST.get("note", "")
    write_time(ticket, duration_of(request.POST.get("spent", "")), by=agent, activity=activity, note=note)
    return panel(request, agent, ticket)


@agent_page
@require_POST
def correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Correct what stands there, with a reason."""
    agent = agent_of(request)
    entry = TimeEntry.objects.visible_to(agent).filter(pk=entry_id).first()
    if entry is None:
        raise NotVisible(entry_id)
    seconds = duration_of(request.POST.get("spent", ""))
    correct_time(entry_id, seconds, reason=request.POST.get("reason", ""), by=agent)
    return panel(request, agent, access_ticket(agent, entry.ticket_id))


def duration_of(words: str) -> int:
    """Return the seconds that `0:45`, `1h 30m`, `1.5h` or `20` (minutes) mean, -1 for what is none."""
    said = " ".join(words.lower().split())
    if found := _CLOCK.fullmatch(said):
        return int(found[1]) * 3600 + int(found[2]) * 60 if int(found[2]) < 60 else -1
    found = _UNITS.fullmatch(said) if said else None
    if found is None or not (found[1] or found[2]):
        return -1
    return round(float((found[1] or "0").replace(",", ".")) * 3600) + int(found[2] or 0) * 60
