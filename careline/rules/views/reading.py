"""Reading rules: their list, their versions, their runs and why; trying one on a ticket."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.rules.contracts import Act
from careline.rules.models import Run, Version
from careline.rules.queries.comparing import compared
from careline.rules.queries.explaining import reasons_of
from careline.rules.queries.listing import (
    PAGE,
    access_rule,
    find_run,
    rules_of,
    runs_of,
    troubles_of,
    versions_of,
)
from careline.rules.queries.trying import try_on
from careline.rules.queries.words import names_for, say_act, say_trigger
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.conditions import fields_known
from careline.ui.numbers import number_of


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show all rules in the order in which they run."""
    found = [*rules_of(agent_of(request))]
    troubles = troubles_of(found)
    rows = [
        {
            "rule": one,
            "place": n,
            "trouble": troubles.get(one.pk, ""),
            "when": say_trigger(one.version.trigger, one.version.hours),
        }
        for n, one in enumerate(found, 1)
        if one.version is not None
    ]
    return render(request, "rules/rules.html", {"rows": rows})


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a rule was, version by version, each compared with the one before."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    rows = compared(versions_of(agent, found), agent)
    return render(request, "rules/versions.html", {"rule": found, "rows": rows})


@require_safe
def runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a rule ran, latest first; further ones by `before`."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    listed = runs_of(agent, found, before=number_of(request.GET.get("before", "")))
    here = reverse("rules:runs", args=[pk])
    more_url = f"{here}?before={listed[PAGE - 1].pk}" if len(listed) > PAGE else ""
    return render(request, "rules/runs.html", {"rule": found, "runs": listed[:PAGE], "more_url": more_url})


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show one run to whoever may see its ticket: each condition, and what became of each action."""
    agent = agent_of(request)
    found = find_run(run_id)
    try:
        ticket = access_ticket(agent, found.ticket_id) if found else None
    except NotVisible:
        ticket = None
    if found is None or ticket is None:
        raise Http404
    context = {"run": found, "ticket": ticket, "version": found.version, **_told(found, agent)}
    context |= {
        "when": say_trigger(found.version.trigger, found.version.hours),
        "may_manage": agent.may(Right.MANAGE_RULES),
    }
    return render(request, "rules/run.html", context)


def _told(found: Run, agent: Any) -> dict[str, Any]:
    acts = [Act(one["do"], one.get("value"), one.get("more", "")) for one in found.acts]
    names = names_for(acts, agent)
    done = [
        {"words": say_act(act, names), "outcome": one["outcome"], "reason": one.get("reason", "")}
        for act, one in zip(acts, found.acts, strict=True)
    ]
    return {"reasons": reasons_of(found.version, found.parts, fields_known(agent), agent), "done": done}


@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a rule would run on a ticket as it is now, with every condition; nothing is done."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    number = number_of(request.GET.get("ticket"))
    context: dict[str, Any] = {"rule": found, "number": number or ""}
    if number and isinstance(found.version, Version):
        try:
            context["ticket"] = access_ticket(agent, number)
            context["trial"] = try_on(found.version, context["ticket"].pk, agent)
        except NotVisible:
            context["trouble"] = _("There is no ticket with this number, or you may not see it.")
    return render(request, "rules/trial.html", context)
