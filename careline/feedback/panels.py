"""What feedback adds to other pages: the panel beside a ticket, and its places in navigation and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.feedback.queries.complaints import complaints_by
from careline.feedback.views.beside import panel_context
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.customers.models import Customer
    from careline.tickets.models import Ticket


MOST_OF_CUSTOMER = 20


@register("ticket.side", order=3)
def feedback_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the panel. It comes with the panes, so that nothing moves afterwards."""
    return render_to_string("feedback/_panel.html", panel_context(agent_of(request), ticket), request)


@register("customer.side", order=12)
def complaints_of_customer(request: HttpRequest, *, customer: Customer) -> str:
    """Show what a customer complained about, as far as the viewer may see it; the page's read log says who looked."""
    agent = agent_of(request)
    found = (
        complaints_by(agent, customer.pk, limit=MOST_OF_CUSTOMER) if agent.may(Right.READ_COMPLAINTS) else []
    )
    return render_to_string("feedback/_customer.html", {"complaints": found}, request) if found else ""


def reads_complaints(request: HttpRequest) -> bool:
    """Whether the person may read the register."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_COMPLAINTS))


def manages_feedback(request: HttpRequest) -> bool:
    """Whether the person decides about complaints."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_FEEDBACK))


register_link(
    "nav",
    Link(_("Complaints"), "feedback:complaints", "thumbs-down", key="g o", allowed=reads_complaints),
    order=30,
)
register_link(
    "settings",
    Link(
        _("Complaints and upset customers"),
        "feedback:settings",
        "thumbs-down",
        _("Tickets"),
        allowed=manages_feedback,
        about=_("Deadlines, categories, causes, and what an upset message does."),
    ),
    order=320,
)
for link in (
    Link(_("Report on complaints"), "feedback:report", "chart-line", allowed=reads_complaints),
    Link(_("Measures against abuse"), "feedback:measures", "shield", allowed=reads_complaints),
):
    register_link("places", link, order=120)
