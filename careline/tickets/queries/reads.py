"""Who opened what, for those who may read the audit: of a ticket, of a person, and what was unusual."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.models import Event
from careline.tickets.models import Read, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 100


def readers_of(agent: Agent, ticket: Ticket, *, before: int = 0) -> list[Read]:
    """Who opened an accessed ticket or its files, newest first; 101 at most. Raises Forbidden."""
    agent.require(Right.READ_AUDIT)
    own = Q(kind=Read.Kind.TICKET, object_id=ticket.pk) | Q(ticket_id=ticket.pk)
    return _page(own, before)


def read_by(agent: Agent, reader_id: int, *, before: int = 0) -> list[Read]:
    """What a person opened, newest first; 101 at most. Raises Forbidden."""
    agent.require(Right.READ_AUDIT)
    return _page(Q(agent_id=reader_id), before)


def busiest_readers(agent: Agent) -> list[tuple[int, int]]:
    """Who opened how many tickets within a day, the most first. Raises Forbidden."""
    agent.require(Right.READ_AUDIT)
    lately = Read.objects.filter(kind=Read.Kind.TICKET, at__gt=timezone.now() - timedelta(days=1))
    sums = lately.values_list("agent_id").annotate(n=Count("object_id", distinct=True)).order_by("-n")
    return [*sums[:200]]


def unusual_reads(agent: Agent) -> list[Event]:
    """The alarms of the last week, newest first. Raises Forbidden."""
    agent.require(Right.READ_AUDIT)
    lately = timezone.now() - timedelta(days=7)
    found = Event.objects.filter(name="reads.unusual", subject__startswith="agent:", at__gt=lately)
    return [*found.order_by("-pk")[:20]]


def _page(which: Q, before: int) -> list[Read]:
    found = Read.objects.filter(which)
    if before:
        found = found.filter(pk__lt=before)
    return [*found.order_by("-pk")[: PAGE + 1]]
