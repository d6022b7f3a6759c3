"""What the orders and groups of views are called."""

from django.utils.translation import gettext_lazy as _

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
}
