"""Where promises show themselves: beside a ticket, in the palette, in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.promises.queries.day import Wanted, browse_promises
from careline.promises.views.beside import panel_context
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

MOST_OF_CUSTOMER = 20


@register("ticket.side", order=5)
def promises_beside(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the panel. It comes with the panes, so that nothing moves afterwards."""
    return render_to_string("promises/_panel.html", panel_context(agent_of(request), ticket), request)


@register("customer.side", order=10)
def promises_to(request: HttpRequest, *, customer: Any) -> str:
    """Show what is owed to a customer, on tickets that the viewer may see."""
    owed = browse_promises(agent_of(request), Wanted(customer_id=customer.pk), limit=MOST_OF_CUSTOMER)
    shown = {"promises": owed.promises, "now": timezone.now()}
    return render_to_string("promises/_customer.html", shown, request)


def may_read(request: HttpRequest) -> bool:
    """Whether the person may read tickets, and so what was promised on them."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_TICKETS))


def may_manage(request: HttpRequest) -> bool:
    """Whether the person decides what customers are promised."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_TARGETS))


register_link("places", Link(_("Promises"), "promises:day", "handshake", allowed=may_read), order=102)
register_link(
    "settings",
    Link(
        _("Promises"),
        "promises:rules",
        "handshake",
        _("Tickets"),
        allowed=may_manage,
        about=_("How far ahead people may promise, and what nobody may promise."),
    ),
    order=302,
)
