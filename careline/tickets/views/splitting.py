"""Splitting a ticket: choose messages for a new one; what was split off, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.split import NewTicket, split, unsplit
from careline.tickets.models import Message, Split, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.thread import thread
from careline.tickets.views.changes import changed, version_of
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.linked import side_too
from careline.tickets.views.said import said
from careline.ui.numbers import number_of
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def split_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Ask which messages become a ticket of their own; do it, and go there."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    if request.method != "POST":
        agent.require(Right.MERGE_TICKETS)
        return render(request, "tickets/dialog_split.html", _choice(request, agent, ticket))
    ids = [number_of(one) for one in request.POST.getlist("messages")]
    new = NewTicket(request.POST.get("subject", ""), number_of(request.POST.get("customer", "")))
    done = split(ticket, ids, by=agent, new=new, version=version_of(request))
    address = reverse("tickets:ticket", args=[done.target_id])
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@agent_page
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a split back, and show the ticket that remains."""
    agent = agent_of(request)
    remaining = unsplit(number_of(request.POST.get("split", "")), by=agent)
    if remaining.pk != number and is_part(request):
        address = reverse("tickets:ticket", args=[remaining.pk])
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return side_too(changed(request, agent, remaining.pk, _("The split was undone")))


def _choice(request: HttpRequest, agent: Agent, ticket: Ticket) -> dict[str, Any]:
    first = number_of(request.GET.get("message", ""))
    messages = [m for m in thread(agent, ticket).messages if m.state != Message.State.CANCELLED]
    requesters = {m.customer_id: m.customer.name or m.from_email for m in messages if m.customer}
    requesters.setdefault(ticket.customer_id, ticket.customer.name)
    chosen = next((m.customer_id for m in messages if m.pk == first and m.customer_id), ticket.customer_id)
    subject = next((m.subject for m in messages if m.pk == first and m.subject), ticket.subject)
    return {
        "ticket": ticket,
        "messages": [(said(m), m.pk == first) for m in messages],
        "requesters": requesters.items(),
        "requester": chosen,
        "subject": subject[:300],
    }


@register("ticket.menu", order=20)
def ticket_menu(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Offer to split the ticket."""
    return _offer(request, ticket.pk, 0)


@register("message.menu", order=20)
def message_menu(request: HttpRequest, *, message: Message) -> str | None:
    """Offer to split the ticket at this message."""
    return _offer(request, message.ticket_id, message.pk)


def _offer(request: HttpRequest, number: int, message_id: int) -> str | None:
    if not may_of(cast("Agent", request.user)).merge:
        return None
    context = {"number": number, "message_id": message_id}
    return render_to_string("tickets/_split_item.html", context, request)


@register("ticket.side", order=60)
def side(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Show what was split off this ticket, or what it was split from, with the way back."""
    agent = cast("Agent", request.user)
    visible = Ticket.objects.visible_to(agent).values("pk")
    both = Split.objects.filter(Q(source=ticket) | Q(target=ticket), undone_at=None)
    found = both.filter(source__in=visible, target__in=visible, target__merged_into=None)
    splits = [*found.select_related("source", "target").order_by("pk")]
    if not splits:
        return None
    rows = [(one, one.target if one.source_id == ticket.pk else one.source) for one in splits]
    context = {"ticket": ticket, "rows": rows, "may": may_of(agent)}
    return render_to_string("tickets/_splits.html", context, request)
