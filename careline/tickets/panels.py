"""What the tickets app adds to other pages: its area in the rail, and a customer's tickets."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.tickets import customer_panel  # noqa: F401  (takes its place on the customer's page)
from careline.tickets.views import (
    linked,  # noqa: F401  (takes its place beside a ticket)
    quick_search,  # noqa: F401  (takes its place in the palette)
    splitting,  # noqa: F401  (takes its places in a ticket's menus and panes)
)
from careline.ui.slots import Link, register_link


def may_read(request: HttpRequest) -> bool:
    """Whether the person may see tickets at all."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_TICKETS))


def may_write_macros(request: HttpRequest) -> bool:
    """Whether the person may write macros, if only for themselves."""
    return bool(request.user.is_authenticated and request.user.may(Right.CHANGE_TICKETS))


register_link(
    "settings",
    Link(
        _("Macros"),
        "tickets:macro_home",
        "zap",
        _("Tickets"),
        allowed=may_write_macros,
    ),
    order=300,
)
register_link(
    "nav",
    Link(
        label=_("Inbox"),
        url_name="tickets:desk",
        icon="inbox",
        key="g i",
        also=("/views/", "/tickets/", "/search/"),
        allowed=may_read,
    ),
    order=10,
)


def manages_data(request: HttpRequest) -> bool:
    """Whether the person may export, erase and import."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_DATA))


register_link(
    "settings",
    Link(_("Retention"), "tickets:retention", "hourglass", _("Data"), allowed=manages_data),
    order=410,
)
