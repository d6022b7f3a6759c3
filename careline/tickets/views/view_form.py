"""Making and changing a saved view: a form with its conditions, its order, its columns, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of, own_team_ids
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.models import SavedView
from careline.tickets.queries.conditions import (
    BadConditions,
    Condition,
    Conditions,
    Group,
    fields_known,
    from_json,
    own_infos,
)
from careline.tickets.queries.conditions.building import read_posted
from careline.tickets.queries.views import access_view, may_change
from careline.tickets.views.columns import columns_known
from careline.tickets.views.doors import agent_page
from careline.tickets.views.kinds import saved_kind
from careline.tickets.views.view_parts import builder, form_context
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.conditions import Field

USUAL = Conditions("all", (Group("all", (Condition("status", "is", ["new", "open"]),)),))


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
    return _form(request, None, begun, fields_known(agent))


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_view(request: HttpRequest, view: str) -> HttpResponse:
    """Change a view."""
    agent = agent_of(request)
    own = own_team_ids(agent)
    saved = access_view(agent, view, own)
    if not may_change(agent, saved, own):
        raise Http404
    if request.method == "POST":
        return _save(request, agent, saved)
    return _form(request, saved, _details_of(saved), fields_known(agent))


@agent_page
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the conditions as they are now, and what they find."""
    agent = agent_of(request)
    known = fields_known(agent)
    conditions = read_posted(request.POST, known)
    context = builder(agent, conditions, known, request.POST.get("sort", ""))
    return render(request, "tickets/_view_builder.html", context)


def _save(request: HttpRequest, agent: Agent, saved: SavedView | None) -> HttpResponse:
    known = fields_known(agent)
    details = _posted(request.POST, saved, known)
    if asked := request.POST.get("do"):
        return _form(request, saved, replace(details, columns=_moved(details.columns, asked)), known)
    try:
        if saved is None:
            view = create_view(details, by=agent)
        else:
            version = number_of(request.POST.get("version", "")) or None
            view = change_view(saved, details, by=agent, version=version)
    except BadConditions as told:
        return _form(request, saved, details, known, _("Look at what is marked."), told.errors)
    except Refused as refusal:
        return _form(request, saved, details, known, str(refusal))
    except Conflict:
        words = _("Somebody changed this view a moment ago. Nothing of yours was saved: look at it again.")
        return _form(request, saved, details, known, words)
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return redirect(saved_kind(view).href)


def _posted(posted: QueryDict, saved: SavedView | None, known: Mapping[str, Field]) -> ViewDetails:
    columns = columns_known(own_infos(known))
    return ViewDetails(
        name=posted.get("name", ""),
        scope=posted.get("scope", "personal"),
        team_id=number_of(posted.get("team", "")),
        conditions=read_posted(posted, known),
        words=posted.get("words", "") if saved is None or saved.is_search else "",
        sort=posted.get("sort", ""),
        grouping=posted.get("grouping", ""),
        columns=tuple(key for key in posted.getlist("columns") if key in columns),
    )


def _moved(columns: tuple[str, ...], asked: str) -> tuple[str, ...]:
    """The columns with one of them moved a place, as a button (`up-<key>`, `down-<key>`) asked for."""
    way, _dash, key = asked.partition("-")
    if way not in ("up", "down") or key not in columns:
        return columns
    order = [one for one in columns if one != key]
    order.insert(max(columns.index(key) + (-1 if way == "up" else 1), 0), key)
    return tuple(order)


def _details_of(view: SavedView, **other: Any) -> ViewDetails:
    conditions = from_json(view.conditions) if view.conditions else Conditions()
    known = {
        "name": view.name, "scope": view.scope, "team_id": view.team_id, "conditions": conditions, "words": view.words,
        "sort": view.sort, "grouping": view.grouping, "columns": tuple(view.columns),
    }  # fmt: skip
    return ViewDetails(**(known | other))


def _form(
    request: HttpRequest,
    saved: SavedView | None,
    details: ViewDetails,
    known: Mapping[str, Field],
    trouble: str = "",
    errors: Mapping[tuple[int, int], str] | None = None,
) -> HttpResponse:
    context = form_context(agent_of(request), details, known, errors or {})
    context |= {"saved": saved, "trouble": trouble}
    return render(request, "tickets/view_form.html", context, status=422 if trouble else 200)
