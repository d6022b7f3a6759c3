"""Measures against abuse: taking one, the list, and lifting one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, agent_of
from careline.feedback.actions.review_measure import keep_measure
from careline.feedback.actions.take_measure import Wish, lift_measure, take_measure
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Measure
from careline.feedback.queries.measures import (
    access_measure,
    measures_for,
    record_of,
    standing_measures,
    usual_review,
)
from careline.feedback.views.doors import agent_page, number_of
from careline.tickets.queries.access import access_ticket
from careline.ui.times import day_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


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
            contact = number_of(posted.get("contact", "")) or None
            wish = Wish(posted.get("kind", ""), posted.get("reason", ""), posted.get("terms", ""), review_on,
                by_mail_only="by_mail_only" in posted, contact_id=contact)  # fmt: skip
            take_measure(ticket, wish, by=agent)
            messages.success(request, _("It stands in the record."))
            return _on_from(agent, ticket)
        except FeedbackRefused as refusal:
            refused = str(refusal)
    kinds = Measure.Kind.choices if agent.may(Right.MANAGE_FEEDBACK) else Measure.Kind.choices[:1]
    shown = {
        "ticket": ticket,
        "refused": refused,
        "posted": posted,
        "review_on": posted.get("review_on") or usual_review().isoformat(),
        "kinds": kinds,
        "people": [one for one in active_agents().order_by("name") if one.may(Right.REPLY)]
        if len(kinds) > 1
        else [],
        "record": record_of(ticket.customer),
        "standing": standing_measures(ticket.customer),
    }
    return render(request, "feedback/take_measure.html", shown, status=422 if refused else 200)


@agent_page
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a measure."""
    agent = agent_of(request)
    measure = access_measure(agent, pk)
    lift_measure(measure, request.POST.get("reason", ""), by=agent)
    messages.success(request, _("Lifted."))
    return _back(request, measure)


@agent_page
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a measure until it is looked at again."""
    agent = agent_of(request)
    kept = keep_measure(access_measure(agent, pk), _day(request.POST.get("review_on", "")), by=agent)
    messages.success(request, _("Kept until %(day)s.") % {"day": day_words(kept.review_on)})
    return _back(request, kept)


def _back(request: HttpRequest, measure: Measure) -> HttpResponse:
    """To the ticket, where it was asked from there; else to the list."""
    if request.POST.get("from") == "ticket" and measure.ticket_id:
        return redirect("tickets:ticket", measure.ticket_id)
    return redirect("feedback:measures")


def _on_from(agent: Agent, ticket: Ticket) -> HttpResponse:
    """To the ticket; where it went to a team that the person does not see, to the desk."""
    if type(ticket).objects.visible_to(agent).filter(pk=ticket.pk).exists():
        return redirect("tickets:ticket", ticket.pk)
    return redirect("tickets:desk")


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None
