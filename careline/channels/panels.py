"""The channels' places in every page: links in the settings, and the sign in the rail that a mailbox does not work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.channels.first_run.progress import progress_of
from careline.channels.queries import count_arrivals, failing_inboxes
from careline.tickets.queries.first_use import was_answered
from careline.tickets.queries.outbox import troubled_messages, waiting_by_state
from careline.ui.slots import Link, register, register_link

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def holders_of(right: Right) -> Callable[[HttpRequest], bool]:
    """Make a link's predicate: shown to people whose role has the right."""

    def allowed(request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.may(right)

    return allowed


def failed_count(request: HttpRequest) -> str:
    """How many arrivals failed, as shown beside the link."""
    count = count_arrivals(cast("Agent", request.user), "failed")
    return _("%(n)s failed") % {"n": "99+" if count > 99 else count} if count else ""


@register("rail.end", order=5)
def failing_notice(request: HttpRequest) -> str | None:
    """Tell who manages inboxes, on every page and as soon as it happens, that a mailbox does not work."""
    if not holders_of(Right.MANAGE_INBOXES)(request):
        return None
    return render_to_string("channels/_failing.html", {"failing": failing_inboxes()}, request)


@register("desk.empty")
def first_steps(request: HttpRequest) -> str | None:
    """Where no ticket is open, lead who manages inboxes back to the first steps until the desk gave its first answer."""
    if not holders_of(Right.MANAGE_INBOXES)(request) or was_answered():
        return None
    if not progress_of(cast("Agent", request.user)).next:
        return None
    return render_to_string("channels/_first_steps.html", {}, request)


register_link(
    "first-run",
    Link(
        _("Getting started"),
        "channels:start",
        "play",
        _("Channels"),
        allowed=holders_of(Right.MANAGE_INBOXES),
        about=_("The first steps: a mailbox, the team, the first answer."),
    ),
)


@register("health")
def outbox(request: HttpRequest) -> str:
    """On the health page: mailboxes that do not work, what waits to go out, and what did not."""
    agent = cast("Agent", request.user)
    shown = {
        "failing": failing_inboxes(),
        "waiting": waiting_by_state(agent),
        "troubled": troubled_messages(agent),
    }
    return render_to_string("channels/_outbox.html", shown, request)


register_link(
    "settings",
    Link(
        _("Inboxes"),
        "channels:inboxes",
        "mail",
        _("Channels"),
        allowed=holders_of(Right.MANAGE_INBOXES),
        about=_("Mailboxes and forms that messages come in by."),
    ),
    order=50,
)
register_link(
    "settings",
    Link(
        _("Arrivals"), "channels:arrivals", "inbox", _("Channels"), allowed=holders_of(Right.RELEASE_MAIL),
        count=failed_count, about=_("What came in, and what became of it.")),
    order=55,
)  # fmt: skip
register_link(
    "settings",
    Link(
        _("Blocked senders"),
        "channels:blocked",
        "shield",
        _("Channels"),
        allowed=holders_of(Right.RELEASE_MAIL),
        about=_("Whose mail is held back."),
    ),
    order=60,
)
register_link(
    "places",
    Link(
        _("New inbox"), "channels:new_inbox", "plus", _("Channels"), allowed=holders_of(Right.MANAGE_INBOXES)
    ),
    order=400,
)
