"""One customer, with rights; and whether a sender is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from careline.customers.contracts import CustomersRefused
from careline.customers.models import BlockedSender, Customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class NotVisible(Http404):
    """There is no such customer, or not for this person: both look the same from outside."""


def access_customer(agent: Agent, customer_id: int) -> Customer:
    """The customer of this id, or the one it was merged into. Raises NotVisible for who may not see them."""
    visible = Customer.objects.visible_to(agent).select_related("organisation")
    customer = visible.filter(pk=customer_id).first()
    while customer is not None and customer.merged_into_id is not None:
        customer = visible.filter(pk=customer.merged_into_id).first()
    if customer is None:
        raise NotVisible(customer_id)
    return customer


def watchable_customers(agent: Agent, ids: list[int]) -> set[int]:
    """Those of the customers whom this person may see."""
    return set(Customer.objects.visible_to(agent).filter(pk__in=ids).values_list("pk", flat=True))


def lock_customer(customer: Customer, *, by: Agent) -> Customer:
    """The customer as they stand now, locked. Raises NotVisible, CustomersRefused for a merged record."""
    fresh = Customer.objects.visible_to(by).select_for_update().filter(pk=customer.pk).first()
    if fresh is None:
        raise NotVisible(customer.pk)
    if fresh.merged_into_id is not None:
        raise CustomersRefused(_("This record was merged into another one."))
    return fresh


def same_person_ids(customer: Customer) -> list[int]:
    """The ids of a customer's record and of those merged into it, however deep: their tickets are one person's."""
    ids, found = [customer.pk], [customer.pk]
    while found:
        found = [
            *Customer.objects.filter(merged_into__in=found).exclude(pk__in=ids).values_list("pk", flat=True)
        ]
        ids += found
    return ids


def person_ids(customer: Customer) -> list[int]:
    """As `same_person_ids`, whichever of the person's records is given: begun at the one that remains."""
    while customer.merged_into_id is not None:
        customer = Customer.objects.get(pk=customer.merged_into_id)
    return same_person_ids(customer)


def is_blocked(email: str) -> str | None:
    """Why mail from this address is suspended ("" if nobody said), or None if it is welcome. For channels."""
    address = email.strip().lower()
    domain = address.rpartition("@")[2]
    labels = domain.split(".")
    patterns = [address, *(f"@{'.'.join(labels[i:])}" for i in range(min(len(labels), 8)))]
    row = BlockedSender.objects.filter(pattern__in=patterns).order_by("pk").first()
    return row.reason if row else None
