"""The panel beside a ticket: how the customer sounds, and what helps. Every answer is the panel anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.feedback.actions.correct_mood import correct_mood
from careline.feedback.contracts import Level
from careline.feedback.mood.draft import MOST_CHARACTERS, warnings_for
from careline.feedback.queries.complaints import complaints_of
from careline.feedback.queries.measures import standing_measures
from careline.feedback.queries.moods import latest_mood
from careline.feedback.queries.thread import told_in
from careline.feedback.views.doors import agent_page
from careline.feedback.words import LEVEL_WORDS, quoted, reason_words, warning_words
from careline.tickets.queries.access import access_ticket
from careline.tickets.slots import topics_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.feedback.models import MoodReading
    from careline.tickets.models import Ticket


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show what feedback knows of a ticket."""
    agent = agent_of(request)
    return show_panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def correct(request: HttpRequest, number: int, message_id: int) -> HttpResponse:
    """Say that a message is not upset."""
    agent = agent_of(request)
    correct_mood(access_ticket(agent, number), message_id, by=agent)
    return show_panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def check(request: HttpRequest, number: int) -> JsonResponse:
    """The soft warnings for a draft to an upset customer; none where nobody is. Keeps nothing."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    shown = mood_shown(latest_mood(ticket.pk))
    if not shown or not shown["is_upset"]:
        return JsonResponse({"warnings": []})
    draft = request.POST.get("text", "")[:MOST_CHARACTERS]
    return JsonResponse({"warnings": [warning_words(one) for one in warnings_for(draft, told_in(ticket.pk))]})


def show_panel(request: HttpRequest, agent: Agent, ticket: Ticket) -> HttpResponse:
    """Answer with the panel; outside htmx go to the ticket."""
    if request.method == "POST" and request.headers.get("HX-Request") != "true":
        return redirect("tickets:ticket", ticket.pk)
    return render(request, "feedback/panel.html", panel_context(agent, ticket))


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """What the panel shows."""
    return {
        "ticket": ticket,
        "topics": topics_of(agent, ticket.pk),
        "mood": mood_shown(latest_mood(ticket.pk)),
        "may_change": agent.may(Right.CHANGE_TICKETS),
        "may_reply": agent.may(Right.REPLY),
        "complaints": complaints_of(agent, ticket.pk),
        "measures": standing_measures(ticket.customer),
        "today": timezone.localdate(),
        "may_manage": agent.may(Right.MANAGE_FEEDBACK),
        "is_complaint": ticket.type == "complaint",
        "may_open": agent.may(Right.HANDLE_COMPLAINTS),
        "may_relieve": agent.may(Right.CHANGE_TICKETS),
    }


def mood_shown(reading: MoodReading | None) -> dict[str, Any] | None:
    """A reading as the panel shows it; nothing where everybody is calm."""
    if reading is None or reading.level == Level.CALM:
        return None
    return {
        "reading": reading,
        "level": Level(reading.level).word,
        "word": LEVEL_WORDS[Level(reading.level)],
        "quoted": quoted(reading.evidence),
        "reasons": [reason_words(one) for one in reading.evidence],
        "is_upset": reading.level >= Level.UPSET and not reading.is_corrected,
    }
