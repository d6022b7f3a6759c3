"""Edit what is known of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.contracts import CustomerEdit, CustomersRefused
from careline.customers.events import CustomerChanged
from careline.customers.models import Customer
from careline.customers.queries import lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_LONGEST = {"name": 200, "language": 12, "time_zone": 60, "notes": 20_000}


@transaction.atomic
def edit_customer(customer: Customer, edit: CustomerEdit, *, by: Agent) -> Customer:
    """Write the given fields. Refuses an unknown time zone. Emits CustomerChanged with the fields that changed."""
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    changed = []
    for field, value in _checked(edit).items():
        if getattr(customer, field) != value:
            setattr(customer, field, value)
            changed.append(field)
    if changed:
        customer.save(update_fields=changed)
        emit(CustomerChanged(customer.pk, fields=tuple(changed)), by=by.actor)
    return customer


def _checked(edit: CustomerEdit) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {}
    for field, longest in _LONGEST.items():
        value = getattr(edit, field)
        if value is not None:
            values[field] = value.strip().replace("\x00", "")[:longest]
    if values.get("time_zone"):
        try:
            ZoneInfo(str(values["time_zone"]))
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CustomersRefused(_("There is no such time zone.")) from error
    if edit.tags is not None:
        values["tags"] = sorted({tag for one in edit.tags if (tag := "-".join(one.lower().split())[:60])})[
            :50
        ]
    return values
