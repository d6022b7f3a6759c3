"""Fill in the fields of a customer or of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.events import CustomerFieldsChanged, OrganisationFieldsChanged
from careline.customers.models import Customer, Organisation
from careline.customers.queries import lock_customer
from careline.fields.queries import check_change

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Seen = Mapping[str, Any] | None


@transaction.atomic
def change_customer_fields(
    customer: Customer, given: Mapping[str, Any], *, by: Agent, seen: Seen = None
) -> Customer:
    """Write raw values by key into a customer. Refuses what `check_change` does. Emits CustomerFieldsChanged."""
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    change = check_change(by, "customer", given, before=customer.fields, object_id=customer.pk, seen=seen)
    if not change.is_empty:
        customer.fields = change.values
        customer.save(update_fields=["fields"])
        fact = CustomerFieldsChanged(
            customer.pk,
            before=change.before,
            after=change.after,
            words=change.words,
            restricted=change.restricted,
        )
        emit(fact, by=by.actor)
    return customer


@transaction.atomic
def change_organisation_fields(
    organisation: Organisation, given: Mapping[str, Any], *, by: Agent, seen: Seen = None
) -> Organisation:
    """Write raw values by key into an organisation. Refuses as above. Emits OrganisationFieldsChanged."""
    by.require(Right.CHANGE_CUSTOMERS)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    change = check_change(
        by, "organisation", given, before=organisation.fields, object_id=organisation.pk, seen=seen
    )
    if not change.is_empty:
        organisation.fields = change.values
        organisation.save(update_fields=["fields"])
        fact = OrganisationFieldsChanged(
            organisation.pk,
            before=change.before,
            after=change.after,
            words=change.words,
            restricted=change.restricted,
        )
        emit(fact, by=by.actor)
    return organisation
