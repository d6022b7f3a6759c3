"""What happened with feedback, as conversation and history say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.feedback.contracts import Level
from careline.feedback.words import LEVEL_WORDS
from careline.tickets.slots import register_phrase

Facts = Mapping[str, Any]


def _level(data: Facts) -> str:
    word = str(data.get("level", "")).upper()
    return str(LEVEL_WORDS[Level[word]]) if word in Level.__members__ else ""


def _noticed(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("The customer’s message sounds: <b>{}</b>"), _level(data))


def _corrected(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> said that this message is not upset"), by)


register_phrase("mood.noticed", "triangle-alert", _noticed)
register_phrase("mood.corrected", "check", _corrected, only_in_history=True)
