"""Settings, promises: how far ahead they may reach, and what nobody may promise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.promises.actions.save_rules import save_rules
from careline.promises.queries.settings import promise_settings
from careline.promises.views.doors import agent_of, agent_page


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show what may be promised, or change it."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_TARGETS)
    if request.method == "POST":
        days = request.POST.get("most_days", "")
        save_rules(
            int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
            request.POST.get("never_words", "").splitlines(),
            by=agent,
        )
        messages.success(request, _("Saved."))
        return redirect("promises:rules")
    return render(request, "promises/rules.html", {"rules": promise_settings()})
