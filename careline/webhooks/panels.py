"""The webhooks' place in the settings."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.ui.slots import Link, register_link


def may_manage(request: HttpRequest) -> bool:
    """Whether the person looks after the company's connections."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_COMPANY))


register_link(
    "settings",
    Link(
        _("Webhooks"),
        "webhooks:webhooks",
        "external-link",
        _("Connections"),
        allowed=may_manage,
        about=_("Tell other programs what happens here."),
    ),
    order=80,
)
register_link(
    "places", Link(_("New webhook"), "webhooks:new", "plus", _("Connections"), allowed=may_manage), order=410
)
