"""Macros in the composer: those that a person may use, and one filled in for this ticket."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Forbidden
from careline.tickets.actions.apply_macro import apply_macro
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.macros import macros_for
from careline.tickets.views.doors import agent_of, agent_page


@agent_page
@require_safe
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """Offer the macros above the composer."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    shown = [
        {
            "id": one.pk,
            "name": one.name,
            "words": Truncator(strip_tags(one.html)).chars(80),
            "used": one.used_count,
        }
        for one in macros_for(agent)
    ]
    return render(request, "tickets/macros.html", {"macros": shown, "ticket": ticket})


@agent_page
@require_POST
def use(request: HttpRequest, number: int, macro_id: int) -> HttpResponse:
    """Do what a macro does to the ticket, and return its words for the composer."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    try:
        filled = apply_macro(ticket, macro_id, by=agent)
    except (Refused, Forbidden) as refusal:
        return JsonResponse({"trouble": str(refusal)}, status=422)
    words = ", ".join(filled.missing)
    trouble = _("Fill in by hand: %(names)s") % {"names": words} if words else ""
    return JsonResponse({"html": filled.html, "trouble": trouble})
