"""The fields room's places in other pages: beside a ticket, a customer, an organisation; and in the settings."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.fields.contracts import Target
from careline.ui.slots import Link, register, register_link

_LAZY = '<div id="fields-{}" hx-get="{}" hx-trigger="load" hx-swap="innerHTML"></div>'


def lazy_panel(target: str, object_id: int) -> str:
    """The place that fetches the fields of something by itself: it costs the page around it no statement."""
    address = reverse("fields:panel", kwargs={"target": target, "object_id": object_id})
    return format_html(_LAZY, target, address)


@register("ticket.side", order=20)
def of_ticket(request: HttpRequest, *, ticket: Any) -> str:
    """Fetch the fields of a ticket."""
    return lazy_panel(Target.TICKET, ticket.pk)


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
    ),
    order=310,
)
