"""“Give me the next one”: by its button and key, and by itself after solving, where a person chose so."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.choose_view import choose_desk
from careline.tickets.actions.take_next import take_next
from careline.tickets.views.doors import agent_page, is_part
from careline.tickets.views.kinds import key_of
from careline.ui.numbers import number_of


@agent_page
@require_POST
def give_next(request: HttpRequest) -> HttpResponse:
    """Take the next ticket and open it; say so where nobody waits."""
    ticket = take_next(by=agent_of(request), but=number_of(request.POST.get("but", "")))
    words = _("Nobody is waiting in your teams: well done.")
    if ticket is None and is_part(request):
        context = {"words": words, "icon_name": "circle-check"}
        return render(request, "tickets/next_none.html", context)
    if ticket is None:
        messages.info(request, words)
        return redirect("tickets:desk")
    key = key_of(request.POST.get("view", ""))
    href = f"/tickets/{ticket.pk}/?view={key}" if key else f"/tickets/{ticket.pk}/"
    if not is_part(request):
        return redirect(href)
    place = {"path": href, "target": "#main", "swap": "outerHTML show:none"}
    return HttpResponse(status=204, headers={"HX-Location": json.dumps(place)})


@agent_page
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember whether the next ticket comes by itself after one is solved."""
    choose_desk(by=agent_of(request), goes_on=bool(request.POST.get("goes_on")))
    return HttpResponse(status=204) if is_part(request) else redirect("tickets:desk")
