"""Handing an abusive conversation over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.feedback.actions.hand_over_abuse import Relief, hand_over_abuse
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.queries.relief import offer_for
from careline.feedback.queries.settings import feedback_settings
from careline.feedback.views.doors import agent_page
from careline.tickets.queries.access import access_ticket


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Ask where it goes and what happened, and hand it over."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    ticket = access_ticket(agent, number)
    refused = ""
    if request.method == "POST":
        posted = request.POST
        relief = Relief(posted.get("to", ""), posted.get("words", ""), cools_down="cools_down" in posted)
        try:
            minutes = hand_over_abuse(ticket, relief, by=agent)
            messages.success(request, _told(minutes))
            return redirect("tickets:desk")
        except FeedbackRefused as refusal:
            refused = str(refusal)
    shown = {
        "ticket": ticket, "refused": refused, "words": request.POST.get("words", ""), "minutes": feedback_settings().cool_down_minutes,
        "offer": offer_for(ticket, but=agent), "to": request.POST.get("to", ""),
    }  # fmt: skip
    return render(request, "feedback/hand_over.html", shown, status=422 if refused else 200)


def _told(minutes: int) -> str:
    if not minutes:
        return _("Handed over. Thank you for saying so.")
    words = ngettext(
        "Handed over. You are away for %(n)s minute: nothing new is assigned to you.",
        "Handed over. You are away for %(n)s minutes: nothing new is assigned to you.",
        minutes,
    )
    return words % {"n": minutes}
