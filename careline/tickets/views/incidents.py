"""Solving a problem together with its incidents: the words for all of them, and the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.set_status import refuse_open_children
from careline.tickets.actions.solve_incidents import solve_incidents
from careline.tickets.contracts import BulkOrder, OpenChildren
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.bulk_plan import plan, samples
from careline.tickets.queries.placeholders import PLACEHOLDERS
from careline.tickets.queries.related import open_incidents
from careline.tickets.views.bulk_words import listed
from careline.tickets.views.changes import change, reason_of
from careline.tickets.views.doors import agent_page
from careline.tickets.views.linked import side_too
from careline.tickets.wording import as_html
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST = 20_000


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_all(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the words, or give the order."""
    agent = agent_of(request)
    if request.method != "POST":
        agent.require(Right.CHANGE_TICKETS)
        ticket = access_ticket(agent, number)
        context = {
            "ticket": ticket,
            "incidents": open_incidents(agent, ticket),
            "placeholders": PLACEHOLDERS,
            "why": _why(ticket),
        }
        return render(request, "tickets/dialog_incidents.html", context)
    html = as_html(request.POST.get("text", "")[:LONGEST])

    def do(by: Agent, problem: Ticket, version: int | None) -> str:
        run = solve_incidents(problem, html, by=by, version=version, reason=reason_of(request))
        count = len(run.selection["numbers"])
        return ngettext(
            "%(n)d incident is being answered and solved",
            "%(n)d incidents are being answered and solved",
            count,
        ) % {"n": count}

    return side_too(change(request, number, do))


@agent_page
@require_POST
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show the answer as one of the requesters would get it, and which incidents can't be answered and why."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    incidents = open_incidents(agent, access_ticket(agent, number))
    html = as_html(request.POST.get("text", "")[:LONGEST])
    order = BulkOrder(status=Status.SOLVED, html=html, sends=bool(html))
    told = plan(agent, order, [one.pk for one in incidents])
    shown: dict[str, Any] = {
        "number": number,
        "plan": told,
        "cannot": [(why, listed(them)) for why, them in told.cannot],
    }
    if html and told.can:
        place = min(max(number_of(request.POST.get("at", "")), 1), len(told.can))
        shown["sample"], shown["words"] = samples(agent, order, told.can[place - 1])
        shown |= {"place": place, "before": place - 1, "after": place + 1 if place < len(told.can) else 0}
    return render(request, "tickets/incidents_preview.html", shown)


def _why(ticket: Ticket) -> str:
    """What has to be given a reason, or ""."""
    try:
        refuse_open_children(ticket, Status.SOLVED, reason="")
    except OpenChildren as refusal:
        return str(refusal)
    return ""
