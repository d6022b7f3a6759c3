"""A ticket in the middle of the desk: the whole page, or the part that opens it, from the same templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.actions.note_read import note_read
from careline.tickets.models import Read, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.slots import topics_of
from careline.tickets.views.card import card_of
from careline.tickets.views.composing import composing_of
from careline.tickets.views.desk import queue_context
from careline.tickets.views.doors import agent_page, is_part
from careline.tickets.views.kinds import key_of, kind, usual_key
from careline.tickets.views.threads import thread_context
from careline.tickets.views.undoing import sent_toasts
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_safe
def ticket_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a ticket in the three panes, or for htmx only what changes when one is opened."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    if ticket.pk != number:
        return redirect("tickets:ticket", ticket.pk)
    note_read(agent, Read.Kind.TICKET, ticket.pk)
    key = key_of(request.GET.get("view", "")) or usual_key(agent)
    found = number_of(request.GET.get("found", ""))
    context = ticket_context(agent, ticket, first_id=0 if found else None)
    context |= {"found": found, "found_words": request.GET.get("words", "")[:500]}
    if is_part(request):
        return render(request, "tickets/opened.html", context | {"view": kind(key)})
    context["toasts"] = sent_toasts(request, agent, ticket)
    return render(request, "tickets/desk.html", queue_context(request, key, current=ticket.pk) | context)


@agent_page
@require_safe
def thread_part(request: HttpRequest, number: int) -> HttpResponse:
    """Show the conversation and the head again, after something happened."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    first_id = 0 if "all" in request.GET else number_of(request.GET.get("from", "")) or None
    context = thread_context(agent, ticket, first_id=first_id)
    return render(request, "tickets/thread.html", context | {"oob": True})


def ticket_context(agent: Agent, ticket: Ticket, *, first_id: int | None = None) -> dict[str, Any]:
    """Return what sheet and context need for one ticket; the conversation from `first_id` on, 0 for all of it."""
    context = thread_context(agent, ticket, first_id=first_id)
    newest, messages = context["conversation"].newest_id, context["messages_of_ticket"]
    composer = composing_of(agent, ticket, messages, newest)
    return context | {"composer": composer, "card": card_of(ticket), "topics": topics_of(agent, ticket.pk)}
