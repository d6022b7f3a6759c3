"""Business hours for the pages and the API that look after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.http import Http404

from careline.accounts.contracts import Right
from careline.workforce.models import BusinessHours, HoursException, HoursUse

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def hours_visible_to(agent: Agent) -> QuerySet[BusinessHours]:
    """All business hours, the default first, with how many go by each. Raises Forbidden for who may not manage them."""
    agent.require(Right.MANAGE_HOURS)
    return BusinessHours.objects.annotate(use_count=Count("uses")).order_by("-is_default", "name", "pk")


def access_hours(agent: Agent, hours_id: int) -> BusinessHours:
    """Some business hours. Raises Forbidden, or Http404."""
    found = hours_visible_to(agent).filter(pk=hours_id).first()
    if found is None:
        raise Http404(hours_id)
    return found


def access_exception(agent: Agent, exception_id: int) -> HoursException:
    """Days with other hours. Raises Forbidden, or Http404."""
    agent.require(Right.MANAGE_HOURS)
    found = HoursException.objects.filter(pk=exception_id).first()
    if found is None:
        raise Http404(exception_id)
    return found


def all_uses() -> dict[tuple[str, int], int]:
    """The ids of the hours that things go by, by kind and id of these."""
    rows = HoursUse.objects.values_list("kind", "subject_id", "hours_id")
    return {(kind, subject): hours for kind, subject, hours in rows}


def hours_names() -> dict[int, str]:
    """The names of all business hours by id, the default first: for choosing among them."""
    return dict(BusinessHours.objects.order_by("-is_default", "name", "pk").values_list("pk", "name"))
