"""Switching rules on and off, moving them among the others, restoring a version, removing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.rules.actions.save_rule import move_rule, remove_rule, restore_version, switch_rule
from careline.rules.queries.listing import access_rule
from careline.tickets.contracts import Refused
from careline.tickets.queries.conditions import BadConditions
from careline.ui.numbers import number_of


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a rule on (`on`) or off."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    try:
        switched = switch_rule(found, active=bool(request.POST.get("on")), by=agent)
    except BadConditions as told:
        messages.error(request, str(told))
        return redirect("rules:rules")
    words = _("“%(name)s” runs from now on.") if switched.is_active else _("“%(name)s” no longer runs.")
    messages.success(request, words % {"name": found.name})
    return redirect("rules:rules")


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a rule run at another place among all."""
    agent = agent_of(request)
    try:
        move_rule(access_rule(agent, pk), number_of(request.POST.get("to", "")), by=agent)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rules:rules")


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take an old version again."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    try:
        restore_version(found, number, by=agent)
        messages.success(request, _("Version %(number)s is back, as a new one.") % {"number": number})
    except (Refused, BadConditions) as refusal:
        messages.error(request, str(refusal))
    return redirect("rules:versions", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a rule."""
    agent = agent_of(request)
    found = access_rule(agent, pk)
    remove_rule(found, by=agent)
    messages.success(request, _("“%(name)s” is gone.") % {"name": found.name})
    return redirect("rules:rules")
