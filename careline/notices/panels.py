"""The notices' places in every page: the bell in the rail with its panel, and the sign beside a ticket that it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.notices.views.asking import is_here
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("rail.end", order=8)
def bell(request: HttpRequest) -> str | None:
    """Offer the centre on every page, with a count that fetches itself."""
    if not request.user.is_authenticated:
        return None
    return render_to_string("notices/_bell.html", {"me": request.user, "is_here": is_here(request)}, request)


@register("page.end", order=8)
def centre(request: HttpRequest) -> str | None:
    """Keep an empty panel, which the bell fills."""
    if not request.user.is_authenticated or is_here(request):
        return None
    return render_to_string("notices/_panel.html", {}, request)


@register("ticket.side", order=1)
def seen(request: HttpRequest, *, ticket: Ticket) -> str:
    """Say that the person has this ticket before them."""
    shown = {"me": request.user, "number": ticket.pk, "is_new": True}
    return render_to_string("notices/_seen.html", shown, request)


register_link(
    "settings",
    Link(
        _("Notices to me"),
        "notices:preferences",
        "bell",
        _("You"),
        about=_("What you are told of, where and when."),
    ),
    order=15,
)
register_link("places", Link(_("Notices"), "notices:notices", "bell"), order=110)
