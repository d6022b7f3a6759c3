"""What became of a message of ours, in words: its state, and the trouble if there is any."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.tickets.models import Message, SideMessage
from careline.ui.icons import icon
from careline.ui.times import local_time

STATES = {
    "held": ("hourglass", gettext_lazy("Goes out in a moment")),
    "queued": ("hourglass", gettext_lazy("Waiting to be sent")),
    "sending": ("send", gettext_lazy("Being sent")),
    "sent": ("check", gettext_lazy("Sent")),
    "retrying": ("rotate-cw", gettext_lazy("Trying again")),
    "failed": ("circle-alert", gettext_lazy("Not sent")),
    "unsure": ("circle-help", gettext_lazy("Not sure whether this went out")),
    "delivered": ("check-check", gettext_lazy("Delivered")),
    "bounced": ("mail-x", gettext_lazy("Came back")),
}
IN_TROUBLE = {"failed", "unsure", "bounced"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The line under a message of ours, and the box below it when something went wrong."""

    state: str
    words: SafeString
    trouble: SafeString
    can_undo: bool
    can_move: bool
    again: str


def delivery_of(message: Message | SideMessage) -> Delivery | None:
    """Return what is known about the way of `message`, or None if it was never meant to go out."""
    if message.state not in STATES:
        return None
    return Delivery(
        state=message.state,
        words=_words(message),
        trouble=_trouble(message),
        can_undo=message.state == "held",
        can_move=message.state == "held" and message.is_scheduled,
        again=_again(message),
    )


def _again(message: Message | SideMessage) -> str:
    if message.state in {"failed", "unsure"}:
        return _("Send again")
    return _("Send now") if message.state == "held" and message.is_scheduled else ""


def _words(message: Message | SideMessage) -> SafeString:
    symbol, words = STATES[message.state]
    if message.state == "held" and message.is_scheduled:
        if message.send_at is None:
            return format_html("{}{}", icon("hourglass"), _("Held back"))
        return format_html(_("{}Goes out on {}"), icon("alarm-clock"), local_time(message.send_at, "moment"))
    if message.state == "retrying" and message.state_detail:
        return format_html("{}{}: {}", icon(symbol), words, message.state_detail)
    if message.state == "sent" and (late := _late(message)):
        return format_html("{}{}", icon("hourglass"), late)
    if message.state_at and message.state in {"sent", "delivered"}:
        return format_html("{}{}, {}", icon(symbol), words, local_time(message.state_at, "moment"))
    return format_html("{}{}", icon(symbol), words)


def _trouble(message: Message | SideMessage) -> SafeString:
    if any(_is_permanent(bounce) for bounce in message.bounces):
        return _bounced(message)
    if message.state == "held" and message.state_detail:
        return _said(_("This did not go out."), message.state_detail)
    if message.state == "failed":
        return _said(_("This did not go out."), message.state_detail)
    if message.state == "unsure":
        return _said(
            _("We can’t tell whether this went out. Ask the customer before you send it again."),
            message.state_detail,
        )
    return SafeString("")


def _said(words: str, detail: str) -> SafeString:
    return format_html("<b>{}</b> {}", words, detail)


def _bounced(message: Message | SideMessage) -> SafeString:
    words = _("<b>Came back from {}.</b> Their server says: {}")
    lines = [_said_of(bounce) for bounce in message.bounces if _is_permanent(bounce)][:5]
    return format_html_join("", "{} ", ((format_html(words, *line),) for line in lines))


def _late(message: Message | SideMessage) -> SafeString:
    """Whom a sent message has not reached yet, as the server that keeps trying reports."""
    late = [_said_of(bounce) for bounce in message.bounces if not _is_permanent(bounce)]
    words = _("Sent, not yet with {}: {}")
    return format_html(words, *late[-1]) if late else SafeString("")


def _is_permanent(bounce: dict[str, Any]) -> bool:
    return bool(bounce.get("permanent", True))


def _said_of(bounce: dict[str, Any]) -> tuple[str, str]:
    said = " ".join(filter(None, (bounce.get("status"), bounce.get("diagnostic"))))
    return bounce.get("email", ""), said or _("no reason")
