"""A view as a wide list: a full page of rows in the columns that were chosen for it, sorted by a press on a head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.accounts.queries import Sight, agent_of, sight_of
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.counts import counts
from careline.tickets.queries.questions import is_sort
from careline.tickets.queries.views import goes_on, may_change, views_for
from careline.tickets.views.columns import cells, heads
from careline.tickets.views.doors import may_of
from careline.tickets.views.opening import Opened, open_view, page_of, topics_of
from careline.tickets.views.rows import headings, marks_of
from careline.tickets.views.view_menu import remember, sections
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import SavedView, ViewChoice

PAGE = 100
LONGEST = 500


@dataclass(frozen=True, slots=True)
class WideRow:
    """One ticket in a wide list. `cells` are words, or prepared `<time>` elements, in the order of the columns."""

    number: int
    href: str
    subject: str
    language: str
    is_unread: bool
    cells: list[Any]
    marks: SafeString
    group: str = ""


def wide_page(request: HttpRequest, key: str, choices: dict[str, ViewChoice]) -> HttpResponse:
    """Show a view as a page of its own."""
    agent = agent_of(request)
    sight = sight_of(agent)
    figures, saved = counts(agent, sight), views_for(agent, sight.own)
    context = wide_context(request, key, saved=saved, sight=sight)
    view = context["view"]
    if view.saved is not None:
        remember(agent, view.saved, context["size"])
    size = context["size"] if view.saved is not None else str(figures.get(view.key, ""))
    context |= {
        "view": replace(view, count=size),
        "menu": sections(agent, saved, choices, figures),
        "current_key": view.key,
        "may": may_of(agent),
        "goes_on": goes_on(agent),
        "is_page": True,
        "may_change_view": view.saved is not None and may_change(agent, view.saved, sight.own),
        **topics_of(view, sight),
    }
    return render(request, "tickets/wide.html", context)


def wide_part(request: HttpRequest, key: str) -> HttpResponse:
    """Show further rows, or all of those that are shown already once more; a view that is gone leads to the desk."""
    template = "tickets/_wide_items.html" if "after" in request.GET else "tickets/_wide_rows.html"
    try:
        return render(request, template, wide_context(request, key))
    except NotVisible:
        return HttpResponse(headers={"HX-Redirect": reverse("tickets:desk")})


def wide_context(
    request: HttpRequest, key: str, *, saved: list[SavedView] | None = None, sight: Sight | None = None
) -> dict[str, Any]:
    """Return the heads, one page of rows, and where the next one begins."""
    agent = agent_of(request)
    sort = request.GET.get("sort", "")
    sort = sort if sort and is_sort(sort, agent) else ""
    opened = open_view(agent, key, saved=saved, sort=sort)
    limit = min(max(number_of(request.GET.get("shown", "")), PAGE), LONGEST)
    page = page_of(agent, opened, after=request.GET.get("after", ""), limit=limit, sight=sight)
    asked = {"wide": "1"} | ({"sort": sort} if sort else {})
    view = opened.kind
    shown = heads(agent, view.saved.columns if view.saved else (), _sort_of(opened))
    return {
        "view": view,
        "heads": shown,
        "rows": _rows(agent, opened, page, [head.key for head in shown]),
        "news_href": f"{view.href}?{urlencode(asked)}",
        "more_href": f"{view.href}?{urlencode(asked | {'after': page.next})}" if page.next else "",
        "is_recent": page.is_recent and not page.next,
        "trouble": opened.trouble,
        "size": page.size,
    }


def _sort_of(opened: Opened) -> str:
    if opened.question is not None:
        return opened.question.sort
    return "updated" if opened.kind.key == "solved" else "newest"


def _rows(agent: Agent, opened: Opened, page: Any, columns: list[str]) -> list[WideRow]:
    nothing = _("(no subject)")
    groups = headings(opened.question, page.groups) or [""] * len(page.rows)
    found = cells(agent, page.rows, columns)
    return [
        WideRow(
            number=row.number,
            href=f"/tickets/{row.number}/?view={opened.kind.key}",
            subject=row.subject or nothing,
            language=row.language,
            is_unread=row.is_unread,
            cells=found[row.number],
            marks=marks_of(row),
            group=group,
        )
        for row, group in zip(page.rows, groups, strict=True)
    ]
