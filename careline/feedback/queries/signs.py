"""Complaints that say more together: the same people again, and the same cause again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from careline.feedback.queries.complaints import Wanted, wanted_by
from careline.feedback.queries.settings import feedback_settings

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.feedback.models import Complaint

REPEATED_WITHIN = timedelta(days=365)
MOST = 20


@dataclass(frozen=True, slots=True)
class Systemic:
    """A category and cause that came up so often within so many days."""

    category: str
    cause: str
    count: int
    days: int


def repeated(agent: Agent, complaint: Complaint) -> list[Complaint]:
    """Other visible complaints of the same customer or organisation, within a year of this one, newest first."""
    same = Q(customer_id=complaint.customer_id)
    if complaint.organisation_id:
        same |= Q(organisation_id=complaint.organisation_id)
    at = complaint.received_at
    near = wanted_by(agent, Wanted()).filter(
        same, received_at__range=(at - REPEATED_WITHIN, at + REPEATED_WITHIN)
    )
    return [*near.exclude(pk=complaint.pk).order_by("-pk")[:MOST]]


def systemic(agent: Agent) -> list[Systemic]:
    """Categories with causes that came up at least as often as the company set, in the days that it set."""
    settings = feedback_settings()
    since = timezone.now() - timedelta(days=settings.systemic_days)
    rows = wanted_by(agent, Wanted()).filter(received_at__gte=since).exclude(cause="").order_by()
    found = (
        rows.values_list("category", "cause").annotate(n=Count("pk")).filter(n__gte=settings.systemic_count)
    )
    return [
        Systemic(category, cause, n, settings.systemic_days)
        for category, cause, n in found.order_by("-n")[:MOST]
    ]
