"""Settings, capacity: how much everybody, and each of a team, takes at a time; and their own working hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.contracts import USUAL_CAPACITY, USUAL_CAPACITY_ELSEWHERE, WorkforceRefused
from careline.workforce.models import BusinessHours
from careline.workforce.queries.people import availability_of
from careline.workforce.queries.planning import said_capacities
from careline.workforce.queries.settings import all_uses
from careline.workforce.slots import channels
from careline.workforce.views.reasons import REASON_WORDS
from careline.workforce.views.teams import Choice, chosen_team

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest) -> HttpResponse:
    """Show how much the people of a team take at a time, and change it: the whole table in one go."""
    choice = chosen_team(request)
    if request.method == "POST":
        try:
            _save(request, choice)
            messages.success(request, _("Saved."))
        except WorkforceRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{reverse('workforce:capacity')}?team={choice.team_id or ''}")
    return render(request, "workforce/capacity.html", _shown(choice))


def _shown(choice: Choice) -> dict[str, Any]:
    said, uses, there = said_capacities(), all_uses(), availability_of(choice.people)
    usual = {name: said.get((None, name), _built_in(name)) for name in channels()}
    rows = [
        {
            "agent": one,
            "reason": REASON_WORDS.get(there[one.pk].reason),
            "hours_id": uses.get(("agent", one.pk)),
            "cells": [
                {
                    "name": f"{one.pk}-{name}",
                    "label": label,
                    "most": said.get((one.pk, name)),
                    "usual": usual[name],
                }
                for name, label in channels().items()
            ],
        }
        for one in choice.people
    ]
    everybody = [
        {"name": f"0-{name}", "label": label, "most": said.get((None, name)), "usual": _built_in(name)}
        for name, label in channels().items()
    ]
    return {
        "choice": choice,
        "rows": rows,
        "everybody": everybody,
        "labels": [*channels().values()],
        "hours": [*BusinessHours.objects.order_by("name")],
        "may_set_usual": choice.agent.may(Right.MANAGE_HOURS),
    }


@transaction.atomic
def _save(request: HttpRequest, choice: Choice) -> None:
    said = said_capacities()
    people: list[Agent | None] = [*choice.people]
    if choice.agent.may(Right.MANAGE_HOURS):
        people.append(None)
    for agent in people:
        pk = agent.pk if agent else None
        for name in channels():
            given = request.POST.get(f"{pk or 0}-{name}")
            if given is not None and (most := _number(given)) != said.get((pk, name)):
                set_capacity(agent, name, most=most, by=choice.agent)
    _save_hours(request, choice)


def _save_hours(request: HttpRequest, choice: Choice) -> None:
    hours, uses = {str(one.pk): one for one in BusinessHours.objects.all()}, all_uses()
    for agent in choice.people:
        given = request.POST.get(f"{agent.pk}-hours")
        if given is None or given not in {"", *hours}:
            continue
        wanted = hours.get(given)
        if (wanted.pk if wanted else None) != uses.get(("agent", agent.pk)):
            assign_hours("agent", agent.pk, wanted, by=choice.agent)


def _number(said: str) -> int | None:
    said = said.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise WorkforceRefused(_("“%(words)s” is no number.") % {"words": said[:20]})
    return int(said)


def _built_in(channel: str) -> int:
    return USUAL_CAPACITY.get(channel, USUAL_CAPACITY_ELSEWHERE)
