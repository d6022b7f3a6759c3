"""Taking a reply, a forward or a first message back, and settling words that came back beside a newer draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.put_back import drop_undone, put_back, restore_undone
from careline.tickets.models import Draft, Message, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.thread import thread
from careline.tickets.views.composer import answered, composer_context
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

KINDS = (Draft.Kind.REPLY, Draft.Kind.FORWARD)


@agent_page
@require_POST
def take_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """Take a message back while it is held, and put its words into the composer again."""
    agent = agent_of(request)
    message = cancel(message_id, by=agent)
    found = message or Message.objects.filter(pk=message_id).first()
    if found is None:
        raise Http404
    ticket = access_ticket(agent, found.ticket_id)
    if message is None:
        return answered(
            request, agent, ticket, {"toast": _("Too late: it is on its way."), "toast_icon": "circle-alert"}
        )
    draft = put_back(message, by=agent)
    words = (
        _("Taken back. Your words are kept beside your newer draft.")
        if draft.undone_message_id
        else _("Taken back. Your words are in the composer.")
    )
    extra = {"toast": words, "toast_icon": "rotate-cw", "takes_focus": True, "shows": draft.kind}
    return answered(request, agent, ticket, extra)


@agent_page
@require_POST
def restore(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Put the undone words before those of the newer draft."""
    return _settle(request, number, kind, restore_undone)


@agent_page
@require_POST
def drop(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Let the undone words go; the newer draft stays."""
    return _settle(request, number, kind, drop_undone)


def _settle(request: HttpRequest, number: int, kind: str, act: Any) -> HttpResponse:
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    if kind not in KINDS:
        raise Http404
    act(ticket, kind=kind, by=agent)
    messages = [*thread(agent, ticket).messages]
    return render(request, "tickets/_composer.html", composer_context(agent, ticket, messages, shows=kind))


def sent_toasts(request: HttpRequest, agent: Agent, ticket: Ticket) -> list[dict[str, Any]]:
    """Return the way back for a message that was sent on the page before (`?sent=`), while it is held."""
    asked = number_of(request.GET.get("sent", ""))
    held = Message.objects.filter(pk=asked, ticket=ticket, agent=agent, state=Message.State.HELD)
    message = held.filter(is_scheduled=False).first() if asked else None
    if message is None or message.send_at is None:
        return []
    left = int((message.send_at - timezone.now()).total_seconds())
    return [undo_toast(message, seconds=left)] if left > 0 else []


def undo_toast(message: Message, *, seconds: int) -> dict[str, Any]:
    """Return the words and the way back for a message that goes out in some seconds."""
    people = len(message.to) + len(message.cc) + len(message.bcc)
    words = ngettext("Your message goes out to %(n)d person", "Your message goes out to %(n)d people", people)
    return {
        "text": words % {"n": people}, "icon": "send", "seconds": seconds,
        "undo_url": reverse("tickets:cancellation", args=[message.pk]),
    }  # fmt: skip
