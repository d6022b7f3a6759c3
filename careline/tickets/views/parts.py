"""Parts of a ticket that are fetched when they are opened: menus, dialogs, what is known of a message, the side panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.queries import active_agents, agent_of, open_teams
from careline.tickets.models import Merge, Ticket, TicketType
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.kept_out import kept_out_ids
from careline.tickets.queries.thread import access_message, thread
from careline.tickets.views.composing import everybody
from careline.tickets.views.doors import agent_page, may_of
from careline.tickets.views.linked import kinds_to_choose
from careline.tickets.views.said import facts_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

DIALOGS = {"tags", "subject", "link", "merge"}
MOST_OTHERS = 8


@agent_page
@require_safe
def facts(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show what is known about a message: addresses, checks, and why it was filed here."""
    agent = agent_of(request)
    message = access_message(agent, message_id)
    context = {"message": message, "facts": facts_of(message), "may": may_of(agent)}
    return render(request, "tickets/facts.html", context)


@agent_page
@require_safe
def menu(request: HttpRequest, number: int, which: str) -> HttpResponse:
    """Show the items of one of the head's menus."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    context: dict[str, Any] = {"ticket": ticket, "me": agent, "may": may_of(agent)}
    if which == "assign":
        return render(request, "tickets/menu_assign.html", context | _hands(agent, ticket))
    if which == "more":
        context["watches"] = ticket.watchers.filter(agent=agent).exists()
        return render(request, "tickets/menu_more.html", context)
    raise Http404


def _hands(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """Into whose hands a ticket can go: nobody is offered who is kept out of it."""
    others = active_agents().exclude(pk=agent.pk).exclude(pk__in=kept_out_ids(ticket.pk))
    return {"agents": others, "teams": open_teams()}


@agent_page
@require_safe
def dialog(request: HttpRequest, number: int, which: str) -> HttpResponse:
    """Show one of the dialogs that change a ticket."""
    if which not in DIALOGS:
        raise Http404
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    context = {
        "ticket": ticket,
        "types": TicketType.choices,
        "link_kinds": kinds_to_choose(),
    }
    return render(request, f"tickets/dialog_{which}.html", context)


@agent_page
@require_safe
def side(request: HttpRequest, number: int) -> HttpResponse:
    """Show the panes beside a ticket: what other areas add, other tickets, merges, people, watchers."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    others = Ticket.objects.visible_to(agent).filter(customer=ticket.customer, merged_into=None)
    found = [*others.exclude(pk=ticket.pk).order_by("-pk")[: MOST_OTHERS + 1]]
    context = {
        "ticket": ticket,
        "may": may_of(agent),
        "other_tickets": found[:MOST_OTHERS],
        "others_count": f"{MOST_OTHERS}+" if len(found) > MOST_OTHERS else len(found) or "",
        "no_subject": _("(no subject)"),
        "merges": Merge.objects.filter(target=ticket, undone_at=None).select_related("source"),
        "people": everybody([*thread(agent, ticket).messages], []),
        "watchers": ticket.watchers.order_by("agent__name").values_list("agent__name", flat=True),
    }
    return render(request, "tickets/side.html", context)
