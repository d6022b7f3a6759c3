"""The pages of saved views: all of them, removing, ordering and choosing one, keeping a search."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of, own_team_ids
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.order_views import move_view
from careline.tickets.actions.remove_view import remove_view
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.contracts import Refused
from careline.tickets.queries.views import access_view, chosen_of, may_change, open_views
from careline.tickets.views.doors import agent_page
from careline.tickets.views.kinds import key_of, saved_kind


@agent_page
@require_safe
def view_list(request: HttpRequest) -> HttpResponse:
    """Show every view that the person may open, with what they may do about it."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    own, chosen = own_team_ids(agent), chosen_of(agent)
    saved = open_views(agent).select_related("team").order_by("agent", "team__name", "position", "pk")
    rows = [
        {
            "kind": saved_kind(view),
            "view": view,
            "may_change": may_change(agent, view, own),
            "is_favourite": view.key in chosen and chosen[view.key].is_favourite,
        }
        for view in saved
    ]
    return render(request, "tickets/view_list.html", {"rows": rows})


@agent_page
@require_POST
def remove(request: HttpRequest, view: str) -> HttpResponse:
    """Remove a view."""
    agent = agent_of(request)
    saved = access_view(agent, view)
    remove_view(saved, by=agent)
    messages.success(request, _("“%(name)s” is removed. No ticket changed.") % {"name": saved.name})
    return redirect("tickets:view_list")


@agent_page
@require_POST
def move(request: HttpRequest, view: str) -> HttpResponse:
    """Move a view up or down among those of its kind."""
    agent = agent_of(request)
    move_view(access_view(agent, view), up=request.POST.get("to") == "up", by=agent)
    return redirect("tickets:view_list")


@agent_page
@require_POST
def choose(request: HttpRequest, view: str) -> HttpResponse:
    """Remember of a view that it is a favourite or not, shown wide or not."""
    agent, key = agent_of(request), key_of(view)
    if not key:
        raise Http404
    given = {name: request.POST[name] == "1" for name in ("is_favourite", "is_wide") if name in request.POST}
    choose_view(key, by=agent, **given)
    if "is_wide" in given:
        return redirect("tickets:view", key.replace("_", "-"))
    return redirect("tickets:view_list")


@agent_page
@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the words of a search in the menu of views."""
    agent = agent_of(request)
    words = request.POST.get("q", "").strip()
    if not words:
        raise Refused(_("There is nothing to keep: search for something first."))
    view = create_view(ViewDetails(request.POST.get("name", "").strip() or words[:80], words=words), by=agent)
    messages.success(request, _("“%(name)s” stands in your menu of views.") % {"name": view.name})
    return redirect(saved_kind(view).href)
