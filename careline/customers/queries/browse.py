"""Lists of customers and organisations, page by page (keyset), and what was merged into whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from careline.accounts.contracts import Right
from careline.customers.models import Customer, CustomerMerge, Organisation

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 50


@dataclass(frozen=True)
class Stretch:
    """Some customers of a list, with identities and organisation, and where the next ones start (0: nowhere)."""

    customers: list[Customer]
    next_before: int


def browse_customers(agent: Agent, *, before: int = 0, organisation_id: int = 0) -> Stretch:
    """Visible customers, newest first, those with an id below `before`; of one organisation, if given."""
    rows = _shown(agent)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return Stretch(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def load_customers(agent: Agent, ids: list[int]) -> list[Customer]:
    """Visible customers of these ids, in this order."""
    by_id = {customer.pk: customer for customer in _shown(agent).filter(pk__in=ids)}
    return [by_id[one] for one in ids if one in by_id]


def open_merges(customer: Customer) -> QuerySet[CustomerMerge]:
    """Merges into this customer that can be undone, newest first."""
    merges = CustomerMerge.objects.filter(target=customer, undone_at=None, source__merged_into=F("target"))
    return merges.select_related("source", "by").order_by("-pk")


def organisations(agent: Agent, *, words: str = "", after: str = "") -> QuerySet[Organisation]:
    """Organisations by name, those after a name, or those whose name or domain holds some words."""
    if not agent.may(Right.READ_TICKETS):
        return Organisation.objects.none()
    rows = Organisation.objects.annotate(customer_count=Count("customers", distinct=True))
    rows = rows.prefetch_related("domains").order_by("name", "pk")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(domains__domain__icontains=words.lower())).distinct()
    if after:
        rows = rows.filter(name__gt=after)
    return rows


def _shown(agent: Agent) -> QuerySet[Customer]:
    rows = Customer.objects.visible_to(agent).filter(merged_into=None)
    return rows.select_related("organisation").prefetch_related("identities")
