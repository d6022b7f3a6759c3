"""What happens in authority, in words: in the conversation what people must know, in the history everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.authority.models.limit import SHIPPED_NAMES
from careline.fields.contracts import say_money
from careline.tickets.slots import register_phrase

Facts = Mapping[str, Any]


def _what(data: Facts) -> str:
    kind = str(data.get("kind", ""))
    word = str(SHIPPED_NAMES.get(kind, kind))
    return word if data.get("amount") is None else f"{word}: {say_money(data['amount'], data['currency'])}"


def _people(data: Facts, names: Any) -> str:
    return ", ".join(names.agent(one) for one in data.get("tell", ())) or _("those who look after limits")


def _asked(by: str, data: Facts, names: Any) -> SafeString:
    said = _("<b>{}</b> asked {} to decide: {} ({}). {}")
    return format_html(
        said,
        by,
        _people(data, names),
        _what(data),
        str(data.get("reason", "")).rstrip("."),
        data.get("why", ""),
    )


def _passed_on(by: str, data: Facts, names: Any) -> SafeString:
    if not data.get("is_late", True):
        return format_html(_("Now {} are asked: {}"), _people(data, names), _what(data))
    return format_html(_("Nobody decided in time, so {} are asked: {}"), _people(data, names), _what(data))


def _reminded(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("{} were reminded to decide: {}"), _people(data, names), _what(data))


def _granted(by: str, data: Facts, names: Any) -> SafeString:
    if data.get("at_once"):
        return format_html(
            _("<b>{}</b> decided within their limits: {} ({})"), by, _what(data), data.get("words", "")
        )
    if data.get("asked") != data.get("amount"):
        asked = say_money(data.get("asked") or 0, str(data.get("currency")))
        return format_html(
            _("<b>{}</b> granted less, {} of {}: {}"), by, _what(data), asked, data.get("words", "")
        )
    if not data.get("words"):
        return format_html(_("<b>{}</b> granted {}"), by, _what(data))
    return format_html(_("<b>{}</b> granted {}: {}"), by, _what(data), data["words"])


def _refused(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> refused {}: {}"), by, _what(data), data.get("words", ""))


def _withdrawn(by: str, data: Facts, names: Any) -> SafeString:
    if data.get("was_granted"):
        said = _("<b>{}</b> took back what was granted, {}: {}")
        return format_html(said, by, _what(data), data.get("words", ""))
    return format_html(_("<b>{}</b> took back the request for {}"), by, _what(data))


def _escalated(by: str, data: Facts, names: Any) -> SafeString:
    if data.get("by_rule"):
        return format_html(_("Escalated to level {}: {}"), data.get("level"), data.get("reason", ""))
    said = _("Escalated to level {} by <b>{}</b> because {}")
    return format_html(said, data.get("level"), by, data.get("reason", ""))


def _de_escalated(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(
        _("<b>{}</b> gave it back from level {}: {}"), by, data.get("level"), data.get("reason", "")
    )


register_phrase("decision.asked", "handshake", _asked)
register_phrase("decision.passed_on", "handshake", _passed_on)
register_phrase("decision.reminded", "bell", _reminded, only_in_history=True)
register_phrase(
    "decision.granted", "check", _granted, only_in_history=True
)  # in the conversation its note says it,
register_phrase("decision.refused", "x", _refused, only_in_history=True)  # or the field that was filled in
register_phrase("decision.withdrawn", "undo-2", _withdrawn)
register_phrase("ticket.escalated", "arrow-up", _escalated)
register_phrase("ticket.de_escalated", "arrow-down", _de_escalated)
