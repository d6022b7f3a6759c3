"""What we hold about a person, and what was exported and erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.customers.models import Customer, Erasure, Export, Identity
from careline.customers.queries.access import person_ids, same_person_ids
from careline.customers.slots import Scope, holdings, tickets_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Held:
    """How much of one thing we hold."""

    label: _StrOrPromise
    count: int


def scope_of(customer: Customer) -> Scope:
    """All records, addresses and tickets of a person."""
    ids = tuple(same_person_ids(customer))
    found = Identity.objects.filter(customer_id__in=ids).values_list("normalised", flat=True)
    return Scope(ids, tuple(sorted(found)), tickets_of(ids))


def names_of(customer_ids: Iterable[int]) -> list[str]:
    """The names that some records are known by, without those that say nothing."""
    return [*Customer.objects.filter(pk__in=[*customer_ids]).exclude(name="").values_list("name", flat=True)]


def what_we_hold(customer: Customer) -> list[Held]:
    """How much we hold about a person, by kind: the preview of an export or an erasure."""
    scope = scope_of(customer)
    return [Held(one.label, count) for one in holdings() if (count := one.count(scope))]


def hold_on(customer: Customer) -> str:
    """Why nothing of this person may be erased, whichever of their records says it; "" if nothing does."""
    rows = Customer.objects.filter(pk__in=person_ids(customer)).exclude(hold_reason="")
    return next(iter(rows.values_list("hold_reason", flat=True)), "")


def latest_exports(agent: Agent, customer: Customer) -> list[Export]:
    """The latest exports about a person, for who may hand them out."""
    if not agent.may(Right.MANAGE_DATA):
        return []
    rows = Export.objects.filter(customer_id__in=same_person_ids(customer)).select_related("asked_by", "file")
    return [*rows.order_by("-pk")[:5]]


def held_customer_ids() -> list[int]:
    """Every record of every person under legal hold."""
    held = Customer.objects.exclude(hold_reason="")
    return sorted({one for customer in held for one in person_ids(customer)})


def latest_erasure(customer: Customer) -> Erasure | None:
    """The latest erasure of a person that was asked for, done or refused."""
    rows = Erasure.objects.filter(customer_id__in=person_ids(customer)).select_related("asked_by")
    return rows.order_by("-pk").first()
