"""The time that was spent on tickets: the entries, and sums with children and merged tickets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

from careline.tickets.models import Ticket, TimeEntry
from careline.tickets.queries.family import ids_below

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from careline.accounts.models import Agent

MOST = 100
_SUM = """
SELECT coalesce(sum(seconds + coalesce(floor(extract(epoch FROM greatest(clock_timestamp() - running_since, interval '0'))), 0)), 0)
FROM tickets_timeentry WHERE ticket_id = ANY(%s)
"""


def entries_of(ids: Iterable[int]) -> QuerySet[TimeEntry]:
    """The entries of accessed tickets, newest first; at most 100."""
    return TimeEntry.objects.filter(ticket_id__in=[*ids]).select_related("agent").order_by("-pk")[:MOST]


def own_timer(agent: Agent) -> TimeEntry | None:
    """The timer of a person that runs now, wherever, or None."""
    return TimeEntry.objects.filter(agent=agent, running_since__isnull=False).first()


def seconds_of(ids: Iterable[int]) -> int:
    """All the time that was spent on accessed tickets until now, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_SUM, [[*ids]])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def seconds_below(agent: Agent, ticket: Ticket) -> int:
    """The same with all children, theirs, and what was merged, as far as the person may see them."""
    below = ids_below(ticket.pk)
    seen = Ticket.objects.visible_to(agent).filter(pk__in=below).values_list("pk", flat=True)
    return seconds_of(seen)
