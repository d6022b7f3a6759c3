"""Settings, promises: how near and how far ahead they may be, and what nobody may promise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.promises.actions.save_rules import save_rules
from careline.promises.contracts import PromiseRules
from careline.promises.queries.settings import promise_settings
from careline.promises.views.doors import agent_page


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show what may be promised, or change it."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_TARGETS)
    if request.method == "POST":
        save_rules(_wanted(request.POST), by=agent)
        messages.success(request, _("Saved."))
        return redirect("promises:rules")
    return render(request, "promises/rules.html", {"rules": promise_settings()})


def _wanted(given: QueryDict) -> PromiseRules:
    return PromiseRules(
        _number(given.get("most_days", "")),
        _number(given.get("least_minutes", "0")),
        tuple(given.get("never_words", "").splitlines()),
        forbids_certainty=given.get("forbids_certainty") == "1",
    )


def _number(words: str) -> int:
    """A number as it was typed; -1, which is refused, for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else -1
