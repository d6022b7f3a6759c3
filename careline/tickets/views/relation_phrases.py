"""How a ticket came to stand to others, in words: merged, split, linked, solved with its incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from careline.tickets.views.phrases import Names

Facts = Mapping[str, Any]


def _ticket(number: int) -> SafeString:
    return format_html('<a class="link" href="/tickets/{0}/">#{0}</a>', number)


def _merged(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> merged this into {}"), by, _ticket(data.get("into_id", 0)))


def _absorbed(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> merged {} into this"), by, _ticket(data.get("source_id", 0)))


def _unmerged(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> undid the merge with {}"), by, _ticket(data.get("other_id", 0)))


def _incidents(by: str, data: Facts, names: Names) -> SafeString:
    count = len(data.get("numbers") or [])
    words = ngettext(
        "<b>{}</b> had {} incident answered and solved: {}",
        "<b>{}</b> had {} incidents answered and solved: {}",
        count,
    )
    result = format_html(
        '<a class="link" href="/settings/bulk/{}/">{}</a>', data.get("run_id", 0), _("result")
    )
    return format_html(words, by, count, result)


def _split(by: str, data: Facts, names: Names) -> SafeString:
    count = len(data.get("message_ids") or [])
    words = ngettext(
        "<b>{}</b> split {} message off into {}", "<b>{}</b> split {} messages off into {}", count
    )
    return format_html(words, by, count, _ticket(data.get("other_id", 0)))


def _split_off(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> split this off from {}"), by, _ticket(data.get("source_id", 0)))


LINKED_AS = {
    "child": gettext_lazy("<b>{}</b> linked {} as a child of this"),
    "of-child": gettext_lazy("<b>{}</b> linked {} as the parent of this"),
    "incident": gettext_lazy("<b>{}</b> linked {} as an incident of this problem"),
    "of-incident": gettext_lazy("<b>{}</b> linked {} as the problem behind this"),
    "follow_up": gettext_lazy("<b>{}</b> linked {} as a follow-up of this"),
    "of-follow_up": gettext_lazy("<b>{}</b> linked this as a follow-up of {}"),
    "later": gettext_lazy("<b>{}</b> answered after this was closed: it goes on in {}"),
    "earlier": gettext_lazy("<b>{}</b> answered {} after it was closed: this is the ticket for it"),
    "duplicate": gettext_lazy("<b>{}</b> said that {} is a duplicate of this"),
    "of-duplicate": gettext_lazy("<b>{}</b> said that this is a duplicate of {}"),
}


def _linked(by: str, data: Facts, names: Names) -> SafeString:
    other = _ticket(data.get("other_id", 0))
    if data.get("removed"):
        return format_html(_("<b>{}</b> removed the link to {}"), by, other)
    words = LINKED_AS.get(data.get("role") or "", _("<b>{}</b> linked this with {}"))
    return format_html(str(words), by, other)


IN_CONVERSATION = {
    "ticket.merged": ("merge", _merged),
    "ticket.absorbed": ("merge", _absorbed),
    "ticket.merge_undone": ("split", _unmerged),
    "ticket.incidents_ordered": ("list-checks", _incidents),
    "ticket.split": ("split", _split),
    "ticket.split_off": ("split", _split_off),
    "ticket.linked": ("link", _linked),
}
