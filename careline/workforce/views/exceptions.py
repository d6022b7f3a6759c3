"""Days with other hours: adding them to one calendar or the whole company, and taking them back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.workforce.actions.save_exception import add_exception, remove_exception
from careline.workforce.contracts import HoursRefused
from careline.workforce.forms.hours import ExceptionForm
from careline.workforce.models import BusinessHours
from careline.workforce.queries.settings import access_exception, access_hours
from careline.workforce.views.asking import planner


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Give days other hours: in these business hours, or in the whole company."""
    agent = planner(request)
    hours = access_hours(agent, pk) if pk else None
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_exception(form.details(), hours=hours, by=agent)
            messages.success(request, _("“%(name)s” is noted.") % {"name": row.name})
            return _back(hours)
        except HoursRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    return render(
        request,
        "workforce/exception.html",
        {"form": form, "hours": hours},
        status=422 if form.errors else 200,
    )


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Give days their usual hours again."""
    agent = planner(request)
    row = access_exception(agent, pk)
    remove_exception(row, by=agent)
    messages.success(request, _("“%(name)s” is taken back.") % {"name": row.name})
    return _back(row.hours)


def _back(hours: BusinessHours | None) -> HttpResponse:
    return redirect("workforce:hours", pk=hours.pk) if hours else redirect("workforce:all_hours")
