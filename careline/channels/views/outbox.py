"""What did not go out, sent again from the health page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.send_again import send_again
from careline.tickets.contracts import NotVisible


@require_POST
def send_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a message again; if it is on its way already, nothing happens."""
    try:
        if send_again(pk, by=agent_of(request)):
            messages.success(request, _("It goes out now."))
    except NotVisible:
        raise Http404 from None
    return redirect("accounts:health")
