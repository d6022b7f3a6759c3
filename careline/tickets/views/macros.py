"""Macros in the composer: those that a person may use, and one filled in for this ticket."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.apply_macro import apply_macro, copy_macro_files
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.macros import macros_for, suggested_ids
from careline.tickets.views.composing import file_lines
from careline.tickets.views.doors import agent_page
from careline.tickets.wording import as_text


@agent_page
@require_safe
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """Offer the macros above the composer."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    found = macros_for(agent)
    suggested = suggested_ids(ticket, agent=agent, among=found)
    found.sort(key=lambda one: suggested.index(one.pk) if one.pk in suggested else len(suggested))
    shown = [
        {
            "id": one.pk,
            "name": one.name,
            "words": Truncator(" ".join(as_text(one.html or one.note).split())).chars(80),
            "used": one.used_count,
            "is_suggested": one.pk in suggested,
        }
        for one in found
    ]
    return render(request, "tickets/macros.html", {"macros": shown, "ticket": ticket})


@agent_page
@require_POST
def use(request: HttpRequest, number: int, macro_id: int) -> HttpResponse:
    """Do what a macro does to the ticket, and return its words for the composer."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    try:
        with transaction.atomic():
            filled = apply_macro(ticket, macro_id, by=agent)
            files = copy_macro_files(ticket, macro_id, by=agent) if agent.may(Right.REPLY) else []
    except (Refused, Forbidden) as refusal:
        return JsonResponse({"trouble": str(refusal)}, status=422)
    words = ", ".join(f"{{{{{name}}}}}" for name in filled.missing)
    trouble = _("Fill in by hand: %(names)s") % {"names": words} if words else ""
    return JsonResponse({"html": filled.html, "trouble": trouble, "files": file_lines(files)})
