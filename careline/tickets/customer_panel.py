"""A customer's tickets, on the customer's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from careline.tickets.queries.customers import customer_tickets
from careline.tickets.views.rows import rows_of
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer

MOST = 50


@register("customer.main")
def tickets_of(request: HttpRequest, *, customer: Customer) -> str:
    """Show the tickets of a person that the viewer may see, newest first."""
    found = customer_tickets(cast("Agent", request.user), customer, limit=MOST)
    shown = {
        "rows": rows_of(found, view="all_open", current=0),
        "count": len(found),
        "is_cut": len(found) == MOST,
    }
    return render_to_string("tickets/_customer_tickets.html", shown, request)
