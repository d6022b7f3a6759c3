"""Changes on a customer's page: identities, and what they agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.customers.actions.change_identities import add_identity, remove_identity, verify_identity
from careline.customers.actions.state_consent import state_consent
from careline.customers.contracts import CustomersRefused
from careline.customers.queries import access_customer
from careline.customers.views.asking import number

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer


def _do(
    request: HttpRequest, pk: int, action: Callable[[Agent, Customer], object], done: str
) -> HttpResponse:
    agent = agent_of(request)
    found = access_customer(agent, pk)
    try:
        action(agent, found)
        messages.success(request, done)
    except CustomersRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("customers:customer", pk=found.pk)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Know a customer by one more identity."""
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
    return _do(request, pk, lambda agent, found: add_identity(found, kind, value, by=agent), _("Added."))


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify an identity, take that back, or remove it."""
    identity, way = number(request.POST.get("identity", "")), request.POST.get("way", "")
    if way == "remove":
        return _do(
            request, pk, lambda agent, found: remove_identity(found, identity, by=agent), _("Removed.")
        )
    is_verified = way == "verify"
    return _do(
        request,
        pk,
        lambda agent, found: verify_identity(found, identity, by=agent, is_verified=is_verified),
        _("Marked as verified.") if is_verified else _("Marked as not verified."),
    )


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a customer agreed to, or took back."""
    channel, source = request.POST.get("channel", ""), request.POST.get("source", "")
    is_given = request.POST.get("given") == "1"
    return _do(
        request,
        pk,
        lambda agent, found: state_consent(found, channel, is_given=is_given, source=source, by=agent),
        _("Written down."),
    )
