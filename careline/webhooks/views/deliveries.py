"""Settings, webhooks: the log of deliveries, one of them with its attempts, a test, sending again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of
from careline.webhooks.actions.send_again import send_again, send_test
from careline.webhooks.contracts import WebhookRefused
from careline.webhooks.models import Delivery
from careline.webhooks.queries import PAGE, access_delivery, access_endpoint, deliveries_of


@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was sent to a webhook, newest first; further ones by `before`."""
    agent = agent_of(request)
    endpoint = access_endpoint(agent, pk)
    given = request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    state = request.GET.get("state", "")
    state = state if state in Delivery.State.values else ""
    found = deliveries_of(agent, endpoint, before=before, state=state)
    here = reverse("webhooks:log", kwargs={"pk": pk})
    more_url = f"{here}?state={state}&before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    states = [
        ("", _("All")),
        *(choice for choice in Delivery.State.choices if choice[0] != Delivery.State.SENDING),
    ]
    context = {"endpoint": endpoint, "deliveries": found[:PAGE], "more_url": more_url, "state": state}
    return render(request, "webhooks/log.html", {**context, "states": states})


@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one delivery: what was sent, and how each attempt went."""
    return render(request, "webhooks/delivery.html", {"delivery": access_delivery(agent_of(request), pk)})


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test."""
    agent = agent_of(request)
    endpoint = access_endpoint(agent, pk)
    try:
        sent = send_test(endpoint, by=agent)
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:webhook", pk=pk)
    messages.success(request, _("The test is on its way: look here again in a moment."))
    return redirect("webhooks:delivery", pk=sent.pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a delivery once more."""
    agent = agent_of(request)
    try:
        send_again(access_delivery(agent, pk), by=agent)
        messages.success(request, _("It goes out again now."))
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("webhooks:delivery", pk=pk)
