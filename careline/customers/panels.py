"""The customers app's place in every page: the area in the rail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.ui.slots import Link, register_link


def reads_tickets(request: HttpRequest) -> bool:
    """Whether the person may see customers at all."""
    return request.user.is_authenticated and request.user.may(Right.READ_TICKETS)


register_link(
    "nav",
    Link(_("Customers"), "customers:customers", "users", key="g c", allowed=reads_tickets),
    order=20,
)


def manages_data(request: HttpRequest) -> bool:
    """Whether the person may bring customers and tickets in, and take them out."""
    return reads_tickets(request) and request.user.may(Right.MANAGE_DATA)  # type: ignore[union-attr]


register_link(
    "settings",
    Link(
        _("Import and export"),
        "customers:imports",
        "arrow-up-down",
        _("Data"),
        allowed=manages_data,
        about=_("Bring in customers and tickets, or take them out."),
    ),
    order=400,
)


def changes_customers(request: HttpRequest) -> bool:
    """Whether the person may write down organisations."""
    return reads_tickets(request) and request.user.may(Right.CHANGE_CUSTOMERS)  # type: ignore[union-attr]


for link in (
    Link(_("Organisations"), "customers:organisations", "briefcase", allowed=reads_tickets),
    Link(_("New organisation"), "customers:new_organisation", "plus", allowed=changes_customers),
):
    register_link("places", link, order=200)
