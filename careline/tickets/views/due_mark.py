"""The mark of when a ticket is due: a quiet figure, amber as the moment comes near, red once it has passed."""

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.models.ticket import NEVER
from careline.ui.icons import icon
from careline.ui.times import local_time

SOON = timedelta(minutes=30)
WEEK = timedelta(days=7)


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
