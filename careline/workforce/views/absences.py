"""Settings, absences: one's own, and those of the people one plans for."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.queries import active_agents, agent_of, zone_of
from careline.workforce.actions.plan_absence import change_absence, plan_absence, withdraw_absence
from careline.workforce.contracts import WorkforceRefused
from careline.workforce.forms.people import AbsenceForm, said_of_absence
from careline.workforce.models import Absence
from careline.workforce.queries.planning import absences_for, covered_by, plannable_agents, plans_for_others


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away now and soon, as far as one may know."""
    agent = agent_of(request)
    shown = {
        "absences": [(row, _on_their_clock(row)) for row in absences_for(agent)],
        "covered": covered_by(agent),
        "plans": plans_for_others(agent),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "workforce/absences.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask from when to when somebody is away, and who covers."""
    agent = agent_of(request)
    form = _form(request, initial={"agent": agent.pk})
    if request.method == "POST" and form.is_valid():
        try:
            plan_absence(form.cleaned_data["agent"], form.details(), by=agent)
            messages.success(request, _("It is noted."))
            return redirect("workforce:absences")
        except WorkforceRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    return render(request, "workforce/absence.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an absence, or change it. Whose it is stays."""
    agent = agent_of(request)
    row = _access(request, pk)
    form = _form(request, initial=said_of_absence(row))
    form.fields["agent"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            change_absence(row, form.details(), by=agent)
            messages.success(request, _("Saved."))
            return redirect("workforce:absences")
        except WorkforceRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    return render(
        request, "workforce/absence.html", {"form": form, "absence": row}, status=422 if form.errors else 200
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an absence back."""
    withdraw_absence(_access(request, pk), by=agent_of(request))
    messages.success(request, _("It is taken back."))
    return redirect("workforce:absences")


def _on_their_clock(row: Absence) -> tuple[datetime, datetime] | None:
    """From when to when by the clock of who is absent, where that shows another time than the reader's."""
    theirs = [moment.astimezone(zone_of(row.agent)) for moment in (row.starts_at, row.ends_at)]
    ours = [timezone.localtime(moment) for moment in theirs]
    same = all(one.utcoffset() == other.utcoffset() for one, other in zip(theirs, ours, strict=True))
    return None if same else (theirs[0], theirs[1])


def _form(request: HttpRequest, **given: object) -> AbsenceForm:
    agent = agent_of(request)
    people = active_agents().filter(pk__in=[agent.pk, *plannable_agents(agent).values_list("pk", flat=True)])
    return AbsenceForm(request.POST if request.method == "POST" else None, people=people, **given)


def _access(request: HttpRequest, pk: int) -> Absence:
    found = absences_for(agent_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found
