"""Settings, stuck work: reactions to events that failed at every attempt, and a button to run each again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.views.asking import agent_of, say
from careline.core.jobs import find_parked, retry_parked

MOST = 200


@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Show what got stuck, newest first, with its error."""
    agent_of(request).require(Right.MANAGE_COMPANY)
    return render(request, "accounts/stuck.html", {"parked": find_parked()[:MOST]})


@require_POST
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run one again; if another was faster, nothing happens twice."""
    agent_of(request).require(Right.MANAGE_COMPANY)
    if retry_parked(pk):
        say(request, _("It runs again now."))
    return redirect("accounts:stuck")
