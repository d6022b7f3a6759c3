"""Workload: who is there, what each has of what they take, and whether routing is fair."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of
from careline.routing.queries.figures import PERIODS, people_rows, queues_now
from careline.routing.views.doors import agent_page
from careline.routing.words import WHY_WORDS
from careline.ui.durations import in_words
from careline.workforce.slots import channels

USUAL = 7


@agent_page
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show the people whom the person plans for, and the queues; the page renews itself."""
    agent = agent_of(request)
    if not (agent.may(Right.MANAGE_ROUTING) or (agent.may(Right.REPLY) and agent.led_team_ids)):
        raise Forbidden(_("This is for who leads a team."))
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in PERIODS} else USUAL
    words = {channel: str(label) for channel, label in channels().items()}
    rows = [
        (
            row,
            str(WHY_WORDS[row.reason.value]) if row.reason else "",
            [(words.get(load.channel, load.channel), load) for load in row.loads],
        )
        for row in people_rows(agent, days=days)
    ]
    queues = [
        (one, "–" if one.mean_seconds is None else in_words(one.mean_seconds))
        for one in queues_now(agent, days=days)
    ]
    context = {"rows": rows, "queues": queues, "days": days, "periods": PERIODS}
    return render(request, "routing/people.html", context)
