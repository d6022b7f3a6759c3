"""Reading about webhooks, for who manages the company."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import FACTS
from careline.webhooks.models import Attempt, Delivery, Endpoint

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 50
COUNTED = timedelta(days=7)


def endpoints_for(agent: Agent) -> QuerySet[Endpoint]:
    """All webhooks by name, with how many deliveries wait and how many failed in a week. Raises Forbidden."""
    agent.require(Right.MANAGE_COMPANY)
    lately = Q(deliveries__created_at__gt=timezone.now() - COUNTED)
    return (
        Endpoint.objects.defer("secret", "old_secret")
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state__in=["waiting", "sending"])),
            failed=Count("deliveries", filter=Q(deliveries__state="failed") & lately),
        )
        .order_by("name", "pk")
    )


def access_endpoint(agent: Agent, endpoint_id: int) -> Endpoint:
    """One webhook. Raises Forbidden, or Http404."""
    found = endpoints_for(agent).filter(pk=endpoint_id).first()
    if found is None:
        raise Http404
    return found


def deliveries_of(agent: Agent, endpoint: Endpoint, *, before: int = 0, state: str = "") -> list[Delivery]:
    """Deliveries of a webhook, newest first; one more than a page if there are more. Raises Forbidden."""
    agent.require(Right.MANAGE_COMPANY)
    rows = Delivery.objects.filter(endpoint=endpoint).defer("payload")
    rows = rows.filter(pk__lt=before) if before else rows
    rows = rows.filter(state=state) if state else rows
    return [*rows.order_by("-pk")[: PAGE + 1]]


def access_delivery(agent: Agent, delivery_id: int) -> Delivery:
    """One delivery with its attempts, latest first. Raises Forbidden, or Http404."""
    agent.require(Right.MANAGE_COMPANY)
    attempts = Prefetch("log", Attempt.objects.order_by("-pk"))
    found = (
        Delivery.objects.select_related("endpoint").prefetch_related(attempts).filter(pk=delivery_id).first()
    )
    if found is None:
        raise Http404
    return found


def active_endpoints() -> dict[int, str]:
    """The names of the webhooks that are switched on, by id. For work without a person."""
    return dict(Endpoint.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name"))


def known_types() -> list[str]:
    """The names of all events that can be told."""
    return sorted(FACTS)
