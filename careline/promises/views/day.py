"""All promises of the day: what is late, what is due today, and what comes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Right
from careline.promises.queries.promises import MOST_SHOWN, promises_due
from careline.promises.views.doors import agent_of, agent_page

AHEAD = timedelta(days=7)


@agent_page
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show what is promised, one's own or (`whose=all`) all that one may see."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0), now.tzinfo)
    whose = "all" if request.GET.get("whose") == "all" else ""
    found = promises_due(agent, until=midnight + AHEAD, whose=whose)
    groups = [
        (_("Broken: say sorry, and make it good"), [one for one in found if one.due_at <= now]),
        (_("Today"), [one for one in found if now < one.due_at < midnight]),
        (_("In the next seven days"), [one for one in found if one.due_at >= midnight]),
    ]
    shown = [(name, promises) for name, promises in groups if promises]
    context = {"groups": shown, "whose": whose, "is_cut": len(found) == MOST_SHOWN}
    return render(request, "promises/day.html", context)
