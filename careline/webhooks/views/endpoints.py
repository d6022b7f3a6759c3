"""Settings, webhooks: the list, one of them, its secret (shown once), removing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.webhooks.actions.rotate_secret import rotate_secret
from careline.webhooks.actions.save_endpoint import change_endpoint, create_endpoint, remove_endpoint
from careline.webhooks.contracts import WebhookRefused
from careline.webhooks.forms import EndpointForm
from careline.webhooks.queries import access_endpoint, endpoints_for


@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show all webhooks, and how each fares."""
    return render(request, "webhooks/webhooks.html", {"endpoints": endpoints_for(agent_of(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an address and make a webhook; its secret is shown this once."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_COMPANY)
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = create_endpoint(form.details(), by=agent)
            context = {"endpoint": endpoint, "secret": secret}
            return render(request, "webhooks/secret.html", context, status=201)
        except WebhookRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "webhooks/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a webhook, or change it."""
    agent = agent_of(request)
    endpoint = access_endpoint(agent, pk)
    said = {name: getattr(endpoint, name) for name in ("url", "name", "is_active", "types", "team_ids")}
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            change_endpoint(endpoint, form.details(), by=agent)
            messages.success(request, _("Saved."))
            return redirect("webhooks:webhooks")
        except WebhookRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"endpoint": endpoint, "form": form}
    return render(request, "webhooks/webhook.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new secret, and show it this once."""
    agent = agent_of(request)
    endpoint = access_endpoint(agent, pk)
    secret = rotate_secret(endpoint, by=agent)
    context = {"endpoint": endpoint, "secret": secret, "is_rotated": True}
    return render(request, "webhooks/secret.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a webhook."""
    agent = agent_of(request)
    endpoint = access_endpoint(agent, pk)
    remove_endpoint(endpoint, by=agent)
    messages.success(request, _("“%(name)s” is gone.") % {"name": endpoint.name})
    return redirect("webhooks:webhooks")
