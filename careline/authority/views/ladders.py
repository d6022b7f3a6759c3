"""Settings, ladders: to whom the tickets and decisions of each team go when more is needed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.queries import active_agents, open_teams
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.contracts import MOST_STEPS, AuthorityRefused, Step
from careline.authority.queries.ladder import steps_of
from careline.authority.queries.settings import ladders
from careline.authority.views.doors import agent_page, keeper
from careline.workforce.queries import all_skills


@agent_page
@require_safe
def all_ladders(request: HttpRequest) -> HttpResponse:
    """Show the ladder of each team."""
    keeper(request)
    return render(request, "authority/ladders.html", {"ladders": ladders()})


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team's ladder, or change it: a line for each level, those without anybody are dropped."""
    agent = keeper(request)
    team = get_object_or_404(open_teams(), pk=pk)
    steps, error = steps_of(team.pk), ""
    if request.method == "POST":
        steps = _read(request)
        try:
            save_ladder(team, steps, by=agent)
            messages.success(request, _("Saved."))
            return redirect("authority:ladders")
        except AuthorityRefused as refusal:
            error = str(refusal)
    lines = [*steps, *[Step(n + 1, "") for n in range(len(steps), min(len(steps) + 2, MOST_STEPS))]]
    shown = {"team": team, "lines": lines, "groups": _choices(team.pk), "error": error}
    return render(request, "authority/ladder.html", shown, status=422 if error else 200)


def _read(request: HttpRequest) -> tuple[Step, ...]:
    found: list[Step] = []
    for n in range(1, MOST_STEPS + 1):
        who, hours = request.POST.get(f"who-{n}", ""), request.POST.get(f"hours-{n}", "").strip()
        if who:
            count = int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 5 else 0
            found.append(Step(len(found) + 1, who, request.POST.get(f"name-{n}", "").strip(), count))
    return tuple(found)


def _choices(team_id: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who can stand on a level, in groups."""
    return [
        (_("By rank"), [("lead", _("The team’s lead")), ("manager", _("The managers"))]),
        (_("Teams"), [(f"team:{one.pk}", one.name) for one in open_teams().exclude(pk=team_id)]),
        (_("By expertise"), [(f"skill:{one.pk}", one.name) for one in all_skills()]),
        (_("People"), [(f"agent:{one.pk}", one.name) for one in active_agents()]),
    ]
