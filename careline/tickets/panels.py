"""What the tickets app adds to other pages: its area in the rail, and a customer's tickets."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.tickets import customer_panel  # noqa: F401  (takes its place on the customer's page)
from careline.ui.slots import Link, register_link


def may_read(request: HttpRequest) -> bool:
    """Whether the person may see tickets at all."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_TICKETS))


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
