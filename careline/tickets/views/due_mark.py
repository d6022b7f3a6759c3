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
    if ticket.due_left_seconds is not None:
        return paused_mark(ticket.due_left_seconds, ticket.status)
    return due_mark(ticket.due_at, now, is_promise=ticket.due_is_promise)


def due_mark(due_at: datetime, now: datetime, *, is_promise: bool) -> SafeString:
    """The mark, "" for what is never due. What no customer was promised stays grey, however late."""
    if due_at >= NEVER:
        return SafeString("")
    late = due_at <= now
    tone = "ok" if not is_promise else "late" if late else "soon" if due_at - now <= SOON else "ok"
    words = _("Overdue by") if late else _("Due in")
    if abs(due_at - now) >= WEEK:  # from then on a time is told by its day
        words = _("Overdue since") if late else _("Due")
    if not is_promise:
        words = _("Our own reminder, promised to nobody: %(due)s") % {"due": words}
    return format_html(
        '<span class="clock" data-clock="{}"{} title="{}">{}<span class="hidden-visually">{} </span>{}</span>',
        tone, SafeString(" data-due" if is_promise else ""), words, icon("timer"), words, local_time(due_at),
    )  # fmt: skip


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
