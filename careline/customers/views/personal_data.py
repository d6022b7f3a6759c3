"""What we hold about a person: how much, exports of it, legal hold, erasure. For who manages data."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.core.files import ContentLost
from careline.customers.actions.erase_customer import ask_erasure
from careline.customers.actions.export_customer import ask_export, read_export
from careline.customers.actions.hold_customer import hold_customer, release_customer
from careline.customers.contracts import CustomersRefused
from careline.customers.queries import access_customer
from careline.customers.queries.personal_data import hold_on, latest_erasure, latest_exports, what_we_hold
from careline.customers.views.customers import name_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer


@require_safe
def personal_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how much we hold about a person, what was exported, and whether it may be erased."""
    agent = _manager(request)
    found = access_customer(agent, pk)
    shown = {
        "customer": found,
        "title": name_of(found),
        "held": what_we_hold(found),
        "exports": latest_exports(agent, found),
        "hold": hold_on(found),
        "erasure": latest_erasure(found),
    }
    return render(request, "customers/personal_data.html", shown)


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for everything that we hold about a person."""
    return _do(
        request,
        pk,
        lambda agent, found: ask_export(found, by=agent),
        _("The export is being written. Look at this page again in a moment."),
    )


@require_safe
def download(request: HttpRequest, export_id: int) -> HttpResponse:
    """Hand an export out; who read it is written down."""
    try:
        made, content = read_export(export_id, by=_manager(request))
    except ContentLost:
        raise Http404 from None
    answer = HttpResponse(content, content_type="application/zip")
    name = f"customer-{made.customer_id}-{made.asked_at:%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person under legal hold, or end it."""
    if request.POST.get("release"):
        return _do(
            request,
            pk,
            lambda agent, found: release_customer(found, by=agent),
            _("The legal hold has ended."),
        )
    reason = request.POST.get("reason", "")
    return _do(
        request,
        pk,
        lambda agent, found: hold_customer(found, reason, by=agent),
        _("Nothing of them is erased from now on."),
    )


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a person is erased."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        pk,
        lambda agent, found: ask_erasure(found, reason, by=agent),
        _("They are being erased. It takes a moment, and can’t be undone."),
    )


def _manager(request: HttpRequest) -> Agent:
    agent = agent_of(request)
    agent.require(Right.MANAGE_DATA)
    agent.require(Right.READ_ALL_TEAMS)
    return agent


def _do(
    request: HttpRequest, pk: int, action: Callable[[Agent, Customer], object], done: str
) -> HttpResponse:
    agent = _manager(request)
    found = access_customer(agent, pk)
    try:
        action(agent, found)
        messages.success(request, done)
    except CustomersRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("customers:personal_data", pk=found.pk)
