"""The queue: the views, their counts and their rows, page after page; and the desk with nothing open."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.tickets.views.doors import agent_of, agent_page, is_part, may_of, number_of
from careline.tickets.views.interim import interim_counts, interim_queue, interim_teams, interim_unread
from careline.tickets.views.kinds import VIEWS, View, counted, view_named
from careline.tickets.views.rows import Around, rows_of

PAGE = 50
LONGEST = 500
ANSWERS = {"main": "tickets/closed.html", "queue": "tickets/view.html", "queue-list": "tickets/queue_news.html"}


@agent_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk with the view that people see first."""
    return _desk(request, view_named(""))


@agent_page
@require_safe
def queue_page(request: HttpRequest, view: str) -> HttpResponse:
    """Show a view: the whole desk, or for htmx the part that it asks for."""
    if view not in VIEWS:
        raise Http404
    return _desk(request, VIEWS[view])


def _desk(request: HttpRequest, view: View) -> HttpResponse:
    if not is_part(request):
        return render(request, "tickets/desk.html", queue_context(request, view))
    if "after" in request.GET:
        return render(request, "tickets/_row_items.html", rows_context(request, view))
    template = ANSWERS.get(request.headers.get("HX-Target", ""), "tickets/closed.html")
    return render(request, template, queue_context(request, view))


def queue_context(request: HttpRequest, view: View, *, current: int = 0) -> dict[str, Any]:
    """Return what the queue shows: the views with their counts, and the first rows of this one."""
    agent = agent_of(request)
    counts = interim_counts(agent)
    return {
        "me": agent,
        "may": may_of(agent),
        "view": counted(view, counts.get(view.name, "")),
        "views": [counted(one, counts.get(one.name, "")) for one in VIEWS.values()],
        "queue_topics": " ".join(f"team:{team_id}" for team_id in interim_teams(agent)),
        **rows_context(request, view, current=current),
    }


def rows_context(request: HttpRequest, view: View, *, current: int = 0) -> dict[str, Any]:
    """Return one page of rows, and where the next one begins."""
    agent = agent_of(request)
    limit = min(max(number_of(request.GET.get("shown", "")), PAGE), LONGEST)
    tickets, more = interim_queue(agent, view.name, after=request.GET.get("after", ""), limit=limit)
    around = Around(
        unread=interim_unread(agent, tickets),
        current=current or number_of(request.GET.get("ticket", "")),
        view=view.name,
    )
    more_href = f"{view.href}?after={more}" if more else ""
    return {"rows": rows_of(tickets, around), "more_href": more_href}
