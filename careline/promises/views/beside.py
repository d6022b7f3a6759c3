"""The promises beside a ticket: made, kept, moved, handed over, taken back. Every answer is the panel anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.promises.actions.break_promise import break_promise
from careline.promises.actions.end_promise import keep_promise, withdraw_promise
from careline.promises.actions.hand_over import hand_over
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.move_promise import move_promise
from careline.promises.contracts import Found
from careline.promises.detecting import plain, promises_in
from careline.promises.models import Promise
from careline.promises.queries.hopes import calendar_for, certainties_in, moment_meant, objections_to
from careline.promises.queries.promises import promises_of
from careline.promises.views.doors import agent_page, moment_of
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.colleagues import colleagues
from careline.ui.times import in_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show the promises of a ticket."""
    agent = agent_of(request)
    return _panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Offer to watch what a draft promises, and say what speaks against it. Keeps nothing."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    made = {one.words for one in promises_of(ticket.pk, by=agent) if one.ended_at is None}
    text = plain(request.POST.get("html", ""))
    calendar = calendar_for(ticket)
    found = promises_in(text, timezone.localtime(), is_worked=lambda day: bool(calendar.day(day)))
    offers = [_offer(one, ticket, agent, is_made=one.words in made) for one in found]
    hopes = certainties_in(text)
    warnings = [f"“{one.words}” {words}" for one in offers for words in one.against] + hopes
    shown = {"ticket": ticket, "offers": offers, "hopes": hopes, "warning": " ".join(warnings)}
    return render(request, "promises/offers.html", shown)


@dataclass(frozen=True, slots=True)
class Offer:
    """A promise found in a draft: when it would be due, whether it is watched already, and what speaks against it."""

    words: str
    due_at: datetime
    is_made: bool
    against: list[str]

    @property
    def moment(self) -> str:
        """When it would be due, ISO 8601 with its zone."""
        return self.due_at.isoformat()


def _offer(found: Found, ticket: Ticket, agent: Agent, *, is_made: bool) -> Offer:
    due_at = moment_meant(found, calendar_for(ticket))
    return Offer(found.words, due_at, is_made, objections_to(found.words, due_at, ticket=ticket, by=agent))


@agent_page
@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Promise something: of the draft (`draft=1`), or said aloud and true at once."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    make_promise(
        ticket,
        request.POST.get("words", ""),
        moment_of(request.POST.get("when", "")),
        by=agent,
        waits_for_sending=bool(request.POST.get("draft")),
    )
    return _panel(request, agent, ticket)


@agent_page
@require_POST
def end(request: HttpRequest, promise_id: int, how: str) -> HttpResponse:
    """Say that a promise was kept, move it, hand it over, take it back, or say that it will not be kept."""
    agent, given = agent_of(request), request.POST
    ticket_id = _ticket_of(promise_id)
    ticket = access_ticket(agent, ticket_id)
    if how == "kept":
        keep_promise(promise_id, by=agent)
    elif how == "moved":
        move_promise(promise_id, moment_of(given.get("when", "")), given.get("message", ""), by=agent)
    elif how == "handed-over":
        to = given.get("to", "")
        hand_over(promise_id, int(to) if to.isascii() and to.isdigit() and len(to) < 18 else 0, by=agent)
    elif how == "broken":
        break_promise(promise_id, by=agent, reason=given.get("reason", ""))
    elif how == "withdrawn":
        withdraw_promise(promise_id, by=agent, reason=given.get("reason", ""))
    else:
        raise Http404
    if request.headers.get("HX-Request") != "true":
        return redirect("promises:day")
    return _panel(request, agent, ticket)


def _ticket_of(promise_id: int) -> int:
    """The ticket of a promise; 0, which is none, where there is no such promise."""
    return Promise.objects.filter(pk=promise_id).values_list("ticket_id", flat=True).first() or 0


def _panel(request: HttpRequest, agent: Agent, ticket: Ticket) -> HttpResponse:
    if request.method == "POST" and request.headers.get("HX-Request") != "true":
        return redirect("tickets:ticket", ticket.pk)
    context = panel_context(agent, ticket) | {"is_answer": request.method == "POST"}
    return render(request, "promises/panel.html", context)


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """What the panel shows."""
    promises = promises_of(ticket.pk, by=agent)
    may_promise = agent.may(Right.REPLY)
    owed = [(one, _apology(one, ticket.language)) for one in promises if one.ended_at is None]
    return {
        "ticket": ticket,
        "owed": owed,
        "ended": [one for one in promises if one.ended_at is not None],
        "may_promise": may_promise,
        "colleagues": [one for one in colleagues(ticket, besides=agent) if one.may(Right.REPLY)]
        if may_promise and any(one.is_open for one, _words in owed)
        else [],
    }


def _apology(promise: Promise, language: str) -> str:
    """The first words of a message that moves a promise: in the customer's language, where Careline speaks it."""
    try:
        tongue = get_supported_language_variant(language)
    except LookupError:
        tongue = get_language() or "en"
    with override(tongue):
        due = in_words(promise.due_at, "moment", timezone.now())
        said = _("We told you: “%(words)s” We can’t keep this by %(due)s, and we are sorry.")
        return said % {"words": promise.words, "due": due}
