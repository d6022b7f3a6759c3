"""What the fields room needs to serve customers and organisations: their values, and both as references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.customers.actions.change_fields import change_customer_fields, change_organisation_fields
from careline.customers.models import Customer, Organisation
from careline.customers.queries import access_customer, find_customers
from careline.customers.queries.browse import organisations
from careline.fields.contracts import Target
from careline.fields.slots import Holder, Keeper, Reference, register_keeper, register_reference

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Given = Mapping[str, Any]


def customer_holder(agent: Agent, customer_id: int) -> Holder:
    """A customer as the pages of fields see them. Raises NotVisible."""
    customer = access_customer(agent, customer_id)
    may_change = agent.may(Right.CHANGE_CUSTOMERS)
    href = f"/customers/{customer.pk}/"
    return Holder(Target.CUSTOMER, customer.pk, customer.fields, href, may_change=may_change)


def change_customer(agent: Agent, customer_id: int, given: Given, seen: Given) -> None:
    """Write values of a customer."""
    change_customer_fields(access_customer(agent, customer_id), given, by=agent, seen=seen)


def organisation_holder(agent: Agent, organisation_id: int) -> Holder:
    """An organisation as the pages of fields see it. Raises Http404."""
    found = _organisation(agent, organisation_id)
    may_change = agent.may(Right.CHANGE_CUSTOMERS)
    href = f"/customers/organisations/{found.pk}/"
    return Holder(Target.ORGANISATION, found.pk, found.fields, href, may_change=may_change)


def change_organisation(agent: Agent, organisation_id: int, given: Given, seen: Given) -> None:
    """Write values of an organisation."""
    change_organisation_fields(_organisation(agent, organisation_id), given, by=agent, seen=seen)


def _organisation(agent: Agent, organisation_id: int) -> Organisation:
    found = organisations(agent).filter(pk=organisation_id).first()
    if found is None:
        raise Http404(organisation_id)
    return found


def customer_names(agent: Agent, ids: Iterable[int]) -> dict[int, str]:
    """Names of the customers of these ids that the person may see."""
    return {one.pk: str(one) for one in Customer.objects.visible_to(agent).filter(pk__in=[*ids])}


def found_customers(agent: Agent, words: str) -> list[tuple[int, str]]:
    """Customers that some words find."""
    return [(one.id, one.name or one.email) for one in find_customers(agent, words, limit=10)]


def organisation_names(agent: Agent, ids: Iterable[int]) -> dict[int, str]:
    """Names of the organisations of these ids, for who may see organisations."""
    return dict(organisations(agent).filter(pk__in=[*ids]).values_list("pk", "name"))


def found_organisations(agent: Agent, words: str) -> list[tuple[int, str]]:
    """Organisations that some words find."""
    return [*organisations(agent, words=words).values_list("pk", "name")[:10]]


register_keeper(Target.CUSTOMER, Keeper(_("Customers"), customer_holder, change_customer))
register_keeper(Target.ORGANISATION, Keeper(_("Organisations"), organisation_holder, change_organisation))
register_reference("customer", Reference(_("A customer"), customer_names, found_customers, "/customers/{}/"))
register_reference(
    "organisation",
    Reference(_("An organisation"), organisation_names, found_organisations, "/customers/organisations/{}/"),
)
