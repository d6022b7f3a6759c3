"""What the channels know that the desk shows: our own addresses, the inbox of a ticket, views of arrivals, raw mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.channels.configured import inboxes
from careline.channels.models import Inbox
from careline.tickets.queries.conditions import register_choices
from careline.ui.icons import icon
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Message, Ticket

register_choices("inbox", lambda agent: [(str(one.id), one.name) for one in inboxes().by_id.values()])


@register("ticket.own_addresses")
def own_addresses(request: HttpRequest | None) -> str:
    """Our own addresses, one a line: "reply to all" never answers ourselves."""
    return "\n".join(inboxes().by_address)


@register("ticket.inbox")
def inbox_address(request: HttpRequest | None, *, ticket: Ticket) -> str | None:
    """The address that a ticket's answers come from."""
    found = inboxes().by_id.get(ticket.inbox_id or 0)
    return found.address if found else None


@register("ticket.undo_seconds")
def undo_seconds(request: HttpRequest | None, *, ticket: Ticket) -> str | None:
    """How long a reply can be taken back."""
    found = Inbox.objects.filter(pk=ticket.inbox_id or 0).values_list("undo_seconds", flat=True).first()
    return None if found is None else str(found)


@register("composer.inboxes")
def inbox_choices(request: HttpRequest | None, *, chosen: str = "") -> str:
    """The active mail inboxes, as options of a select; `chosen` is the id of one, or nothing."""
    rows = [
        (one.id, " selected" if str(one.id) == chosen else "", one.name, one.address)
        for one in inboxes().by_id.values()
        if one.is_active and one.channel == "email"
    ]
    return format_html_join("", '<option value="{}"{}>{} &lt;{}&gt;</option>', rows)


@register("queue.views")
def arrival_views(request: HttpRequest | None) -> str | None:
    """Links to what was held back or could not be read, below the views of the queue."""
    agent = cast("Agent", request.user) if request is not None else None
    if agent is None or not agent.may(Right.RELEASE_MAIL):
        return None
    kinds = (("suspended", _("Suspended mail"), "shield"), ("failed", _("Failed arrivals"), "triangle-alert"))
    rows = [
        (reverse("channels:arrivals_in", args=[state]), icon(symbol), label) for state, label, symbol in kinds
    ]
    items = format_html_join("", '<a class="menu__item" href="{}">{}{}</a>', rows)
    return format_html('<div class="menu__line"></div>{}', items)


@register("message.menu")
def raw_source(request: HttpRequest | None, *, message: Message) -> str | None:
    """The raw mail that a message was made of, for who may release mail."""
    if request is None or not message.arrival_id or not request.user.may(Right.RELEASE_MAIL):  # type: ignore[union-attr]
        return None
    address = reverse("channels:arrival", args=[message.arrival_id])
    return format_html('<a class="menu__item" href="{}">{}{}</a>', address, icon("code"), _("Raw mail"))
