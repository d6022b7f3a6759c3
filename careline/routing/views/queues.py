"""Settings, routing: the queues in their order, one of them with its conditions and people, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.routing.actions.save_queue import (
    QueueDetails,
    change_queue,
    create_queue,
    order_queues,
    remove_queue,
)
from careline.routing.contracts import RoutingRefused
from careline.routing.forms import choices_for, details_of, read_queue
from careline.routing.models import RoutingQueue
from careline.routing.queries.settings import access_queue, queues_for, waiting_by_queue
from careline.routing.views.doors import agent_page
from careline.tickets.contracts import Conflict
from careline.tickets.queries.conditions import (
    BadConditions,
    Conditions,
    Field,
    fields_known,
    preview,
)
from careline.tickets.queries.conditions.building import prepare
from careline.ui.ordering import posted_order

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Known = Mapping[str, Field]
Errors = Mapping[tuple[int, int], str]


@agent_page
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """Show the queues in the order in which they are asked."""
    rows, waiting = [*queues_for(agent_of(request))], waiting_by_queue()
    return render(request, "routing/queues.html", {"rows": [(row, waiting.get(row.pk, 0)) for row in rows]})


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a queue."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_ROUTING)
    if request.method == "POST":
        return _save(request, agent, None)
    return _form(request, agent, None, QueueDetails(""), _known(agent))


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a queue, or change it."""
    agent = agent_of(request)
    saved = access_queue(agent, pk)
    if request.method == "POST":
        return _save(request, agent, saved)
    return _form(request, agent, saved, details_of(saved), _known(agent))


@agent_page
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the conditions as they are now, and what they would have found lately."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_ROUTING)
    known = _known(agent)
    conditions = read_queue(request.POST, known).conditions
    return render(request, "routing/_builder.html", _builder(request, conditions, known, {}))


@agent_page
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Put the queues into the order that was posted, with one of them moved a place."""
    order_queues(posted_order(request), by=agent_of(request))
    return redirect("routing:queues")


@agent_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a queue."""
    agent = agent_of(request)
    saved = access_queue(agent, pk)
    remove_queue(saved.pk, by=agent)
    messages.success(request, _("“%(name)s” is gone.") % {"name": saved.name})
    return redirect("routing:queues")


def _known(agent: Agent) -> Known:
    """The fields that a queue can ask about: nothing that differs from person to person."""
    known = fields_known(agent).items()
    return {key: one for key, one in known if one.reading is not None and not one.is_personal}


def _save(request: HttpRequest, agent: Agent, saved: RoutingQueue | None) -> HttpResponse:
    known = _known(agent)
    details = read_queue(request.POST, known)
    if request.POST.get("do"):
        return _form(request, agent, saved, details, known)
    try:
        if saved is None:
            create_queue(details, by=agent)
        else:
            version = request.POST.get("version", "")
            given = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
            change_queue(saved.pk, details, by=agent, version=given)
    except BadConditions as told:
        return _form(request, agent, saved, details, known, _("Look at what is marked."), told.errors)
    except RoutingRefused as refusal:
        return _form(request, agent, saved, details, known, str(refusal))
    except Conflict:
        words = _("Somebody changed this queue a moment ago. Nothing of yours was saved: look at it again.")
        return _form(request, agent, saved, details, known, words)
    words = _("“%(name)s” is saved. What waits is looked at within a minute.")
    messages.success(request, words % {"name": details.name})
    return redirect("routing:queues")


def _form(
    request: HttpRequest,
    agent: Agent,
    saved: RoutingQueue | None,
    details: QueueDetails,
    known: Known,
    trouble: str = "",
    errors: Errors | None = None,
) -> HttpResponse:
    context = {
        "saved": saved, "details": details, "trouble": trouble, **choices_for(details, saved),
        **_builder(request, details.conditions, known, errors or {}),
    }  # fmt: skip
    return render(request, "routing/form.html", context, status=422 if trouble else 200)


def _builder(request: HttpRequest, conditions: Conditions, known: Known, errors: Errors) -> dict[str, Any]:
    agent = agent_of(request)
    asked = prepare(conditions, agent, known, errors) | {"build_url": reverse("routing:build")}
    return asked | preview(conditions, agent, known, request.POST.get("do", ""))
