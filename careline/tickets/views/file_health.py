"""On the health page: files whose words could not be read, and the button that has them read again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.read_again import read_again

REASONS = {
    "too large": gettext_lazy("Larger than what is read"),
    "lost": gettext_lazy("The content is lost"),
    "given up": gettext_lazy("Given up after three tries"),
    "too large when unpacked": gettext_lazy("Larger than what is read, when unpacked"),
    "could not be read": gettext_lazy("Damaged, or of another format than it says"),
    "encrypted": gettext_lazy("Encrypted"),
    "took too long": gettext_lazy("Took too long"),
}


def reason_words(reason: str) -> str:
    """A reason as a person would say it; one that is not known as it was written down."""
    return str(REASONS.get(reason, reason)) or _("Unknown")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have the files that failed for one reason read again."""
    n = read_again(request.POST.get("reason", "")[:100], by=agent_of(request))
    words = ngettext("One file is read again.", "%(n)s files are read again.", n)
    messages.success(request, words % {"n": n})
    return redirect("accounts:health")
