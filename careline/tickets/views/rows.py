"""The rows of a queue, prepared as strings: a page shows many, so the template only writes them down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careline.tickets.models import Status, Ticket
from careline.ui.faces import avatar
from careline.ui.icons import icon

CHANNEL_ICONS = {
    "email": "mail", "chat": "message-circle", "form": "file-text", "voice": "phone", "counter": "store", "sms": "message-circle-more",
}  # fmt: skip


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
    state: SafeString
    at: str
    at_words: str
    channel: SafeString
    flag: SafeString
    faces: SafeString


@dataclass(frozen=True, slots=True)
class Around:
    """What is known about the shown tickets as a whole: who looks at which, what is unread, which is open."""

    unread: frozenset[int] = frozenset()
    viewers: Mapping[int, list[Any]] | None = None
    current: int = 0
    view: str = ""


def rows_of(tickets: Iterable[Ticket], around: Around) -> list[Row]:
    """Prepare the rows of `tickets`, which come with customer and assignee."""
    return [_row(ticket, around) for ticket in tickets]


def _row(ticket: Ticket, around: Around) -> Row:
    at = ticket.last_customer_at
    return Row(
        number=ticket.pk,
        href=f"/tickets/{ticket.pk}/?view={around.view}",
        customer=ticket.customer.name or _("Somebody"),
        subject=ticket.subject or _("(no subject)"),
        words=ticket.snippet,
        language=ticket.language,
        is_unread=ticket.pk in around.unread,
        is_current=ticket.pk == around.current,
        state=_state(ticket.status),
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        at_words=date_format(timezone.localtime(at), "j M, H:i"),
        channel=channel_icon(ticket.channel),
        flag=_flag(ticket.priority),
        faces=_faces(ticket, around),
    )


@lru_cache(maxsize=60)
def _state_in(status: int, language: str) -> SafeString:
    value = Status(status)
    return format_html('<span class="status" data-status="{}">{}</span>', value.word, value.label)


def _state(status: int) -> SafeString:
    return _state_in(status, get_language() or "")


def channel_icon(channel: str) -> SafeString:
    """Return the icon of a channel with its name for those who don't see it."""
    return format_html(
        '{}<span class="hidden-visually">{}</span>', icon(CHANNEL_ICONS.get(channel, "mail")), channel
    )


def _flag(priority: int) -> SafeString:
    words = {4: _("Urgent"), 3: _("High priority")}.get(priority)
    if not words:
        return SafeString("")
    tone = "late" if priority == 4 else "soon"
    return format_html('<span class="clock" data-clock="{}">{}{}</span>', tone, icon("flag"), words)


def _faces(ticket: Ticket, around: Around) -> SafeString:
    looking = (around.viewers or {}).get(ticket.pk, [])
    faces = [(_face(person.name, _("%(name)s is here") % {"name": person.name}),) for person in looking[:3]]
    if ticket.assignee is not None:
        name = ticket.assignee.name
        faces.append((_face(name, _("Assigned to %(name)s") % {"name": name}),))
    return format_html_join("", "{}", faces)


@lru_cache(maxsize=2000)
def _face(name: str, label: str) -> SafeString:
    return avatar(name, size="small", label=label)
