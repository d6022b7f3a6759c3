"""Handing a draft to colleagues: whom it is for, keeping it again, and taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of, find_agents
from careline.tickets.actions.offer_draft import SHARED, offer_draft, withdraw_draft
from careline.tickets.actions.take_draft import take_draft
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.colleagues import colleagues
from careline.tickets.views.changes import changed
from careline.tickets.views.composer import answered
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Ask to whom the draft is offered, or offer it."""
    if kind not in SHARED:
        raise Http404
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    if request.method != "POST":
        agent.require(Right.REPLY)
        people = [one for one in colleagues(ticket, besides=agent) if one.may(Right.REPLY)]
        context = {"ticket": ticket, "kind": kind, "people": people}
        return render(request, "tickets/dialog_offer.html", context)
    to = _colleague(number_of(request.POST.get("to", "")))
    offer_draft(ticket, kind=kind, by=agent, to=to)
    words = _("Handed to %(name)s") % {"name": to.name} if to else _("Offered to your colleagues")
    return changed(request, agent, number, words)


def _colleague(agent_id: int) -> Agent | None:
    if not agent_id:
        return None
    found = next(iter(find_agents([agent_id])), None)
    if found is None:
        raise Refused(_("This person is no longer here."))
    return found


@agent_page
@require_POST
def withdraw(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Keep the draft for oneself again."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    if not withdraw_draft(ticket, kind=kind, by=agent):
        raise Refused(_("This draft is no longer offered."))
    return changed(request, agent, number, _("The draft is yours alone again"))


@agent_page
@require_POST
def take(request: HttpRequest, number: int, draft_id: int) -> HttpResponse:
    """Take a colleague's draft over; the answer is the composer with it."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    draft = take_draft(draft_id, by=agent)
    extra = {
        "toast": _("The draft is yours now"),
        "toast_icon": "check",
        "shows": draft.kind,
        "takes_focus": True,
    }
    return answered(request, agent, ticket, extra)
