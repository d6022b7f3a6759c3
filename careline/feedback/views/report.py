"""The report on complaints for the management, and what the company decides about feedback."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.feedback.actions.save_settings import save_settings
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.forms.complaints import amount
from careline.feedback.forms.settings import SettingsForm, said_of
from careline.feedback.queries.report import report
from careline.feedback.queries.settings import feedback_settings
from careline.feedback.queries.signs import systemic
from careline.feedback.views.doors import agent_page

USUAL_DAYS = 365


@agent_page
@require_safe
def complaint_report(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period: a year until today, unless another one is asked for. Days are the reader's own."""
    agent = agent_of(request)
    agent.require(Right.READ_COMPLAINTS)
    today = timezone.localdate()
    since = _day(request.GET.get("since", "")) or today - timedelta(days=USUAL_DAYS)
    until = _day(request.GET.get("until", "")) or today
    found = report(agent, since=_at(since), until=_at(until) + timedelta(days=1))
    shown = {
        "report": found,
        "since": since,
        "until": until,
        "costs": [amount(minor, currency) for currency, minor in found.costs],
        "systemic": systemic(agent),
        "sections": [(_("Category"), found.by_category), (_("Root cause"), found.by_cause)],
    }
    return render(request, "feedback/report.html", shown)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show what the company decided, or decide it."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_FEEDBACK)
    form = SettingsForm(request.POST or None, initial=said_of(feedback_settings()))
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(form.wanted(), by=agent)
            messages.success(request, _("Saved."))
            return redirect("feedback:settings")
        except FeedbackRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "feedback/settings.html", {"form": form}, status=422 if form.errors else 200)


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
