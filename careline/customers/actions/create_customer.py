"""Write down a customer before they ever wrote to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.identify import identify, normalise
from careline.customers.contracts import CustomerEdit, CustomersRefused
from careline.customers.models import Customer, Identity

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def create_customer(email: str, edit: CustomerEdit, *, by: Agent) -> Customer:
    """Make a customer with an e-mail address, and what is known of them.

    Refuses an address that is none, or that somebody has already. Emits what `edit_customer` does.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    try:
        validate_email(email)
    except ValidationError as error:
        raise CustomersRefused(_("“%(words)s” is not an e-mail address.") % {"words": email[:80]}) from error
    if Identity.objects.filter(kind="email", normalised=normalise(email)).exists():
        raise CustomersRefused(_("There is a customer with this address already."))
    return edit_customer(Customer.objects.get(pk=identify(email)), edit, by=by)
