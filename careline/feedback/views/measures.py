"""Measures against abuse: taking one, the list, and lifting one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.feedback.actions.take_measure import Wish, lift_measure, take_measure
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Measure
from careline.feedback.queries.measures import access_measure, measures_for, standing_measures
from careline.feedback.views.doors import agent_of, agent_page
from careline.tickets.queries.access import access_ticket


@agent_page
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Show what stands, and with `all` what was lifted too."""
    agent = agent_of(request)
    shows_all = request.GET.get("show") == "all"
    found = measures_for(agent, with_lifted=shows_all)
    shown = {
        "measures": found,
        "today": timezone.localdate(),
        "shows_all": shows_all,
        "may_manage": agent.may(Right.MANAGE_FEEDBACK),
    }
    return render(request, "feedback/measures.html", shown)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Warn, restrict or block the customer of a ticket."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    ticket, refused, posted = access_ticket(agent, number), "", request.POST
    if request.method == "POST":
        try:
            review_on = _day(posted.get("review_on", ""))
            wish = Wish(posted.get("kind", ""), posted.get("reason", ""), posted.get("terms", ""), review_on)
            take_measure(ticket, wish, by=agent)
            messages.success(request, _("It stands in the record."))
            return redirect("tickets:ticket", ticket.pk)
        except FeedbackRefused as refusal:
            refused = str(refusal)
    kinds = Measure.Kind.choices if agent.may(Right.MANAGE_FEEDBACK) else Measure.Kind.choices[:1]
    shown = {
        "ticket": ticket,
        "refused": refused,
        "posted": posted,
        "kinds": kinds,
        "standing": standing_measures(ticket.customer_id),
    }
    return render(request, "feedback/take_measure.html", shown, status=422 if refused else 200)


@agent_page
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a measure."""
    agent = agent_of(request)
    lift_measure(access_measure(agent, pk), request.POST.get("reason", ""), by=agent)
    return redirect("feedback:measures")


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None
