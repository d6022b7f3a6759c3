"""Who goes by which hours: teams and inboxes one by one, organisations by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.fields.slots import references
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.models import BusinessHours
from careline.workforce.queries.settings import all_uses, hours_visible_to
from careline.workforce.slots import hours_users
from careline.workforce.views.asking import planner

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_WORDS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def uses(request: HttpRequest) -> HttpResponse:
    """Show what goes by which hours, and change it: everything on the page in one go."""
    agent = planner(request)
    hours = [*hours_visible_to(agent)]
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    groups = _groups(agent, words)
    if request.method == "POST":
        _save(request, agent, groups, {str(row.pk): row for row in hours})
        messages.success(request, _("Saved."))
        return redirect("workforce:uses")
    has_organisations = "organisation" in references()
    shown = {"groups": groups, "hours": hours, "words": words, "has_organisations": has_organisations}
    return render(request, "workforce/uses.html", shown)


@transaction.atomic
def _save(
    request: HttpRequest, agent: Agent, groups: list[dict[str, Any]], hours: dict[str, BusinessHours]
) -> None:
    for group in groups:
        for line in group["lines"]:
            said = request.POST.get(line["name"])
            if said is not None and (said == "" or said in hours):
                assign_hours(group["kind"], line["id"], hours.get(said), by=agent)


def _groups(agent: Agent, words: str) -> list[dict[str, Any]]:
    chosen = all_uses()
    listed = [(user.kind, user.label, user.every(agent)) for user in hours_users()]
    organisations = references().get("organisation")
    if organisations:
        those = dict(organisations.find(agent, words)) if words else {}
        those |= organisations.names(agent, [pk for kind, pk in chosen if kind == "organisation"])
        by_name = sorted(those.items(), key=lambda one: one[1].casefold())
        listed.append(("organisation", _("Organisations"), by_name))
    return [_group(*one, chosen) for one in listed]


def _group(
    kind: str, label: Any, things: list[tuple[int, str]], chosen: dict[tuple[str, int], int]
) -> dict[str, Any]:
    lines = [
        {"id": pk, "label": name, "name": f"{kind}-{pk}", "hours_id": chosen.get((kind, pk))}
        for pk, name in things
    ]
    return {"kind": kind, "label": label, "lines": lines}
