"""Put a customer under legal hold, or end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.contracts import CustomersRefused
from careline.customers.events import CustomerHeld, CustomerReleased
from careline.customers.models import Customer
from careline.customers.queries import lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def hold_customer(customer: Customer, reason: str, *, by: Agent) -> Customer:
    """See to it that nothing of a customer is erased. Refuses a hold without reason. Emits CustomerHeld."""
    by.require(Right.MANAGE_DATA)
    customer = lock_customer(customer, by=by)
    reason = " ".join(reason.replace("\x00", "").split())[:500]
    if not reason:
        raise CustomersRefused(_("Say why nothing may be erased."))
    customer.hold_reason = reason
    customer.save(update_fields=["hold_reason"])
    emit(CustomerHeld(customer.pk, reason=reason), by=by.actor)
    return customer


@transaction.atomic
def release_customer(customer: Customer, *, by: Agent) -> Customer:
    """End a legal hold. Emits CustomerReleased, unless there was none."""
    by.require(Right.MANAGE_DATA)
    customer = lock_customer(customer, by=by)
    if customer.hold_reason:
        customer.hold_reason = ""
        customer.save(update_fields=["hold_reason"])
        emit(CustomerReleased(customer.pk), by=by.actor)
    return customer
