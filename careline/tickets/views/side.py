"""Side conversations in the middle of the desk: begin one, read it, write in it, mark it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.queries import agent_of
from careline.tickets.actions.cancel_side import cancel_side
from careline.tickets.actions.finish_side import finish_side
from careline.tickets.actions.mark_side_seen import mark_side_seen
from careline.tickets.actions.note_read import note_read
from careline.tickets.actions.reschedule_side import reschedule_side
from careline.tickets.actions.say_aside import say_aside
from careline.tickets.actions.send_side_again import send_side_again
from careline.tickets.actions.start_side import start_side
from careline.tickets.contracts import Refused
from careline.tickets.forms import first_error
from careline.tickets.models import Message, Read, SideConversation, SideMessage, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.side import (
    access_side_conversation,
    access_side_message,
    may_write_aside,
    read_side_conversation,
    require_side,
)
from careline.tickets.side_forms import SideForm
from careline.tickets.views.card import card_of
from careline.tickets.views.composer import trouble
from careline.tickets.views.desk import queue_context
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.kinds import key_of, usual_key
from careline.tickets.views.neighbours import undo_seconds
from careline.tickets.views.side_composing import side_composing
from careline.tickets.views.side_shown import people_words, side_lines, side_said
from careline.ui.numbers import number_of
from careline.ui.when import understand

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Show an empty side conversation of a ticket; write its first message, and go there."""
    agent = agent_of(request)
    require_side(agent)
    ticket = access_ticket(agent, number)
    if request.method != "POST":
        return _page(request, agent, ticket, {"side": None, "said": [], "newest_id": 0})
    form = SideForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    try:
        message = start_side(ticket, form.aside(undo_seconds=undo_seconds(ticket)), by=agent)
    except Refused as refusal:
        return trouble(request, str(refusal))
    address = f"{reverse('tickets:side_conversation', args=[message.conversation_id])}?sent={message.pk}"
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@agent_page
@require_safe
def conversation_page(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Show a side conversation in place of the ticket's, with all that was said."""
    agent = agent_of(request)
    context = _said(agent, conversation_id)
    ticket = access_ticket(agent, context["side"].ticket_id)
    note_read(agent, Read.Kind.TICKET, ticket.pk)
    context["toasts"] = _sent_toasts(request, agent, context["side"])
    return _page(request, agent, ticket, context)


@agent_page
@require_safe
def thread_part(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Show what was said, and the head, again after something happened."""
    agent = agent_of(request)
    return render(
        request, "tickets/side_thread.html", _thread_context(agent, conversation_id) | {"oob": True}
    )


@agent_page
@require_POST
def write(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Write to the third party again."""
    agent = agent_of(request)
    conversation = access_side_conversation(agent, conversation_id)
    form = SideForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    aside = form.aside(undo_seconds=undo_seconds(conversation.ticket))
    try:
        message = say_aside(conversation, aside, by=agent)
    except Refused as refusal:
        return trouble(request, str(refusal))
    return _answered(request, agent, conversation_id, _undo(message, aside.outgoing.undo_seconds))


@agent_page
@require_POST
def schedule(request: HttpRequest, message_id: int) -> HttpResponse:
    """Give a message that goes out later another moment."""
    agent = agent_of(request)
    conversation_id = access_side_message(agent, message_id).conversation_id
    when = understand(request.POST.get("when", ""), timezone.localtime())
    if when is None:
        raise Refused(_("When? Write for example tomorrow, fri 9:00 or 24 dec."))
    if reschedule_side(message_id, when, by=agent):
        toast = {"text": _("Scheduled. You can take it back until then."), "icon": "alarm-clock"}
    else:
        toast = {"text": _("Too late: it is on its way."), "icon": "circle-alert"}
    return _answered(request, agent, conversation_id, toast)


@agent_page
@require_POST
def take_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """Take a message back while it is held; its words are in the composer again."""
    agent = agent_of(request)
    conversation_id = access_side_message(agent, message_id).conversation_id
    if cancel_side(message_id, by=agent) is None:
        toast = {"text": _("Too late: it is on its way."), "icon": "circle-alert"}
    else:
        toast = {"text": _("Taken back. Your words are in the composer."), "icon": "rotate-cw"}
    return _answered(request, agent, conversation_id, toast)


@agent_page
@require_POST
def try_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message after all: one that failed, came back or is unsure."""
    agent = agent_of(request)
    conversation_id = access_side_message(agent, message_id).conversation_id
    is_queued = send_side_again(message_id, by=agent)
    words = _("It goes out now") if is_queued else _("It is on its way already.")
    return _answered(request, agent, conversation_id, {"text": words, "icon": "send"})


@agent_page
@require_POST
def set_state(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Mark it as done (`done=1`) or as open."""
    agent = agent_of(request)
    is_done = request.POST.get("done") == "1"
    finish_side(conversation_id, by=agent, is_done=is_done)
    words = _("This side conversation is done") if is_done else _("This side conversation is open again")
    return _answered(request, agent, conversation_id, {"text": words, "icon": "square-check"})


@agent_page
@require_POST
def seen(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Note that the person has what was said on their screen."""
    mark_side_seen(conversation_id, number_of(request.POST.get("newest", "")), by=agent_of(request))
    return HttpResponse(status=204)


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show the list of a ticket's side conversations anew."""
    agent = agent_of(request)
    return render(request, "tickets/side_list.html", panel_context(agent, access_ticket(agent, number)))


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """Return what `side_list.html` needs."""
    lines = side_lines(agent, ticket)
    return {
        "ticket": ticket,
        "may_write": may_write_aside(agent),
        "open_sides": [line for line in lines if not line.is_done],
        "done_sides": [line for line in lines if line.is_done],
        "unread": sum(line.unread for line in lines),
    }


def _said(agent: Agent, conversation_id: int) -> dict[str, Any]:
    read = read_side_conversation(agent, conversation_id)
    spoken = [one for one in read.messages if one.state != Message.State.CANCELLED]
    return {
        "side": read.conversation,
        "with_whom": people_words(read.conversation),
        "said": [side_said(one) for one in spoken],
        "newest_id": spoken[-1].pk if spoken else 0,
        "is_unseen": any(one.pk > read.seen_id and not one.is_ours for one in spoken),
    }


def _thread_context(agent: Agent, conversation_id: int) -> dict[str, Any]:
    context = _said(agent, conversation_id)
    return context | {"ticket": context["side"].ticket, **_rights(agent)}


def _rights(agent: Agent) -> dict[str, Any]:
    return {"me": agent, "may": may_of(agent), "may_write": may_write_aside(agent)}


def _page(request: HttpRequest, agent: Agent, ticket: Ticket, context: dict[str, Any]) -> HttpResponse:
    """Show the sheet alone to htmx, or the desk around it."""
    context |= {"ticket": ticket, **_rights(agent)}
    if context["may_write"]:
        context["composer"] = side_composing(agent, ticket, context["side"])
    if is_part(request):
        return render(request, "tickets/side_opened.html", context)
    key = key_of(request.GET.get("view", "")) or usual_key(agent)
    desk = queue_context(request, key, current=ticket.pk) | {"card": card_of(ticket)}
    return render(request, "tickets/side_page.html", desk | context)


def _answered(
    request: HttpRequest, agent: Agent, conversation_id: int, toast: dict[str, Any]
) -> HttpResponse:
    """Answer with what was said, the head and the composer anew."""
    if not is_part(request):
        return redirect("tickets:side_conversation", conversation_id)
    context = _thread_context(agent, conversation_id)
    context["composer"] = side_composing(agent, context["ticket"], context["side"])
    return render(request, "tickets/side_answered.html", context | {"toast": toast, "oob": True})


def _undo(message: SideMessage, seconds: int) -> dict[str, Any]:
    """The words and the way back for a message that goes out in some seconds."""
    if message.is_scheduled:
        return {"text": _("Scheduled. You can take it back until then."), "icon": "alarm-clock"}
    people = len(message.to) + len(message.cc) + len(message.bcc)
    words = ngettext("Your message goes out to %(n)d person", "Your message goes out to %(n)d people", people)
    return {
        "text": words % {"n": people}, "icon": "send", "seconds": seconds,
        "undo_url": reverse("tickets:side_cancellation", args=[message.pk]),
    }  # fmt: skip


def _sent_toasts(request: HttpRequest, agent: Agent, side: SideConversation) -> list[dict[str, Any]]:
    """The way back for a message that was sent on the page before (`?sent=`), while it is held."""
    asked = number_of(request.GET.get("sent", ""))
    held = SideMessage.objects.filter(pk=asked, conversation=side, agent=agent, state="held")
    message = held.first() if asked else None
    if message is None or message.send_at is None:
        return []
    if message.is_scheduled:
        return [_undo(message, 0)]
    left = int((message.send_at - timezone.now()).total_seconds())
    return [_undo(message, left)] if left > 0 else []
