"""What the tickets app adds to other pages: its area in the rail, and a customer's tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets import customer_panel  # noqa: F401  (takes its place on the customer's page)
from careline.tickets.queries.side import may_write_aside
from careline.tickets.queries.unread_files import unread_by_reason
from careline.tickets.views import (
    linked,  # noqa: F401  (takes its place beside a ticket)
    quick_search,  # noqa: F401  (takes its place in the palette)
    splitting,  # noqa: F401  (takes its places in a ticket's menus and panes)
)
from careline.tickets.views.file_health import reason_words
from careline.tickets.views.side import panel_context as side_context
from careline.tickets.views.to_do import panel_context
from careline.ui.icons import icon
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@register("health", order=200)
def unread_files(request: HttpRequest) -> str | None:
    """On the health page: attached files whose words could not be read, by the reason."""
    unread = [(reason, reason_words(reason), count) for reason, count in unread_by_reason()]
    return render_to_string("tickets/_unread_files.html", {"unread": unread}, request) if unread else None


def may_read(request: HttpRequest) -> bool:
    """Whether the person may see tickets at all."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_TICKETS))


def may_write_macros(request: HttpRequest) -> bool:
    """Whether the person may write macros, if only for themselves."""
    return bool(request.user.is_authenticated and request.user.may(Right.CHANGE_TICKETS))


def tidies_tags(request: HttpRequest) -> bool:
    """Show the link to who sees every team and may change tickets."""
    person = request.user
    return bool(
        person.is_authenticated and person.may(Right.READ_ALL_TEAMS) and person.may(Right.CHANGE_TICKETS)
    )


register_link(
    "settings",
    Link(
        _("Macros"),
        "tickets:macro_home",
        "zap",
        _("Tickets"),
        allowed=may_write_macros,
        about=_("Answers written once and used often."),
    ),
    order=300,
)
_AGENDA = '<a class="menu__item" href="{0}" data-command="{1}">{2}{1}</a>'
_READERS = '<a class="menu__item" href="{0}" data-command="{2}">{1}{2}</a>'


@register("ticket.side", order=10)
def to_do_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the tasks, reminders and time of a ticket. They come with the panes, so that nothing moves afterwards."""
    return render_to_string("tickets/_to_do.html", panel_context(agent_of(request), ticket), request)


@register("ticket.side", order=12)
def side_conversations_of(request: HttpRequest, *, ticket: Ticket) -> str:
    """Show the side conversations of a ticket, and offer to begin one."""
    return render_to_string("tickets/_side_panel.html", side_context(agent_of(request), ticket), request)


@register("ticket.menu", order=20)
def begin_side_of(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Offer to begin a side conversation to those who may write to people outside."""
    if not may_write_aside(agent_of(request)):
        return None
    address = reverse("tickets:side_start", args=[ticket.pk])
    return format_html(_READERS, address, icon("users"), gettext("Ask a third party by mail"))


@register("queue.views", order=5)
def agenda_of(request: HttpRequest) -> str:
    """Offer the person's own tasks and reminders among the views."""
    return format_html(
        _AGENDA, reverse("tickets:agenda"), gettext("My tasks and reminders"), icon("list-checks")
    )


def may_audit(request: HttpRequest) -> bool:
    """Whether the person may read who read what."""
    return bool(request.user.is_authenticated and request.user.may(Right.READ_AUDIT))


@register("ticket.menu", order=90)
def readers_of(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Lead auditors to who opened a ticket."""
    if not may_audit(request):
        return None
    return format_html(
        _READERS, reverse("tickets:readers", args=[ticket.pk]), icon("eye"), gettext("Who opened this")
    )


register_link(
    "settings",
    Link(
        _("Many at once"),
        "tickets:bulk_runs",
        "check-square",
        _("Tickets"),
        allowed=may_write_macros,
        about=_("What was done to many tickets, with its outcome."),
    ),
    order=305,
)
register_link(
    "settings",
    Link(
        _("Tags"),
        "tickets:tags",
        "tags",
        _("Tickets"),
        allowed=tidies_tags,
        about=_("Rename, join and remove tags."),
    ),
    order=306,
)
register_link(
    "nav",
    Link(
        label=pgettext_lazy("all the tickets", "Inbox"),
        url_name="tickets:desk",
        icon="inbox",
        key="g i",
        also=("/views/", "/agenda/", "/tickets/", "/search/", "/side-conversations/"),
        allowed=may_read,
    ),
    order=10,
)


def may_reply(request: HttpRequest) -> bool:
    """Whether the person may write to customers."""
    return bool(request.user.is_authenticated and request.user.may(Right.REPLY))


for link in (
    Link(_("New ticket"), "tickets:new", "square-pen", allowed=may_reply),
    Link(_("My tasks and reminders"), "tickets:agenda", "list-checks", allowed=may_read),
    Link(_("Search"), "tickets:search", "search", allowed=may_read),
    Link(_("All views"), "tickets:view_list", "list-filter", allowed=may_read),
    Link(_("New view"), "tickets:view_new", "plus", allowed=may_read),
    Link(_("New macro"), "tickets:macro_new", "plus", _("Tickets"), allowed=may_write_macros),
):
    register_link("places", link, order=100)


def manages_data(request: HttpRequest) -> bool:
    """Whether the person may export, erase and import."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_DATA))


register_link(
    "settings",
    Link(
        _("Retention"),
        "tickets:retention",
        "hourglass",
        _("Data"),
        allowed=manages_data,
        about=_("When old tickets are erased by themselves."),
    ),
    order=410,
)
register_link(
    "settings",
    Link(
        _("Read log"),
        "tickets:read_log",
        "eye",
        _("Security"),
        allowed=may_audit,
        about=_("Who opened which ticket, customer or file."),
    ),
    order=480,
)
