"""The mark of when a ticket is due: a quiet figure, amber as the moment comes near, red once it has passed.

Where what is owed stands still, there is no moment: then it says so, and why.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.models.ticket import NEVER, Status
from careline.ui.durations import in_words
from careline.ui.icons import icon
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.tickets.models import Ticket
    from careline.tickets.queries.queue import QueueRow

SOON = timedelta(minutes=30)
WEEK = timedelta(days=7)


def due_of(ticket: QueueRow | Ticket, now: datetime) -> SafeString:
    """The mark of a ticket or its row; "" for one that is done, that sleeps, or that owes nothing."""
    if ticket.status >= Status.SOLVED or ticket.snoozed_until is not None:
        return SafeString("")
    if ticket.due_left_seconds is not None and not ticket.is_promised:
        return paused_mark(ticket.due_left_seconds, ticket.status)
    return due_mark(ticket.due_at, now, is_promise=ticket.due_is_promise, is_promised=ticket.is_promised)


def due_mark(due_at: datetime, now: datetime, *, is_promise: bool, is_promised: bool = False) -> SafeString:
    """The mark, "" for what is never due. What no customer was promised stays grey, however late.

    `is_promised` says that a person told the customer this moment: another icon, and the words say so.
    """
    if due_at >= NEVER:
        return SafeString("")
    late = due_at <= now
    tone = "ok" if not is_promise else "late" if late else "soon" if due_at - now <= SOON else "ok"
    is_far = abs(due_at - now) >= WEEK
    words = _words(is_late=late, is_far=is_far, is_promised=is_promised)
    if not is_promise:
        words = _("Our own reminder, promised to nobody: %(due)s") % {"due": words}
    picture = icon("handshake" if is_promised else "timer")
    return format_html(
        '<span class="clock" data-clock="{}"{}{} title="{}">{}<span class="hidden-visually">{} </span>{}</span>',
        tone, SafeString(" data-due" if is_promise else ""), SafeString(" data-far" if is_far else ""),
        words, picture, words, local_time(due_at),
    )  # fmt: skip


def _words(*, is_late: bool, is_far: bool, is_promised: bool) -> str:
    """What stands before the time; from a week on a time is told by its day."""
    if is_far:
        if is_promised:
            return _("Promised, overdue since") if is_late else _("Promised by")
        return _("Overdue since") if is_late else _("Due")
    if is_promised:
        return _("Promised, overdue by") if is_late else _("Promised, due in")
    return _("Overdue by") if is_late else _("Due in")


def paused_mark(left_seconds: int, status: int) -> SafeString:
    """The mark of a ticket whose clocks stand still: with what is left of the nearest, and whose move it is."""
    why = _still(status) % {"left": in_words(left_seconds, has_days=False)}
    return format_html(
        '<span class="clock" data-clock="paused" title="{}">{}{}<span class="hidden-visually">: {}</span></span>',
        why, icon("circle-pause"), _("paused"), why,
    )  # fmt: skip


def _still(status: int) -> str:
    if status == Status.PENDING:
        return _("Its clocks stand still with %(left)s left: it is the customer’s move.")
    if status == Status.ON_HOLD:
        return _("Its clocks stand still with %(left)s left: it is a third party’s move.")
    return _("Its clocks stand still with %(left)s left: its service policy does not count this time.")
