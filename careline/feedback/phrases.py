"""What happened with feedback, as conversation and history say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.feedback.contracts import Level
from careline.feedback.models import Complaint, Measure
from careline.feedback.words import DETAIL_WORDS, LEVEL_WORDS
from careline.tickets.slots import register_phrase, register_reserved, register_values

Facts = Mapping[str, Any]


def _level(data: Facts) -> str:
    word = str(data.get("level", "")).upper()
    return str(LEVEL_WORDS[Level[word]]) if word in Level.__members__ else ""


def _noticed(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("The customer’s message sounds: <b>{}</b>"), _level(data))


def _corrected(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> said that this message is not upset"), by)


def _opened(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(
        _("<b>{}</b> took this into the complaint register as number {}"), by, data.get("complaint_id", "")
    )


def _moved(by: str, data: Facts, names: Any) -> SafeString:
    stage = _stage(str(data.get("after", "")))
    return format_html(_("<b>{}</b> brought complaint {} to: {}"), by, data.get("complaint_id", ""), stage)


def _changed(by: str, data: Facts, names: Any) -> SafeString:
    told = dict.fromkeys(str(DETAIL_WORDS[one]) for one in data.get("changed", ()) if one in DETAIL_WORDS)
    words = _("<b>{}</b> changed complaint {}: {}") if told else _("<b>{}</b> changed complaint {}")
    return format_html(words, by, data.get("complaint_id", ""), ", ".join(told))


def _linked(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> added this to complaint {}"), by, data.get("complaint_id", ""))


def _due(by: str, data: Facts, names: Any) -> SafeString:
    words = (
        _("Complaint {} has to be acknowledged now")
        if data.get("which") == "acknowledge"
        else _("Complaint {} has to be answered now")
    )
    return format_html(words, data.get("complaint_id", ""))


def _relieved(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> handed this conversation over, since it is abusive"), by)


def _taken(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> took a measure against abuse: {}"), by, _kind(data))


def _lifted(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> lifted a measure against abuse: {}"), by, _kind(data))


def _kept(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> looked at a measure against abuse and kept it: {}"), by, _kind(data))


def _review(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("A measure against abuse is to be looked at again: {}"), _kind(data))


def _followed(by: str, data: Facts, names: Any) -> SafeString:
    who = names.agent(data.get("agent_id", 0))
    return format_html(_("This customer is served by <b>{}</b> alone: the ticket goes there"), who)


def _kind(data: Facts) -> str:
    return str(dict(Measure.Kind.choices).get(data.get("kind", ""), ""))


def _stage(value: str) -> str:
    return str(dict(Complaint.Stage.choices).get(value, value))


register_reserved("complaint.", Right.READ_COMPLAINTS, topic="complaints")
register_values("complaint.moved", _stage)
register_phrase("complaint.opened", "thumbs-down", _opened)
register_phrase("complaint.moved", "arrow-right", _moved)
register_phrase("complaint.changed", "pencil", _changed, only_in_history=True)
register_phrase("complaint.linked", "link", _linked)
register_phrase("complaint.due", "timer", _due)
register_phrase("abuse.handed_over", "life-buoy", _relieved)
register_phrase("abuse.measure_taken", "shield", _taken)
register_phrase("abuse.measure_lifted", "shield-check", _lifted)
register_phrase("abuse.measure_kept", "shield", _kept)
register_phrase("abuse.review_due", "timer", _review, only_in_history=True)
register_phrase("abuse.restriction_followed", "user-check", _followed)
register_phrase("mood.noticed", "triangle-alert", _noticed)
register_phrase("mood.corrected", "check", _corrected, only_in_history=True)
