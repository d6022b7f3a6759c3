"""Blocked senders: whose mail is held back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.queries import agent_of
from careline.channels.forms import BlockForm
from careline.channels.intake.blocked import forget_blocked
from careline.customers.actions.block_sender import block_sender, unblock_sender
from careline.customers.queries.blocked import blocked_senders


@require_http_methods(["GET", "HEAD", "POST"])
def blocked(request: HttpRequest) -> HttpResponse:
    """Show the list, or put a sender on it."""
    agent = agent_of(request)
    listed = blocked_senders(by=agent)
    form = BlockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        block_sender(form.cleaned_data["pattern"], by=agent, reason=form.cleaned_data["reason"])
        forget_blocked()
        messages.success(request, _("Blocked. What they send is held back from now on, not lost."))
        return redirect("channels:blocked")
    context = {"blocked": listed[:500], "form": form}
    return render(request, "channels/blocked.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sender off the list."""
    agent = agent_of(request)
    row = get_object_or_404(blocked_senders(by=agent), pk=pk)
    unblock_sender(row.pattern, by=agent)
    forget_blocked()
    messages.success(request, _("They can write to us again."))
    return redirect("channels:blocked")
