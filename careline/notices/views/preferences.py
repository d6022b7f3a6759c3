"""What a person hears of, where and when: their own choice, on a page of the settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.queries import agent_of
from careline.notices.actions.choose import choose
from careline.notices.forms import WAYS, PreferencesForm
from careline.notices.queries.people import browsers_of, preferences_of
from careline.notices.vapid import public_key


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show the choices, or keep new ones."""
    agent = agent_of(request)
    kept = preferences_of([agent.pk])[agent.pk]
    form = PreferencesForm(request.POST if request.method == "POST" else None, kept=kept, agent=agent)
    if request.method == "POST" and form.is_valid():
        choose(form.choices(), by=agent)
        messages.success(request, _("Saved."))
        return redirect("notices:preferences")
    shown = {
        "form": form,
        "ways": WAYS.values(),
        "zone": agent.time_zone,
        "push_key": public_key(),
        "browsers": browsers_of(agent),
    }
    return render(request, "notices/preferences.html", shown, status=422 if form.errors else 200)
