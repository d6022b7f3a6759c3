"""Queues for the pages that look after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.http import Http404

from careline.accounts.contracts import Right
from careline.routing.models import RoutingQueue, Waiting

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def queues_for(agent: Agent) -> QuerySet[RoutingQueue]:
    """All queues in the order in which they are asked. Raises Forbidden for who may not manage routing."""
    agent.require(Right.MANAGE_ROUTING)
    rows = RoutingQueue.objects.filter(removed_at=None).order_by("position", "pk")
    return rows.select_related("team", "overflow_team", "overflow_queue").prefetch_related("skills__skill")


def access_queue(agent: Agent, queue_id: int) -> RoutingQueue:
    """A queue. Raises Forbidden, or Http404."""
    found = queues_for(agent).filter(pk=queue_id).first()
    if found is None:
        raise Http404(queue_id)
    return found


def waiting_by_queue() -> dict[int, int]:
    """How many tickets wait in each queue now."""
    rows = Waiting.objects.order_by().values_list("queue_id").annotate(n=Count("pk"))
    return dict(rows.values_list("queue_id", "n"))
