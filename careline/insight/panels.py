"""Where insight shows itself: its area in the rail, the page of definitions in the palette, a panel beside a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


def may_read(request: HttpRequest) -> bool:
    """Whether the person may read tickets at all: figures are made of those that they may see."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_TICKETS))


register_link(
    "nav", Link(_("Insight"), "insight:insight", "chart-line", key="g r", allowed=may_read), order=40
)
for _name, _address, _icon, _order in (
    (_("Service targets kept and missed"), "insight:targets", "timer", 107),
    (_("Tickets that missed a target"), "insight:missed", "timer", 108),
    (_("Open work, day by day"), "insight:open_work", "chart-line", 109),
    (_("How figures are computed"), "insight:definitions", "circle-help", 110),
):
    register_link("places", Link(_name, _address, _icon, allowed=may_read), order=_order)


@register("ticket.side", order=90)
def figures_beside(request: HttpRequest, *, ticket: Ticket) -> str:
    """Hold the place of the panel, which is fetched once somebody unfolds it."""
    return render_to_string("insight/_panel.html", {"ticket": ticket}, request)
