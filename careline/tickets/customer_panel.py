"""On the customer's page: what was said on all channels as one timeline, their tickets, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.customers.queries import access_customer
from careline.customers.slots import register_reader
from careline.tickets.actions.note_read import note_read
from careline.tickets.models import Read
from careline.tickets.queries.customers import customer_tickets, organisation_tickets
from careline.tickets.queries.timeline import customer_files, timeline
from careline.tickets.views.doors import agent_page
from careline.tickets.views.rows import channel_mark, rows_of
from careline.ui.numbers import number_of
from careline.ui.slots import register
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer, Organisation

MOST = 50
TABS = {
    "tickets": gettext_lazy("Tickets"),
    "conversations": gettext_lazy("Conversations"),
    "files": gettext_lazy("Files"),
}
register_reader(
    lambda agent, customer_id, is_export: note_read(
        agent, Read.Kind.EXPORT if is_export else Read.Kind.CUSTOMER, customer_id
    )
)


@register("customer.main")
def tickets_of(request: HttpRequest, *, customer: Customer) -> str:
    """Show the tickets of a person that the viewer may see, newest first; or what was said; or the files."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "tickets"
    agent = cast("Agent", request.user)
    note_read(agent, Read.Kind.CUSTOMER, customer.pk)
    shown: dict[str, Any] = {"tabs": TABS.items(), "tab": tab, "customer": customer}
    if tab == "conversations":
        shown |= timeline_context(agent, customer)
    elif tab == "files":
        shown["files"] = customer_files(agent, customer)
    else:
        found = customer_tickets(agent, customer, limit=MOST)
        rows = rows_of(found, view="all_open", current=0)
        shown |= {"rows": rows, "count": len(found), "is_cut": len(found) == MOST}
    return render_to_string("tickets/_customer_main.html", shown, request)


@register("organisation.main")
def tickets_of_organisation(request: HttpRequest, *, organisation: Organisation) -> str:
    """Show the tickets of an organisation's members that the viewer may see, newest first."""
    found = organisation_tickets(cast("Agent", request.user), organisation.pk, limit=MOST)
    rows = rows_of(found, view="all_open", current=0)
    shown = {"rows": rows, "count": len(found), "is_cut": len(found) == MOST}
    return render_to_string("tickets/_organisation_main.html", shown, request)


@agent_page
@require_safe
def timeline_part(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the next stretch of what was said with a customer."""
    agent = agent_of(request)
    customer = access_customer(agent, customer_id)
    before = number_of(request.GET.get("before", ""))
    return render(request, "tickets/_timeline.html", timeline_context(agent, customer, before=before))


def timeline_context(agent: Agent, customer: Customer, *, before: int = 0) -> dict[str, Any]:
    """Return what `_timeline.html` needs."""
    said, next_before = timeline(agent, customer, before=before)
    place = reverse("tickets:timeline", kwargs={"customer_id": customer.pk})
    return {
        "said": [
            {
                "one": one,
                "channel": channel_mark(one.channel, get_language() or ""),
                "at": local_time(one.at),
                "who": one.name or (_("Somebody") if one.author == "customer" else "Careline"),
            }
            for one in said
        ],
        "more_url": f"{place}?before={next_before}" if next_before else "",
    }
