"""Service policies for the pages that look after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from careline.accounts.contracts import Right
from careline.policies.models import Clock, ServicePolicy

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def policies_for(agent: Agent) -> QuerySet[ServicePolicy]:
    """All policies in the order in which they are asked. Raises Forbidden for who may not manage them."""
    agent.require(Right.MANAGE_TARGETS)
    return (
        ServicePolicy.objects.filter(removed_at=None).order_by("position", "pk").prefetch_related("targets")
    )


def access_policy(agent: Agent, policy_id: int) -> ServicePolicy:
    """A policy. Raises Forbidden, or Http404."""
    found = policies_for(agent).filter(pk=policy_id).first()
    if found is None:
        raise Http404(policy_id)
    return found


def running_by_policy() -> dict[int, tuple[int, int]]:
    """How many tickets each policy holds now, and on how many of them something is missed and still owed."""
    rows = Clock.objects.filter(stopped_at=None, policy__isnull=False).order_by().values_list("policy_id")
    counted = rows.annotate(
        tickets=Count("ticket_id", distinct=True),
        missed=Count("ticket_id", distinct=True, filter=Q(state=Clock.State.BREACHED)),
    )
    return {policy_id: (tickets, missed) for policy_id, tickets, missed in counted}
