"""What clocks tell of, in words: in the conversation what people must know, in the history everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.policies.queries.policies import policy_name
from careline.policies.words import BECAUSE_WORDS, KIND_WORDS
from careline.tickets.slots import register_actor, register_phrase
from careline.ui.durations import in_words
from careline.ui.times import local_time

Facts = Mapping[str, Any]


def _kind(data: Facts) -> str:
    return str(KIND_WORDS.get(data.get("kind", ""), _("Service target")))


def _due(data: Facts) -> SafeString:
    return local_time(parse_datetime(str(data.get("due") or "")), "moment")


def _by_policy(words: SafeString, data: Facts) -> SafeString:
    """What is told of a clock, with the policy that asks it."""
    name = policy_name(int(data.get("policy_id") or 0))
    return format_html("{} ({})", words, name) if name else words


def _warned(by: str, data: Facts, names: Any) -> SafeString:
    left = in_words(data.get("left_seconds", 0))
    return _by_policy(format_html(_("<b>{}</b>: {} left, due {}"), _kind(data), left, _due(data)), data)


def _breached(by: str, data: Facts, names: Any) -> SafeString:
    if data.get("kind") == "internal":
        return format_html("{}", _("Nobody has answered for long: our own reminder, promised to nobody"))
    words = format_html(_("<b>{}</b> was missed: it was due {}"), _kind(data), _due(data))
    return _by_policy(words, data)


def _escalated(by: str, data: Facts, names: Any) -> SafeString:
    if not data.get("late_seconds"):
        words = format_html(_("<b>{}</b> was missed: a step of its policy was taken"), _kind(data))
        return _by_policy(words, data)
    late = in_words(data["late_seconds"])
    words = format_html(
        _("<b>{}</b> is late by {}: the next step of its policy was taken"), _kind(data), late
    )
    return _by_policy(words, data)


def _met(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("<b>{}</b> was kept, in {}"), _kind(data), in_words(data.get("used_seconds", 0)))


def _moved(by: str, data: Facts, names: Any) -> SafeString:
    before = local_time(parse_datetime(str(data.get("before") or "")), "moment")
    words = str(BECAUSE_WORDS.get(data.get("because", ""), _("hours or policies were changed")))
    why = words % {"title": data.get("title", "")}
    return format_html(_("<b>{}</b> is due {} instead of {}: {}"), _kind(data), _due(data), before, why)


def _due_set(by: str, data: Facts, names: Any) -> SafeString:
    reason = data.get("reason", "")
    if not data.get("due"):
        return format_html(_("<b>{}</b> took back the due date: {}"), by, reason)
    return format_html(_("<b>{}</b> set this due {}: {}"), by, _due(data), reason)


register_actor("target", gettext_lazy("A service target"), name=policy_name)
register_phrase("clock.warned", "timer", _warned)
register_phrase("clock.breached", "timer", _breached)
register_phrase("clock.escalated", "timer", _escalated)
register_phrase("clock.met", "check", _met, only_in_history=True)
register_phrase("clock.moved", "timer", _moved, only_in_history=True)
register_phrase("clock.due_set", "timer", _due_set)
