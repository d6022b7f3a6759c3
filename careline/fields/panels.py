"""The fields room's places in other pages: beside a ticket, a customer, an organisation; and in the settings."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.fields.contracts import Target
from careline.fields.views.asking import keeper_of
from careline.fields.views.new import Filling, show_new
from careline.fields.views.panel import panel_context
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_LAZY = '<div id="fields-{}" hx-get="{}" hx-trigger="load" hx-swap="innerHTML"></div>'


def lazy_panel(target: str, object_id: int) -> str:
    """The place that fetches the fields of something by itself: it costs the page around it no statement."""
    address = reverse("fields:panel", kwargs={"target": target, "object_id": object_id})
    return format_html(_LAZY, target, address)


@register("ticket.side", order=20)
def of_ticket(request: HttpRequest, *, ticket: Any) -> str:
    """Show the fields of a ticket with the other panes, so that nothing moves afterwards; the many only when asked."""
    agent = cast("Agent", request.user)
    shown = panel_context(agent, keeper_of(Target.TICKET).access(agent, ticket.pk))
    return render_to_string("fields/beside_ticket.html", shown, request)


@register("ticket.new", order=20)
def of_new_ticket(
    request: HttpRequest,
    *,
    ticket_type: str,
    words: Mapping[str, Sequence[str]],
    errors: Mapping[str, str] | None = None,
    is_oob: bool = False,
) -> str:
    """Show what a ticket that is still to be opened is asked for, with what was typed and what was refused."""
    return show_new(request, Target.TICKET, Filling(ticket_type, words, errors or {}), is_oob=is_oob)


@register("customer.side", order=20)
def of_customer(request: HttpRequest, *, customer: Any) -> str:
    """Fetch the fields of a customer."""
    return lazy_panel(Target.CUSTOMER, customer.pk)


@register("organisation.side", order=20)
def of_organisation(request: HttpRequest, *, organisation: Any) -> str:
    """Fetch the fields of an organisation."""
    return lazy_panel(Target.ORGANISATION, organisation.pk)


def manages_fields(request: HttpRequest) -> bool:
    """Whether the person may define fields and forms."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_FIELDS))


register_link(
    "settings",
    Link(
        _("Fields and forms"),
        "fields:home",
        "list-checks",
        _("Tickets"),
        also=("/settings/fields/",),
        allowed=manages_fields,
        about=_("What is asked of tickets, customers and organisations."),
    ),
    order=310,
)
