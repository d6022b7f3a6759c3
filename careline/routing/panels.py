"""The places of routing in other pages: beside a ticket that waits, in the settings, in the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.routing.queries.beside import waiting_of
from careline.routing.queries.queues import has_queues
from careline.tickets.queries.hands import needs_hands
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=5)
def routing_beside(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Show how a ticket waits that nobody has; nothing where there is no queue. It comes with the panes, so that nothing moves."""
    if not has_queues() or not needs_hands(ticket):
        return None
    return render_to_string("routing/_panel.html", {"ticket": ticket, "waiting": waiting_of(ticket)}, request)


def may_manage(request: HttpRequest) -> bool:
    """Whether the person says who gets which ticket."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_ROUTING))


def may_see_people(request: HttpRequest) -> bool:
    """Whether the person leads anybody."""
    if not request.user.is_authenticated:
        return False
    return may_manage(request) or bool(request.user.may(Right.REPLY) and request.user.led_team_ids)


register_link(
    "settings",
    Link(
        _("Routing"),
        "routing:queues",
        "route",
        _("Tickets"),
        also=("/settings/routing/",),
        allowed=may_manage,
        about=_("Who gets which ticket by itself: by skill, presence and room."),
    ),
    order=303,
)
register_link(
    "settings",
    Link(
        _("Workload"),
        "routing:people",
        "users",
        _("Service"),
        allowed=may_see_people,
        about=_("Who is there, what each has of what they take, what routing gave them."),
    ),
    order=212,
)
register_link(
    "places",
    Link(_("New queue of routing"), "routing:new", "plus", _("Tickets"), allowed=may_manage),
    order=104,
)
