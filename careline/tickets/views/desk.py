"""The queue: the views, their counts and their rows, page after page; and the desk with nothing open."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.queries import Sight, sight_of
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import queue
from careline.tickets.views.doors import agent_of, agent_page, is_part, may_of, number_of
from careline.tickets.views.kinds import key_of, kind, kinds, usual_key
from careline.tickets.views.rows import rows_of

PAGE = 50
ISLANDS = [
    f"tickets/{name}.js"
    for name in ("composer", "drafts", "people", "first-use", "warnings", "thread", "presence")
]
LONGEST = 500
ANSWERS = {"queue": "tickets/view.html", "queue-list": "tickets/queue_news.html"}


@agent_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk with the view that the person sees first."""
    return _desk(request, usual_key(agent_of(request)))


@agent_page
@require_safe
def queue_page(request: HttpRequest, view: str) -> HttpResponse:
    """Show a view: the whole desk, or for htmx the part that it asks for."""
    key = key_of(view)
    if not key:
        raise Http404
    return _desk(request, key)


def _desk(request: HttpRequest, key: str) -> HttpResponse:
    if not is_part(request):
        return render(request, "tickets/desk.html", queue_context(request, key))
    if "after" in request.GET:
        return render(request, "tickets/_row_items.html", rows_context(request, key))
    template = ANSWERS.get(request.headers.get("HX-Target", ""), "tickets/closed.html")
    return render(request, template, queue_context(request, key))


def queue_context(request: HttpRequest, key: str, *, current: int = 0) -> dict[str, Any]:
    """Return what the queue shows: the views with their counts, and the first rows of this one."""
    agent = agent_of(request)
    sight = sight_of(agent)
    figures = counts(agent, sight)
    return {
        "me": agent,
        "islands": ISLANDS,
        "may": may_of(agent),
        "view": kind(key, figures),
        "views": kinds(figures),
        "queue_topics": " ".join(f"team:{team_id}" for team_id in sight.visible),
        **rows_context(request, key, current=current, sight=sight),
    }


def rows_context(
    request: HttpRequest, key: str, *, current: int = 0, sight: Sight | None = None
) -> dict[str, Any]:
    """Return one page of rows, and where the next one begins."""
    limit = min(max(number_of(request.GET.get("shown", "")), PAGE), LONGEST)
    page = queue(agent_of(request), key, after=request.GET.get("after", ""), limit=limit, sight=sight)
    view = kind(key)
    current = current or number_of(request.GET.get("ticket", ""))
    more_href = f"{view.href}?after={page.next}" if page.next else ""
    return {"rows": rows_of(page.rows, view=key, current=current), "more_href": more_href}
