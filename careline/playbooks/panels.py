"""What playbooks add to other pages: the panel beside a ticket, and their place in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.playbooks.views.shown import panel_context
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("ticket.side", order=5)
def playbooks_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the playbooks of a ticket. They come with the panes, so that nothing moves afterwards."""
    return render_to_string("playbooks/_panel.html", panel_context(agent_of(request), ticket), request)


def may_manage(request: HttpRequest) -> bool:
    """Whether the person looks after the playbooks."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_PLAYBOOKS))


register_link(
    "settings",
    Link(
        _("Playbooks"),
        "playbooks:home",
        "book-open",
        _("Tickets"),
        allowed=may_manage,
        about=_("Procedures that guide step by step, and what they rest on."),
    ),
    order=302,
)
register_link(
    "places", Link(_("New playbook"), "playbooks:new", "plus", _("Tickets"), allowed=may_manage), order=100
)
