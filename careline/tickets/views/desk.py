"""The queue: the views, their counts and their rows, page after page; and the desk with nothing open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.queries import Sight, agent_of, sight_of
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.counts import counts
from careline.tickets.queries.views import chosen_of, goes_on, views_for
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.kinds import key_of, usual_key
from careline.tickets.views.opening import Opened, open_view, page_of, topics_of
from careline.tickets.views.rows import headings, rows_of
from careline.tickets.views.view_menu import count_saved, remember, sections
from careline.tickets.views.wide import wide_page, wide_part
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import ViewChoice

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


@agent_page
@require_safe
def view_menu(request: HttpRequest) -> HttpResponse:
    """Show the menu of views, with every saved one counted."""
    agent = agent_of(request)
    sight = sight_of(agent)
    saved = views_for(agent, sight.own)
    count_saved(agent, saved, sight)
    menu = sections(agent, saved, chosen_of(agent), counts(agent, sight))
    context = {
        "menu": menu,
        "current_key": key_of(request.GET.get("view", "")),
        "may": may_of(agent),
        "goes_on": goes_on(agent),
        "is_page": "page" in request.GET,
    }
    return render(request, "tickets/_views.html", context)


def _desk(request: HttpRequest, key: str) -> HttpResponse:
    if is_part(request) and "wide" in request.GET:
        return wide_part(request, key)
    if not is_part(request):
        choices = chosen_of(agent_of(request))
        if key in choices and choices[key].is_wide:
            return wide_page(request, key, choices)
        return render(request, "tickets/desk.html", queue_context(request, key, choices=choices))
    if "after" in request.GET:
        opened = open_view(agent_of(request), key)
        return render(request, "tickets/_row_items.html", rows_context(request, opened))
    template = ANSWERS.get(request.headers.get("HX-Target", ""), "tickets/closed.html")
    return render(request, template, queue_context(request, key))


def queue_context(
    request: HttpRequest, key: str, *, current: int = 0, choices: dict[str, ViewChoice] | None = None
) -> dict[str, Any]:
    """Return what the queue shows: the views with their counts, and the first rows of this one.

    Beside an open ticket (`current`), and where the list fetches itself again, a view that is gone gives way to the
    usual one.
    """
    agent = agent_of(request)
    sight = sight_of(agent)
    figures, saved = counts(agent, sight), views_for(agent, sight.own)
    choices = chosen_of(agent) if choices is None else choices
    opened = _opened(
        agent, key, saved, gives_way=bool(current) or request.headers.get("HX-Target") == "queue-list"
    )
    rows = rows_context(request, opened, current=current, sight=sight)
    view = opened.kind
    if view.saved is not None:
        remember(agent, view.saved, rows["size"])
        view = replace(view, count=rows["size"])
    else:
        view = replace(view, count=str(figures.get(view.key, "")))
    return {
        "me": agent,
        "islands": ISLANDS,
        "may": may_of(agent),
        "view": view,
        "menu": sections(agent, saved, choices, figures),
        "current_key": view.key,
        "goes_on": goes_on(agent),
        **topics_of(view, sight),
        **rows,
    }


def _opened(agent: Agent, key: str, saved: Any, *, gives_way: bool) -> Opened:
    try:
        return open_view(agent, key, saved=saved)
    except NotVisible:
        if not gives_way:
            raise
        return open_view(agent, usual_key(agent))


def rows_context(
    request: HttpRequest, opened: Opened, *, current: int = 0, sight: Sight | None = None
) -> dict[str, Any]:
    """Return one page of rows, and where the next one begins."""
    limit = min(max(number_of(request.GET.get("shown", "")), PAGE), LONGEST)
    page = page_of(agent_of(request), opened, after=request.GET.get("after", ""), limit=limit, sight=sight)
    view, current = opened.kind, current or number_of(request.GET.get("ticket", ""))
    return {
        "rows": rows_of(
            page.rows, view=view.key, current=current, groups=headings(opened.question, page.groups)
        ),
        "more_href": f"{view.href}?after={page.next}" if page.next else "",
        "is_recent": page.is_recent and not page.next,
        "trouble": opened.trouble,
        "size": page.size,
    }
