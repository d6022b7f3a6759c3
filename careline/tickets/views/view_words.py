"""What the orders and groups of views are called, and whose a view can be."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careline.fields.contracts import FieldInfo
from careline.tickets.queries.questions import groupings_known, sorts_known

SCOPE_WORDS = {"personal": _("Only me"), "team": _("A team"), "company": _("Everybody")}

SORT_WORDS = {
    "newest": _("Customer wrote last: newest first"),
    "longest_wait": _("Customer waits longest first"),
    "due": _("Due soonest first"),
    "updated": _("Changed last first"),
    "created": _("Newest tickets first"),
    "oldest": _("Oldest tickets first"),
    "priority": _("Most urgent first"),
}
GROUPING_WORDS = {
    "": _("Not grouped"),
    "status": _("By status"),
    "priority": _("By priority"),
    "type": _("By type"),
    "channel": _("By channel"),
    "team": _("By team"),
    "assignee": _("By assignee"),
    "organisation": _("By organisation"),
    "language": _("By language"),
}


def sort_words(infos: Iterable[FieldInfo]) -> dict[str, Any]:
    """Every order that can be chosen where these fields are seen, in words."""
    upwards, downwards = gettext("%(field)s: first to last"), gettext("%(field)s: last to first")
    own = {
        word: (downwards if word.startswith("-") else upwards) % {"field": info.label}
        for word, info in sorts_known(infos).items()
    }
    return SORT_WORDS | own


def grouping_words(infos: Iterable[FieldInfo]) -> dict[str, Any]:
    """Every grouping that can be chosen where these fields are seen, in words."""
    by = gettext("By “%(field)s”")
    return GROUPING_WORDS | {
        word: by % {"field": info.label} for word, info in groupings_known(infos).items()
    }
