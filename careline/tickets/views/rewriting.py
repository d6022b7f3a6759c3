"""The composer filled with an earlier message: written again after it failed, or forwarded with its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.write_again import begin_forward, write_again
from careline.tickets.models import Draft, Message
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.thread import access_message, thread
from careline.tickets.views.composer import composer_context
from careline.tickets.views.doors import agent_page

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_POST
def rewrite(request: HttpRequest, message_id: int) -> HttpResponse:
    """Put a message of ours into the composer again, with its pictures and files."""
    return _filled(request, message_id, lambda message, agent: write_again(message, by=agent))


@agent_page
@require_POST
def begin_forwarding(request: HttpRequest, message_id: int) -> HttpResponse:
    """Open the composer for a forward that carries the files of a message."""
    return _filled(request, message_id, lambda message, agent: begin_forward(message, by=agent))


def _filled(request: HttpRequest, message_id: int, fill: Callable[[Message, Agent], Draft]) -> HttpResponse:
    agent = agent_of(request)
    message = access_message(agent, message_id)
    draft = fill(message, agent)
    ticket = access_ticket(agent, message.ticket_id)
    context = composer_context(agent, ticket, [*thread(agent, ticket).messages], shows=draft.kind)
    context["composer"].opens = "reply"
    context["composer"].takes_focus = True
    return render(request, "tickets/_composer.html", context)
