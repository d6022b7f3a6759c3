"""What routing tells of, in words: in the conversation and in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.slots import register_phrase, register_told
from careline.ui.times import local_time

Facts = Mapping[str, Any]


def _routed(by: str, data: Facts, names: Any) -> SafeString:
    whom, title = names.agent(data.get("agent_id", 0)), data.get("title", "")
    reasons = ", ".join(data.get("because", ()))
    return format_html(_("Routed to <b>{}</b> by “{}”: {}"), whom, title, reasons)


def _covered(by: str, data: Facts, names: Any) -> SafeString:
    until = local_time(parse_datetime(str(data.get("until") or "")), "moment")
    if not data.get("agent_id"):
        return format_html(_("Back in the queue: whose it was is absent until {}"), until)
    return format_html(_("<b>{}</b> covers an absence until {}"), names.agent(data["agent_id"]), until)


def _awaited(by: str, data: Facts, names: Any) -> SafeString:
    until = local_time(parse_datetime(str(data.get("until") or "")), "moment")
    words = _("<b>{}</b> covers an absence and is not there: if nobody comes by {}, others get it")
    return format_html(words, names.agent(data.get("agent_id", 0)), until)


register_phrase("ticket.routed", "route", _routed)
register_phrase("ticket.covered", "calendar", _covered, only_in_history=True)  # its note says more
register_phrase("ticket.cover_awaited", "clock", _awaited)
register_told("ticket.assigned", "routing")
