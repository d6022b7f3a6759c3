"""What happens to promises, in words, in conversation and history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.slots import register_phrase
from careline.ui.times import local_time

Facts = Mapping[str, Any]


def _moment(words: object) -> SafeString:
    return local_time(parse_datetime(str(words or "")), "moment")


def _made(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> promised “{}” by {}"), by, data["words"], _moment(data["due"]))


def _kept(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> says that “{}” was kept"), by, data["words"])


def _moved(by: str, data: Facts, names: Any) -> SafeString:
    words = _("<b>{}</b> moved “{}” from {} to {} and told the customer")
    return format_html(words, by, data["words"], _moment(data["before"]), _moment(data["due"]))


def _withdrawn(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> took back the promise “{}”: {}"), by, data["words"], data["reason"])


def _near(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("The promise “{}” is due {}"), data["words"], _moment(data["due"]))


def _broken(by: str, data: Facts, names: Any) -> SafeString:
    if reason := data.get("reason"):
        return format_html(_("<b>{}</b> says that “{}” will not be kept: {}"), by, data["words"], reason)
    return format_html(_("The promise “{}” was broken: it was due {}"), data["words"], _moment(data["due"]))


def _given_up(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> closed the broken promise “{}”: {}"), by, data["words"], data["reason"])


def _handed(by: str, data: Facts, names: Any) -> SafeString:
    to = names.agent(data["agent_id"])
    if data.get("is_absence"):
        return format_html(
            _("<b>{}</b> stands for the promise “{}” while its agent is absent"), to, data["words"]
        )
    return format_html(_("<b>{}</b> handed the promise “{}” to {}"), by, data["words"], to)


register_phrase("promise.made", "handshake", _made)
register_phrase("promise.kept", "check", _kept)
register_phrase("promise.moved", "calendar", _moved)
register_phrase("promise.withdrawn", "undo-2", _withdrawn)
register_phrase("promise.near", "timer", _near, only_in_history=True)
register_phrase("promise.broken", "triangle-alert", _broken)
register_phrase("promise.given_up", "undo-2", _given_up)
register_phrase("promise.handed_over", "user-check", _handed)
