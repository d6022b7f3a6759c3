"""Where the guide shows itself: first among the settings of service."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.ui.slots import Link, register_link


def may_set_up(request: HttpRequest) -> bool:
    """Whether the person sets up what tickets are owed: those whom the guide is for."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_TARGETS))


register_link(
    "settings",
    Link(
        _("Set up your service"),
        "guide:guide",
        "list-checks",
        _("Service"),
        allowed=may_set_up,
        about=_("Ten steps, an hour: from hours to figures."),
    ),
    order=195,
)
