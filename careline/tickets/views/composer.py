"""Answers and notes: the composer's part of the page, sending, and taking back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.forward import forward
from careline.tickets.actions.note import note
from careline.tickets.actions.reply import reply
from careline.tickets.actions.send_again import send_again
from careline.tickets.contracts import Crossed, NeedsReason, Outgoing, Refused
from careline.tickets.forms import ComposerForm, all_keys, first_error
from careline.tickets.models import Draft, Message, Proposal, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.recipients import reply_recipients
from careline.tickets.queries.thread import access_message, thread
from careline.tickets.views.changes import changed
from careline.tickets.views.composing import composing_of, forwarding, person
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.neighbours import own_addresses, undo_seconds
from careline.tickets.views.threads import thread_context
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_safe
def composer_part(request: HttpRequest, number: int) -> HttpResponse:
    """Show the composer prepared for something: `mode=all`, `mode=forward`."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    messages = [*thread(agent, ticket).messages]
    context = composer_context(agent, ticket, messages, shows=request.GET.get("mode", ""))
    composing = context["composer"]
    if request.GET.get("mode") == "all":
        own = own_addresses()
        others = [one for one in reply_recipients(ticket).cc if one.email.lower() not in own]
        composing.cc = [person(one.email, one.name) for one in others]
        composing.can_reply_all = False
    return render(request, "tickets/_composer.html", context)


@agent_page
@require_POST
def send_reply(request: HttpRequest, number: int) -> HttpResponse:
    """Send a reply; if something arrived that the writer has not seen, show it first."""
    agent = agent_of(request)
    agent.require(Right.REPLY)
    ticket = access_ticket(agent, number)
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    outgoing = replace(form.outgoing(), undo_seconds=undo_seconds(ticket), seen_message_id=seen_by(request))
    try:
        message = reply(ticket, outgoing, by=agent)
    except Crossed as crossed:
        return show_crossed(request, agent, ticket, crossed)
    except NeedsReason as refusal:
        return render(request, "tickets/why_solve.html", {"words": str(refusal)}, status=422)
    except Refused as refusal:
        return trouble(request, str(refusal))
    return sent(request, agent, ticket, outgoing, message)


@agent_page
@require_POST
def send_forward(request: HttpRequest, number: int) -> HttpResponse:
    """Forward the conversation to somebody."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    outgoing = replace(form.outgoing(), undo_seconds=undo_seconds(ticket))
    try:
        message = forward(ticket, outgoing, by=agent)
    except Refused as refusal:
        return trouble(request, str(refusal))
    return sent(request, agent, ticket, outgoing, message)


@agent_page
@require_POST
def add_note(request: HttpRequest, number: int) -> HttpResponse:
    """Write an internal note."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    html = request.POST.get("note_html", "")
    try:
        keys = all_keys(request.POST.getlist("file_keys"), html)
        note(ticket, html, by=agent, file_keys=keys)
    except Refused as refusal:
        return trouble(request, str(refusal))
    return answered(request, agent, ticket, {"toast": _("Note added"), "toast_icon": "lock"})


@agent_page
@require_POST
def try_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message after all: one that failed or is unsure, or a scheduled one now."""
    agent = agent_of(request)
    is_queued = send_again(message_id, by=agent)
    ticket = access_ticket(agent, access_message(agent, message_id).ticket_id)
    words = _("It goes out now") if is_queued else _("It is on its way already.")
    return changed(request, agent, ticket.pk, words, icon="send")


def seen_by(request: HttpRequest) -> int:
    """Return the newest message that the writer has seen: where the text began, or what crossed it and was shown."""
    return max(number_of(request.POST.get("based_on", "")), number_of(request.POST.get("anyway", "")))


def show_crossed(request: HttpRequest, agent: Agent, ticket: Ticket, crossed: Crossed) -> HttpResponse:
    """Show what arrived while the person was writing; their draft stays as it is."""
    context = thread_context(agent, ticket) | {"words": str(crossed), "crossed": crossed.message_id}
    return render(request, "tickets/crossed.html", context, status=422)


def trouble(request: HttpRequest, words: str) -> HttpResponse:
    """Say above the text why it was not sent; the text stays."""
    return render(request, "tickets/trouble.html", {"words": words}, status=422)


def sent(
    request: HttpRequest, agent: Agent, ticket: Ticket, outgoing: Outgoing, message: Message | Proposal
) -> HttpResponse:
    """Answer with the conversation anew, an empty composer, and the way back for some seconds."""
    if isinstance(message, Proposal):
        words = _("Not sent yet: it waits for somebody’s approval.")
        return answered(request, agent, ticket, {"toast": words, "toast_icon": "clock"})
    if outgoing.send_at is not None:
        return answered(request, agent, ticket, {"toast": _("Scheduled. You can take it back until then.")})
    people = len(message.to) + len(message.cc) + len(message.bcc)
    words = ngettext("Your reply goes out to %(n)d person", "Your reply goes out to %(n)d people", people) % {
        "n": people
    }
    undo = {
        "undo_url": reverse("tickets:cancellation", args=[message.pk]),
        "undo_seconds": outgoing.undo_seconds,
    }
    return answered(request, agent, ticket, {"toast": words, "toast_icon": "send", **undo})


def answered(request: HttpRequest, agent: Agent, ticket: Ticket, extra: dict[str, Any]) -> HttpResponse:
    """Answer with conversation, head and composer anew."""
    if not is_part(request):
        return redirect("tickets:ticket", ticket.pk)
    ticket = access_ticket(agent, ticket.pk)
    context = thread_context(agent, ticket)
    newest, messages = context["conversation"].newest_id, context["messages_of_ticket"]
    composing = composing_of(agent, ticket, messages, newest)
    if extra.get("shows") == Draft.Kind.FORWARD:
        composing = forwarding(agent, ticket, composing)
    composing.takes_focus = bool(extra.get("takes_focus"))
    parts = {"composer": composing, "oob": True}
    return render(request, "tickets/replied.html", context | parts | extra)


def composer_context(agent: Agent, ticket: Ticket, messages: list[Message], *, shows: str) -> dict[str, Any]:
    """Return what the composer alone needs, ready to be typed into; `shows` "forward" prepares for forwarding."""
    composing = composing_of(agent, ticket, messages, max((m.pk for m in messages), default=0))
    if shows == Draft.Kind.FORWARD:
        composing = forwarding(agent, ticket, composing)
    composing.takes_focus = True
    return {"composer": composing, "may": may_of(agent), "ticket": ticket}
