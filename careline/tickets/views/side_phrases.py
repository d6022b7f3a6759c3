"""What happened in side conversations, in words. Each phrase leads to where it was said; only the staff read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.models import Message
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.tickets.views.phrases import Names

Facts = Mapping[str, Any]


def started(by: str, data: Facts, names: Names) -> SafeString:
    """Somebody wrote to a third party."""
    words = _("<b>{}</b> began a side conversation with <b>{}</b>: {}")
    subject = data.get("words") or _("(no subject)")
    return format_html(words, by, data.get("people") or _("somebody"), _link(data, subject))


def added(by: str, data: Facts, names: Names) -> SafeString:
    """Somebody wrote to them again."""
    return format_html(_("<b>{}</b> wrote in the {}"), by, _link(data, _("side conversation")))


def received(by: str, data: Facts, names: Names) -> SafeString:
    """They answered, or a machine of theirs did."""
    sender = data.get("sender") or _("Somebody")
    place = _link(data, _("side conversation"))
    if data.get("machine"):
        return format_html(_("An automatic mail from <b>{}</b> came into the {}"), sender, place)
    if not data.get("is_participant", True):
        return format_html(_("<b>{}</b>, who was not asked, wrote in the {}"), sender, place)
    return format_html(_("<b>{}</b> answered in the {}"), sender, place)


def cancelled(by: str, data: Facts, names: Names) -> SafeString:
    """Somebody took a message back."""
    words = _("<b>{}</b> took back what was written in the {}")
    return format_html(words, by, _link(data, _("side conversation")))


def rescheduled(by: str, data: Facts, names: Names) -> SafeString:
    """Somebody gave a message that goes out later another moment."""
    words = _("<b>{}</b> has what was written in the {} go out {}")
    moment = local_time(parse_datetime(str(data.get("send_at") or "")), "moment")
    return format_html(words, by, _link(data, _("side conversation")), moment)


def finished(by: str, data: Facts, names: Names) -> SafeString:
    """It is done, or goes on."""
    subject = _link(data, data.get("words") or _("(no subject)"))
    if data.get("undone"):
        return format_html(_("<b>{}</b> opened the side conversation again: {}"), by, subject)
    return format_html(_("<b>{}</b> marked the side conversation as done: {}"), by, subject)


def delivery(by: str, data: Facts, names: Names) -> SafeString:
    """News of a message to a third party."""
    state, detail = data.get("state", ""), str(data.get("detail") or "")
    label = Message.State(state).label if state in Message.State.values else state
    words = format_html(_("Delivery in the {}: <b>{}</b>"), _link(data, _("side conversation")), label)
    return format_html("{} ({})", words, detail) if detail else words


def undelivered(by: str, data: Facts, names: Names) -> SafeString | None:
    """Only what went wrong: for the conversation, which stays quiet about the rest."""
    return delivery(by, data, names) if data.get("state") in {"failed", "unsure", "bounced", "held"} else None


def _link(data: Facts, words: str) -> SafeString:
    href = reverse("tickets:side_conversation", args=[data.get("conversation_id", 0)])
    return format_html(
        '<a class="link" href="{}" hx-boost="true" hx-target="#main" hx-swap="outerHTML show:none">{}</a>',
        href,
        words,
    )


IN_CONVERSATION = {
    "side.started": ("users", started),
    "side.message_received": ("mail", received),
    "side.delivery_changed": ("circle-alert", undelivered),
    "side.finished": ("square-check", finished),
}
IN_HISTORY = {
    "side.message_added": ("send", added),
    "side.message_cancelled": ("rotate-cw", cancelled),
    "side.rescheduled": ("alarm-clock", rescheduled),
    "side.delivery_changed": ("send", delivery),
}
