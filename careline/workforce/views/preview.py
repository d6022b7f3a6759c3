"""The picture of the next two weeks and the worked example, of hours that stand or are being written."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from careline.workforce.contracts import Week
from careline.workforce.forms.hours import HoursForm
from careline.workforce.models import BusinessHours, HoursException
from careline.workforce.queries.picture import Draft, exceptions_of, picture
from careline.workforce.queries.settings import access_hours
from careline.workforce.views.asking import planner

USUAL_TARGET = 4
LONGEST_TARGET = 1000


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show what the form as it is filled would mean; nothing is saved."""
    agent = planner(request)
    asked = request.POST.get("hours", "")
    row = access_hours(agent, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    form = HoursForm(request.POST)
    shown = preview_of(form, row, exceptions_of(row), request.POST.get("target", ""))
    return render(request, "workforce/_preview.html", {"form": form, **shown})


@require_POST
def regions(request: HttpRequest) -> HttpResponse:
    """Ask for a region of the country that is chosen in the form, where it has any."""
    planner(request)
    return render(request, "workforce/_region.html", {"form": HoursForm(request.POST)})


def preview_of(
    form: HoursForm, row: BusinessHours | None, exceptions: tuple[HoursException, ...], target: str
) -> dict[str, Any]:
    """What the preview shows: the days and the example, or `unclear` where the form can't be read as yet."""
    hours = _target(target)
    draft = _draft(form, exceptions)
    if draft is None:
        return {"unclear": True, "target": hours}
    now, language = timezone.now(), get_language() or "en"
    due = draft.calendar().add(now, hours * 3600).astimezone(ZoneInfo(draft.time_zone))
    return {
        "days": picture(draft, now=now, language=language),
        "target": hours,
        "due": due,
        "zone_name": draft.time_zone.replace("_", " "),
        "unknown_year": draft.year_without_holidays(now.year),
    }


def _draft(form: HoursForm, exceptions: tuple[HoursException, ...]) -> Draft | None:
    """The hours that the form says; None where a line can't be read or the week has no open time."""
    bound = form if form.is_bound else HoursForm(form.initial)
    bound.is_valid()
    said = bound.cleaned_data
    if "time_zone" not in said or any(f"day_{n}" not in said for n in range(7)):
        return None
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (said[f"day_{n}"] for n in range(7))
    week: Week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    if not any(week):
        return None
    return Draft(said["time_zone"], week, said.get("country", ""), said.get("subdivision", ""), exceptions)


def _target(said: str) -> int:
    is_number = said.isascii() and said.isdigit() and len(said) < 6
    return min(max(int(said), 1), LONGEST_TARGET) if is_number else USUAL_TARGET
