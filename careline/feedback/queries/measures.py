"""Measures against abuse, for those who may see the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.customers.queries.access import person_ids, watchable_customers
from careline.feedback.models import Measure
from careline.feedback.queries.settings import feedback_settings

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer

PAGE = 50
_HANDED_OVER = """
SELECT count(*) FROM tickets_ticket t JOIN core_event e ON e.subject = 'ticket:' || t.id AND e.name = 'abuse.handed_over'
WHERE t.customer_id = ANY(%s)
"""


def standing_measures(customer: Customer) -> list[Measure]:
    """What stands against a customer, by whichever of their merged records. No rights: for who sees the customer's ticket."""
    rows = Measure.objects.filter(customer_id__in=person_ids(customer), lifted_at=None)
    rows = rows.select_related("taken_by", "contact")
    return [*rows.order_by("-pk")]


@dataclass(frozen=True, slots=True)
class Record:
    """What happened with a customer before: measures that were lifted, newest first, and how often a conversation was handed over."""

    lifted: list[Measure]
    handed_over: int


def record_of(customer: Customer) -> Record:
    """The record of abuse by a customer. No rights: for who sees the customer's ticket. Three statements."""
    people = person_ids(customer)
    lifted = Measure.objects.filter(customer_id__in=people).exclude(lifted_at=None).select_related("taken_by")
    with connection.cursor() as cursor:
        cursor.execute(_HANDED_OVER, [people])
        handed_over = cursor.fetchone()
    return Record([*lifted.order_by("-pk")[:PAGE]], handed_over[0] if handed_over else 0)


def usual_review() -> date:
    """The day on which a measure that is taken today is looked at again, unless another is said."""
    return timezone.localdate() + timedelta(days=feedback_settings().review_days)


def measures_for(agent: Agent, *, with_lifted: bool = False) -> list[Measure]:
    """Measures, those to be looked at first before others; of customers whom the agent may see. At most a page."""
    agent.require(Right.READ_COMPLAINTS)
    rows: QuerySet[Measure] = Measure.objects.select_related("customer", "taken_by", "lifted_by", "contact")
    rows = rows if with_lifted else rows.filter(lifted_at=None)
    found = [*rows.order_by("review_on", "pk")[: PAGE * 4]]
    seen = watchable_customers(agent, [one.customer_id for one in found])
    return [one for one in found if one.customer_id in seen][:PAGE]


def access_measure(agent: Agent, pk: int) -> Measure:
    """One measure. Raises Http404 for who may not see its customer."""
    found = Measure.objects.select_related("customer", "ticket").filter(pk=pk).first()
    if found is None or not watchable_customers(agent, [found.customer_id]):
        raise Http404(pk)
    return found
