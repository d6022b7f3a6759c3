"""Who else is here: signs of life while a ticket is on somebody's screen, and how far each has read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.mark_seen import mark_seen
from careline.tickets.actions.note_presence import note_presence
from careline.tickets.models import Ticket, Viewer
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.queue import HERE_SECONDS
from careline.tickets.views.doors import agent_page
from careline.ui.faces import avatar
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

HERE_FOR = timedelta(seconds=HERE_SECONDS)
TYPES_FOR = timedelta(seconds=12)


@agent_page
@require_POST
def sign_of_life(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the person looks at the ticket (or types in it), and show who else does."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    note_presence(ticket, by=agent, types=bool(request.POST.get("typing")))
    mark_seen(ticket, number_of(request.POST.get("newest", "")), by=agent)
    others = [*others_here(agent, ticket)]
    context = {"faces": [_face(viewer) for viewer in others], "typing": _typing(others)}
    return render(request, "tickets/here.html", context)


def others_here(agent: Agent, ticket: Ticket) -> list[Viewer]:
    """Return the others who have the ticket open now."""
    here = Viewer.objects.filter(ticket=ticket, at__gt=timezone.now() - HERE_FOR).exclude(agent=agent)
    return [*here.select_related("agent").order_by("pk")[:6]]


def _types(viewer: Viewer) -> bool:
    return viewer.typed_at is not None and viewer.typed_at > timezone.now() - TYPES_FOR


def _face(viewer: Viewer) -> str:
    words = _("%(name)s is typing") if _types(viewer) else _("%(name)s is looking")
    return avatar(viewer.agent.name, size="small", label=words % {"name": viewer.agent.name})


def _typing(viewers: list[Viewer]) -> str:
    names = [viewer.agent.name for viewer in viewers if _types(viewer)]
    return _("%(names)s is writing") % {"names": ", ".join(names)} if names else ""
