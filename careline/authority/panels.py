"""What authority adds to other pages: the panel beside a ticket, escalating, decisions to take, and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.authority.queries import decisions_to_take
from careline.authority.views.beside import panel_context
from careline.ui.icons import icon
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

_ESCALATE = '<a class="menu__item" href="{0}" data-command="{1}">{2}{1}</a>'


def takes_decisions(request: HttpRequest) -> bool:
    """Show the link to who may be asked for a decision at all."""
    return bool(request.user.is_authenticated and request.user.may(Right.NOTE))


def manages_limits(request: HttpRequest) -> bool:
    """Whether the person looks after limits."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_LIMITS))


def reads_budgets(request: HttpRequest) -> bool:
    """Show the link to who looks after limits, leads a team, or reads the audit."""
    person = request.user
    if not person.is_authenticated:
        return False
    return person.may(Right.MANAGE_LIMITS) or person.may(Right.READ_AUDIT) or bool(person.led_team_ids)


def waiting(request: HttpRequest) -> str:
    """How many decisions wait for the person; nothing for none."""
    person = request.user
    count = decisions_to_take(person).order_by().count() if person.is_authenticated else 0
    return str(count) if count else ""


@register("ticket.side", order=6)
def authority_beside(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the panel. It comes with the panes, so that nothing moves afterwards."""
    return render_to_string("authority/_panel.html", panel_context(agent_of(request), ticket), request)


@register("ticket.menu", order=15)
def escalate_of(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Offer to escalate to those who may change tickets."""
    person = request.user
    if not (person.is_authenticated and person.may(Right.CHANGE_TICKETS)):
        return None
    address = reverse("authority:escalation", args=[ticket.pk])
    return format_html(_ESCALATE, address, gettext("Escalate"), icon("arrow-up"))


register_link(
    "nav",
    Link(
        _("Decisions to take"),
        "authority:decisions",
        "handshake",
        key="g d",
        allowed=takes_decisions,
        count=waiting,
    ),
    order=25,
)
register_link(
    "places", Link(_("Goodwill budgets"), "authority:budgets", "receipt", allowed=reads_budgets), order=115
)
register_link(
    "places",
    Link(
        _("Tickets on which only some decide"),
        "authority:new_guard",
        "plus",
        _("Tickets"),
        allowed=manages_limits,
    ),
    order=116,
)
for _label, _name, _icon, _about, _order in (
    (
        _("Limits"),
        "limits",
        "signature",
        _("How far each role decides alone: refunds, goodwill, contracts."),
        304,
    ),
    (_("Ladders"), "ladders", "arrow-up", _("To whom a ticket or a decision goes when more is needed."), 305),
    (_("Goodwill budgets"), "budgets", "receipt", _("What each team may give away in a month."), 306),
):
    _may = reads_budgets if _name == "budgets" else manages_limits
    register_link(
        "settings",
        Link(_label, f"authority:{_name}", _icon, _("Tickets"), allowed=_may, about=_about),
        order=_order,
    )
