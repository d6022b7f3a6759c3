"""The pages of saved views: all of them, making and changing one with a preview, removing, ordering, choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import own_team_ids, visible_teams
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.order_views import move_view
from careline.tickets.actions.remove_view import remove_view
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.models import SavedView
from careline.tickets.queries.conditions import (
    BadConditions,
    Condition,
    Conditions,
    Group,
    clause_of,
    from_json,
)
from careline.tickets.queries.questions import Question, ask
from careline.tickets.queries.views import access_view, chosen_of, may_change, open_views
from careline.tickets.views.building import prepare, read_posted, sensible
from careline.tickets.views.columns import columns_known
from careline.tickets.views.doors import agent_of, agent_page, number_of
from careline.tickets.views.kinds import key_of, saved_kind
from careline.tickets.views.rows import rows_of
from careline.tickets.views.view_words import GROUPING_WORDS, SORT_WORDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

FIRST_ROWS = 5
USUAL = Conditions("all", (Group("all", (Condition("status", "is", ["new", "open"]),)),))


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
@require_http_methods(["GET", "HEAD", "POST"])
def new_view(request: HttpRequest) -> HttpResponse:
    """Make a view; `copy` names one to begin with."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    if request.method == "POST":
        return _save(request, agent, None)
    begun = ViewDetails("", conditions=USUAL)
    if key := request.GET.get("copy", ""):
        copied = access_view(agent, key)
        begun = _details_of(copied, name=_("%(name)s (copy)") % {"name": copied.name}, scope="personal")
    return _form(request, agent, None, begun, {})


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_view(request: HttpRequest, view: str) -> HttpResponse:
    """Change a view."""
    agent = agent_of(request)
    saved = access_view(agent, view)
    if not may_change(agent, saved):
        raise Http404
    if request.method == "POST":
        return _save(request, agent, saved)
    return _form(request, agent, saved, _details_of(saved), {})


@agent_page
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the conditions as they are now, and what they find."""
    agent = agent_of(request)
    conditions = read_posted(request.POST, agent)
    context = prepare(conditions, agent, {}) | _preview(agent, conditions, request.POST.get("sort", ""))
    return render(request, "tickets/_view_builder.html", context)


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


def _save(request: HttpRequest, agent: Agent, saved: SavedView | None) -> HttpResponse:
    posted = request.POST
    details = ViewDetails(
        name=posted.get("name", ""),
        scope=posted.get("scope", "personal"),
        team_id=number_of(posted.get("team", "")),
        conditions=read_posted(posted, agent),
        words=posted.get("words", "") if saved is None or saved.is_search else "",
        sort=posted.get("sort", ""),
        grouping=posted.get("grouping", ""),
        columns=tuple(key for key in posted.getlist("columns") if key in columns_known(agent)),
    )
    if posted.get("do"):
        return _form(request, agent, saved, details, {})
    try:
        if saved is None:
            view = create_view(details, by=agent)
        else:
            view = change_view(saved, details, by=agent, version=number_of(posted.get("version", "")) or None)
    except BadConditions as told:
        return _form(request, agent, saved, details, told.errors, _("Look at what is marked."))
    except Refused as refusal:
        return _form(request, agent, saved, details, {}, str(refusal))
    except Conflict:
        words = _("Somebody changed this view a moment ago. Nothing of yours was saved: look at it again.")
        return _form(request, agent, saved, details, {}, words)
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return redirect(saved_kind(view).href)


def _details_of(view: SavedView, **other: Any) -> ViewDetails:
    conditions = from_json(view.conditions) if view.conditions else Conditions()
    known = {
        "name": view.name, "scope": view.scope, "team_id": view.team_id, "conditions": conditions, "words": view.words,
        "sort": view.sort, "grouping": view.grouping, "columns": tuple(view.columns),
    }  # fmt: skip
    return ViewDetails(**(known | other))


def _form(
    request: HttpRequest,
    agent: Agent,
    saved: SavedView | None,
    details: ViewDetails,
    errors: Any,
    trouble: str = "",
) -> HttpResponse:
    chosen = set(details.columns)
    context = {
        "saved": saved,
        "details": details,
        "trouble": trouble,
        "scopes": _scopes(agent, saved),
        "teams": _teams(agent),
        "sorts": SORT_WORDS.items(),
        "groupings": GROUPING_WORDS.items(),
        "columns": [(key, label, key in chosen) for key, label in columns_known(agent).items()],
        **prepare(details.conditions, agent, errors),
        **_preview(agent, details.conditions, details.sort),
    }
    return render(request, "tickets/view_form.html", context, status=422 if trouble else 200)


def _scopes(agent: Agent, saved: SavedView | None) -> list[tuple[str, str]]:
    found = [("personal", _("Only me"))]
    if agent.may(Right.MANAGE_TEAM_VIEWS) and _teams(agent):
        found.append(("team", _("A team")))
    if agent.may(Right.MANAGE_COMPANY_VIEWS):
        found.append(("company", _("Everybody")))
    return found


def _teams(agent: Agent) -> list[Any]:
    teams = visible_teams(agent).order_by("name")
    return [*(teams if agent.sees_every_team else teams.filter(pk__in=own_team_ids(agent)))]


def _preview(agent: Agent, conditions: Conditions, sort: str) -> dict[str, Any]:
    """Up to 99 counted, and the first rows, of what makes sense already."""
    try:
        clause = clause_of(sensible(conditions, agent), agent)
    except BadConditions as told:
        return {"preview_trouble": str(told)}
    question = Question(
        clause.sql, clause.values, clause.statuses, asks_merged=clause.asks_merged, asks_snoozed=clause.asks_snoozed,
        sort=sort if sort in SORT_WORDS else "newest",
    )  # fmt: skip
    page = ask(agent, question, limit=FIRST_ROWS)
    return {
        "preview": rows_of(page.rows, view="", current=0),
        "preview_size": page.size,
        "is_recent": page.is_recent,
    }
