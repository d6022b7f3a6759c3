"""What became of drafts before they were sent, in words: offered, taken over, put up for approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from careline.tickets.views.phrases import Names

Facts = Mapping[str, Any]


def _offered(by: str, data: Facts, names: Names) -> SafeString:
    if data.get("withdrawn"):
        return format_html(_("<b>{}</b> keeps the draft that was offered"), by)
    if not data.get("to_id"):
        return format_html(_("<b>{}</b> offered a draft to colleagues"), by)
    return format_html(_("<b>{}</b> handed a draft to <b>{}</b>"), by, names.agent(data["to_id"]))


def _taken(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> took over a draft by <b>{}</b>"), by, names.agent(data.get("before", 0)))


def _proposed(by: str, data: Facts, names: Names) -> SafeString:
    words = (
        _("<b>{}</b> asked for approval of a reply")
        if data.get("on_purpose")
        else _("<b>{}</b> wrote a reply that needs approval")
    )
    return format_html(words, by)


def _approved(by: str, data: Facts, names: Names) -> SafeString:
    words = (
        _("<b>{}</b> edited and approved the reply of <b>{}</b>")
        if data.get("edited")
        else _("<b>{}</b> approved the reply of <b>{}</b>")
    )
    return format_html(words, by, names.agent(data.get("agent_id", 0)))


def _returned(by: str, data: Facts, names: Names) -> SafeString:
    words = _("<b>{}</b> returned the reply of <b>{}</b> with a comment")
    return format_html(words, by, names.agent(data.get("agent_id", 0)))


def _withdrawn(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> withdrew a reply that waited for approval"), by)


IN_CONVERSATION = {
    "draft.offered": ("square-pen", _offered),
    "draft.taken": ("square-pen", _taken),
    "reply.proposed": ("shield", _proposed),
    "reply.approved": ("check", _approved),
    "reply.returned": ("reply", _returned),
    "reply.withdrawn": ("rotate-cw", _withdrawn),
}
