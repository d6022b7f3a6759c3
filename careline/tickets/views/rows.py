"""The rows of a queue, prepared as strings: a page shows many, so the template only writes them down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.queries.conditions.columns import CHANNELS
from careline.tickets.queries.questions import Question, say_group
from careline.tickets.queries.queue import QueueRow
from careline.tickets.slots import row_marks
from careline.tickets.views.card import language_name
from careline.tickets.views.due_mark import due_of
from careline.ui.faces import avatar
from careline.ui.icons import icon
from careline.ui.times import ago, local_time

CHANNEL_ICONS = {
    "email": "mail", "chat": "message-circle", "form": "file-text", "voice": "phone", "counter": "store", "sms": "message-circle-more",
}  # fmt: skip
_NAMED = {
    "team": gettext_lazy("No team"),
    "assignee": gettext_lazy("Unassigned"),
    "organisation": gettext_lazy("No organisation"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket in a queue, ready to be written down."""

    number: int
    href: str
    customer: str
    subject: str
    words: str
    language: str
    is_unread: bool
    is_current: bool
    at: str
    at_words: str
    channel: SafeString
    state: SafeString
    flag: SafeString
    asleep: SafeString
    due: SafeString
    marks: SafeString
    faces: SafeString
    group: str = ""


def rows_of(tickets: Iterable[QueueRow], *, view: str, current: int, groups: Iterable[str] = ()) -> list[Row]:
    """Prepare the rows of a page of the queue; `groups` are the headings, "" for a row that none stands above."""
    nobody, nothing, now = _("Somebody"), _("(no subject)"), timezone.now()
    return [
        Row(
            number=ticket.number,
            href=f"/tickets/{ticket.number}/?view={view}",
            customer=ticket.customer_name or nobody,
            subject=ticket.subject or nothing,
            words=ticket.snippet,
            language=ticket.language,
            is_unread=ticket.is_unread and ticket.number != current,  # who looks at it has seen it
            is_current=ticket.number == current,
            at=ticket.last_customer_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            at_words=ago(ticket.last_customer_at, now),
            channel=channel_mark(ticket.channel, get_language() or ""),
            state=_state(ticket.status, get_language() or ""),
            flag=_flag(ticket.priority, get_language() or ""),
            asleep=_asleep(ticket),
            due=due_of(ticket, now),
            marks=marks_of(ticket),
            faces=_faces(ticket),
            group=group,
        )
        for ticket, group in zip(tickets, chain(groups, repeat("")), strict=False)
    ]


def headings(question: Question | None, groups: Iterable[Any]) -> list[str]:
    """Say the groups of a page of rows in words: "" where none begins."""
    return ["" if question is None or group is None else _heading(question, group) for group in groups]


def _heading(question: Question, group: Any) -> str:
    grouping = question.grouping
    if own := question.fields.get(grouping):
        return say_group(own, group) or _("%(field)s is not set") % {"field": own.label}
    if grouping in _NAMED:
        return str(group).partition(chr(31))[0] or str(_NAMED[grouping])
    if grouping == "language":
        return language_name(group) or group or _("Language not known")
    labels: dict[str, Callable[[], Any]] = {
        "status": lambda: Status(group).label,
        "priority": lambda: Priority(-group).label,
        "type": lambda: TicketType(group).label,
        "channel": lambda: CHANNELS.get(group, group),
    }
    return str(labels[grouping]())


@lru_cache(maxsize=60)
def channel_mark(channel: str, language: str) -> SafeString:
    """Return the icon of a channel with its name, in the active `language`, for those who don't see it."""
    picture = icon(CHANNEL_ICONS.get(channel, "mail"))
    return format_html('{}<span class="hidden-visually">{}</span>', picture, CHANNELS.get(channel, channel))


@lru_cache(maxsize=60)
def _state(status: int, language: str) -> SafeString:
    value = Status(status)
    return format_html('<span class="status" data-status="{}">{}</span>', value.word, value.label)


@lru_cache(maxsize=60)
def _flag(priority: int, language: str) -> SafeString:
    if priority < Priority.HIGH:
        return SafeString("")
    tone = "late" if priority == Priority.URGENT else "soon"
    label = Priority(priority).label
    return format_html('<span class="clock" data-clock="{}">{}{}</span>', tone, icon("flag"), label)


def marks_of(ticket: QueueRow) -> SafeString:
    """What upper rooms show on the row of a ticket that is not done."""
    if not ticket.marks or ticket.status >= Status.SOLVED:
        return SafeString("")
    return format_html_join("", "{}", ((mark,) for mark in row_marks(ticket.marks)))


def _asleep(ticket: QueueRow) -> SafeString:
    if ticket.snoozed_until is None:
        return SafeString("")
    until = local_time(ticket.snoozed_until, "moment")
    return format_html(
        '<span class="clock" title="{}">{}{}</span>', _("Snoozed until"), icon("alarm-clock"), until
    )


def _faces(ticket: QueueRow) -> SafeString:
    faces = [_face(name, _("%(name)s is here") % {"name": name}) for name in ticket.viewers[:3]]
    if ticket.assignee_name:
        faces.append(_face(ticket.assignee_name, _("Assigned to %(name)s") % {"name": ticket.assignee_name}))
    return format_html_join("", "{}", ((face,) for face in faces))


@lru_cache(maxsize=2000)
def _face(name: str, label: str) -> SafeString:
    return avatar(name, size="small", label=label)
