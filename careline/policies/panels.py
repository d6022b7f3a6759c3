"""What service targets show in other pages: the panel beside a ticket, and their place in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.policies.views.beside import panel_context
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=4)
def clocks_beside(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the panel. It comes with the panes, so that nothing moves afterwards."""
    return render_to_string("policies/_panel.html", panel_context(agent_of(request), ticket), request)


def may_manage(request: HttpRequest) -> bool:
    """Whether the person decides what customers are promised."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_TARGETS))


register_link(
    "settings",
    Link(
        _("Service targets"),
        "policies:policies",
        "timer",
        _("Service"),
        also=("/settings/targets/",),
        allowed=may_manage,
        about=_("What which tickets are owed, by when, and what happens before and after."),
    ),
    order=301,
)
register_link(
    "places",
    Link(_("New service policy"), "policies:new", "plus", _("Service"), allowed=may_manage),
    order=103,
)
