"""Settings, business hours: the list, one of them with its picture, the default, removing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.queries import agent_of, find_company
from careline.workforce.actions.save_hours import change_hours, create_hours, make_default, remove_hours
from careline.workforce.contracts import HoursRefused
from careline.workforce.countries import country_name, country_of_zone
from careline.workforce.forms.hours import ExceptionForm, HoursForm, said_of
from careline.workforce.holiday_table import regions_of
from careline.workforce.models import BusinessHours, HoursException
from careline.workforce.queries.known import calendar_of, week_of
from careline.workforce.queries.picture import exceptions_of, week_words
from careline.workforce.queries.settings import access_hours, hours_visible_to
from careline.workforce.views.asking import planner
from careline.workforce.views.preview import preview_of

USUAL_DAY = "09:00–17:00"
WORKING_DAYS = range(5)


@require_safe
def all_hours(request: HttpRequest) -> HttpResponse:
    """Show all business hours and whether it is open, and the days off of the whole company."""
    rows = hours_visible_to(agent_of(request))
    now = timezone.now()
    company = HoursException.objects.filter(hours=None, last_day__gte=timezone.localdate()).order_by(
        "first_day", "pk"
    )
    shown = {
        "hours": [_line(row, now) for row in rows],
        "exceptions": company,
        "form": ExceptionForm(),
        "may_remove": True,
    }
    return render(request, "workforce/all_hours.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for business hours, begun with a usual week in the company's zone and country."""
    agent = planner(request)
    if request.method != "POST":
        return _page(request, HoursForm(initial=_usual()), None)
    form = HoursForm(_given(request))
    if "copy" not in request.POST and form.is_valid():
        try:
            hours = create_hours(form.details(), by=agent)
            messages.success(
                request,
                _("“%(name)s” is there. Look whether the next two weeks are right.") % {"name": hours.name},
            )
            return redirect("workforce:hours", pk=hours.pk)
        except HoursRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Show business hours, or change them."""
    row = access_hours(agent_of(request), pk)
    if request.method != "POST":
        return _page(request, HoursForm(initial=said_of(row)), row)
    form = HoursForm(_given(request))
    if "copy" not in request.POST and form.is_valid():
        try:
            change_hours(row, form.details(), by=agent_of(request))
            messages.success(request, _("Saved."))
            return redirect("workforce:hours", pk=pk)
        except HoursRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    return _page(request, form, row)


@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Have everything without hours of its own go by these."""
    row = access_hours(agent_of(request), pk)
    make_default(row, by=agent_of(request))
    messages.success(request, _("“%(name)s” are the default hours now.") % {"name": row.name})
    return redirect("workforce:hours", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove business hours."""
    row = access_hours(agent_of(request), pk)
    try:
        remove_hours(row, by=agent_of(request))
    except HoursRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("workforce:hours", pk=pk)
    messages.success(request, _("“%(name)s” is gone.") % {"name": row.name})
    return redirect("workforce:all_hours")


def _page(request: HttpRequest, form: HoursForm, row: BusinessHours | None) -> HttpResponse:
    known = exceptions_of(row)
    shown: dict[str, Any] = {
        "form": form,
        "hours": row,
        "own": [one for one in known if one.hours_id],
        "exception_form": ExceptionForm(),
        **preview_of(form, row, known, request.POST.get("target", "")),
    }
    is_wrong = form.is_bound and bool(form.errors) and "copy" not in request.POST
    return render(request, "workforce/hours.html", shown, status=422 if is_wrong else 200)


def _given(request: HttpRequest) -> Any:
    """What was sent; where that was asked for, with Monday's line copied to the other working days."""
    if "copy" not in request.POST:
        return request.POST
    given = request.POST.copy()
    for n in WORKING_DAYS:
        given[f"day_{n}"] = request.POST.get("day_0", "")
    return given


def _usual() -> dict[str, str]:
    company = find_company()
    zone = company.time_zone if company else "UTC"
    days = {f"day_{n}": USUAL_DAY for n in WORKING_DAYS}
    return {"time_zone": zone, "country": country_of_zone(zone), "name": ""} | days


def _line(row: BusinessHours, now: datetime) -> dict[str, Any]:
    calendar, zone = calendar_of(row.pk), ZoneInfo(row.time_zone)
    is_open = calendar.is_open(now)
    turns = calendar.closes_at(now) if is_open else calendar.next_open(now)
    regions = dict(regions_of(row.country))
    country = country_name(row.country, get_language() or "en") if row.country else ""
    return {
        "row": row,
        "week": week_words(week_of(row.week), [str(WEEKDAYS_ABBR[n]) for n in range(7)]),
        "is_open": is_open,
        "turns_at": turns.astimezone(zone),
        "is_today": turns.astimezone(zone).date() == now.astimezone(zone).date(),
        "holidays": ", ".join(filter(None, (country, regions.get(row.subdivision, row.subdivision)))),
    }
