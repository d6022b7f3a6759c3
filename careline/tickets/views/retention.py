"""Settings: how long the words of solved tickets are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.retention import remove_retention, set_retention
from careline.tickets.contracts import Refused
from careline.tickets.models import TicketType
from careline.tickets.queries.retention import rules_with_counts
from careline.ui.numbers import number_of


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """Show the rules with how many tickets each would erase now; make, switch and remove them."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_DATA)
    if request.method == "POST":
        ticket_type = request.POST.get("type", "")
        try:
            if request.POST.get("remove"):
                remove_retention(ticket_type, by=agent)
            else:
                days = number_of(request.POST.get("days", ""))
                set_retention(ticket_type, days, is_active=request.POST.get("active") == "1", by=agent)
            messages.success(request, _("Saved."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("tickets:retention")
    names = dict(TicketType.choices)
    found = rules_with_counts()
    rules = [
        {"rule": rule, "label": names.get(rule.ticket_type, _("All other types")), "count": count}
        for rule, count in found
    ]
    made = {rule.ticket_type for rule, _count in found}
    types = [(key, label) for key, label in [("", _("All other types")), *names.items()] if key not in made]
    return render(request, "tickets/retention.html", {"rules": rules, "types": types})
