"""The bell, the centre that it opens, and what is marked as read there. The list is a page of its own as well."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of
from careline.notices.actions.mark_read import mark_all_read, mark_notice_read, mark_ticket_read
from careline.notices.queries.centre import Group, count_unread, find_own, has_unread_of, page_of
from careline.notices.views.asking import is_here, number_in
from careline.notices.words import Known, href_of, known_for, say
from careline.tickets.queries.to_do import count_due


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """Show how much is unread; fetched by itself, so that no page waits for it."""
    agent = agent_of(request)
    shown = {"me": agent, "unread": count_unread(agent), "is_filled": True, "is_here": is_here(request)}
    return render(request, "notices/_bell.html", shown)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices: as a page, or its list alone where htmx asks (the panel, another choice, the next stretch)."""
    is_part = (
        request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    )
    template = "notices/_list.html" if is_part else "notices/notices.html"
    if is_part and "before" in request.GET:
        template = "notices/_groups.html"
    return render(request, template, _shown(request))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the person had before them, and show the list anew."""
    mark_all_read(by=agent_of(request), up_to=number_in(request.POST.get("up_to")))
    return _anew(request)


@require_POST
def read_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the notices of one ticket as read, and show the list anew."""
    mark_ticket_read(number, by=agent_of(request))
    return _anew(request)


@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, and lead to what it tells of, or show the list anew."""
    agent = agent_of(request)
    notice = find_own(pk, agent)
    mark_notice_read(pk, by=agent)
    if notice is not None and "open" in request.POST:
        return redirect(href_of(notice))
    return _anew(request)


def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Beside an open ticket: by GET, whether something of it is unread; by POST, it is seen."""
    agent = agent_of(request)
    if request.method == "POST":
        mark_ticket_read(number, by=agent)
    has_news = request.method != "POST" and has_unread_of(number, agent)
    return render(request, "notices/_seen.html", {"me": agent, "number": number, "has_news": has_news})


def _anew(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect("notices:notices")
    return render(request, "notices/_list.html", _shown(request))


def _shown(request: HttpRequest) -> dict[str, Any]:
    agent = agent_of(request)
    unread_only = (request.POST or request.GET).get("show") != "all"
    page = page_of(agent, unread_only=unread_only, before=number_in(request.GET.get("before")))
    known = known_for(one for group in page.groups for one in group.notices)
    return {
        "me": agent,
        "unread_only": unread_only,
        "show": "unread" if unread_only else "all",
        "page": page,
        "groups": [(group, _lines(group, known)) for group in page.groups],
        "due": count_due(agent),
    }


def _lines(group: Group, known: Known) -> list[tuple[Any, str]]:
    return [(notice, say(notice, known).words) for notice in group.notices]
