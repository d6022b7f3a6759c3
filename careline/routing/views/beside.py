"""Routing beside a ticket: the queue it waits in, and the page that says who could take it and why not the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.routing.contracts import Need, Person, Why
from careline.routing.models import RoutingQueue
from careline.routing.queries.beside import explain, waiting_of
from careline.routing.queries.reasons import said_strategy
from careline.routing.views.doors import agent_page
from careline.routing.words import WHY_WORDS
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.hands import needs_hands
from careline.workforce.queries import all_skills


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show how a ticket waits; nothing for one that somebody has."""
    ticket = access_ticket(agent_of(request), number)
    return render(request, "routing/panel.html", {"ticket": ticket, "waiting": waiting_of(ticket)})


@agent_page
@require_safe
def candidates(request: HttpRequest, number: int) -> HttpResponse:
    """Show everybody who is asked for a ticket, with what speaks against each."""
    ticket = access_ticket(agent_of(request), number)
    found = explain(ticket)
    names = dict(all_skills(with_archived=True).values_list("pk", "name"))
    rows = [(one, _levels(one, names), _why(one, names)) for one in found.people] if found else []
    context: dict[str, Any] = {"ticket": ticket, "found": found, "rows": rows, "is_free": needs_hands(ticket)}
    if found:
        context["strategy"] = RoutingQueue.Strategy(found.plan.strategy).label
        context["best_why"] = said_strategy(found.best, found.plan.strategy) if found.best else ""
    return render(request, "routing/candidates.html", context)


def _levels(person: Person, names: dict[int, str]) -> str:
    return ", ".join(f"{names.get(skill, '?')} {level}" for skill, level in person.levels.items())


def _why(person: Person, names: dict[int, str]) -> str:
    """What speaks against somebody; "" for who could take it."""
    if person.why == Why.SKILL:
        return ", ".join(_lack(need, names, person.levels.get(need.skill_id, 0)) for need in person.lacks)
    return str(WHY_WORDS[person.why]) if person.why else ""


def _lack(need: Need, names: dict[int, str], level: int) -> str:
    told = {"skill": names.get(need.skill_id, "?"), "least": need.least, "level": level}
    if level:
        return _("%(skill)s: level %(level)s, asked for is %(least)s") % told
    return _("no %(skill)s that counts today") % told
