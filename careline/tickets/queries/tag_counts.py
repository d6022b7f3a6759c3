"""Which tags there are, and how many tickets have each: for the page that tidies them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Func

from careline.tickets.models import Ticket
from careline.tickets.queries.bulk import MOST

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_TAGS = 500


def tag_counts(agent: Agent, beginning: str = "") -> list[tuple[str, int]]:
    """The most used tags (of this beginning) on tickets that the person may see, with how many have each.

    Reads the tags of every ticket: about a second for a million of them, on a page that is opened now and then.
    """
    rows = Ticket.objects.visible_to(agent).exclude(tags=[]).annotate(one=Func(F("tags"), function="unnest"))
    counted = rows.order_by().values_list("one").annotate(n=Count("pk")).order_by("-n", "one")
    if not beginning:
        return list(counted[:MOST_TAGS])
    return [(tag, n) for tag, n in counted if tag.startswith(beginning)][:MOST_TAGS]


def tagged(agent: Agent, tag: str, *, limit: int = MOST) -> tuple[int, ...]:
    """The numbers of the tickets with this tag that the person may see, oldest first."""
    rows = Ticket.objects.visible_to(agent).filter(tags__contains=[tag]).order_by("pk")
    return tuple(rows.values_list("pk", flat=True)[:limit])
