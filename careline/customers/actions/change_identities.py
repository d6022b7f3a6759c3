"""By which identities a customer is known: one more, one less, verified or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.actions.identify import normalise
from careline.customers.contracts import CustomersRefused
from careline.customers.events import IdentityAdded, IdentityRemoved, IdentityVerified
from careline.customers.kinds import BY_HAND
from careline.customers.models import Customer, Identity
from careline.customers.queries import lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_PHONE_KINDS = {"phone", "whatsapp"}
_E164 = re.compile(r"\+[1-9]\d{6,14}")


@transaction.atomic
def add_identity(customer: Customer, kind: str, value: str, *, by: Agent) -> Identity:
    """Know a customer by one more identity, not verified. Emits IdentityAdded.

    Refuses what is no address or number of this kind, and one by which somebody else is known: merge them instead.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    value = checked_identity(kind, value)
    made, is_new = Identity.objects.get_or_create(
        kind=kind, normalised=normalise(value), defaults={"customer": customer, "value": value}
    )
    if not is_new and made.customer_id != customer.pk:
        raise CustomersRefused(
            _("Somebody else is known by this already. If they are one person, merge them.")
        )
    if is_new:
        emit(IdentityAdded(customer.pk, identity_id=made.pk, kind=kind), by=by.actor)
    return made


@transaction.atomic
def remove_identity(customer: Customer, identity_id: int, *, by: Agent) -> None:
    """Know a customer by one identity less. Refuses the last one. Emits IdentityRemoved."""
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    found = _own(customer, identity_id)
    if Identity.objects.filter(customer=customer).count() < 2:
        raise CustomersRefused(_("By this alone we know them. Add another one first."))
    emit(IdentityRemoved(customer.pk, identity_id=found.pk, kind=found.kind), by=by.actor)
    found.delete()


@transaction.atomic
def verify_identity(customer: Customer, identity_id: int, *, by: Agent, is_verified: bool = True) -> None:
    """Say that an identity is surely theirs (you called back, they showed a paper), or no longer. Emits IdentityVerified."""
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    found = _own(customer, identity_id)
    if (found.verified_at is not None) is is_verified:
        return
    found.verified_at = timezone.now() if is_verified else None
    found.save(update_fields=["verified_at"])
    fact = IdentityVerified(customer.pk, identity_id=found.pk, kind=found.kind, is_verified=is_verified)
    emit(fact, by=by.actor)


def checked_identity(kind: str, value: str) -> str:
    """The value as it is kept: an e-mail address, a number in E.164, or what the kind has. Raises CustomersRefused."""
    value = "".join(c for c in value if c.isprintable()).strip()[:320]
    if kind not in BY_HAND or not value:
        raise CustomersRefused(_("Give an address or a number."))
    if kind == "email":
        try:
            validate_email(value)
        except ValidationError:
            raise CustomersRefused(_("“%(value)s” is not an e-mail address.") % {"value": value}) from None
    if kind in _PHONE_KINDS:
        value = re.sub(r"[\s().\-/]", "", value)
        value = f"+{value[2:]}" if value.startswith("00") else value
        if not _E164.fullmatch(value):
            raise CustomersRefused(_("Write the number with its country: +44 20 7946 0000."))
    return value


def _own(customer: Customer, identity_id: int) -> Identity:
    found = Identity.objects.select_for_update().filter(pk=identity_id, customer=customer).first()
    if found is None:
        raise CustomersRefused(_("This identity is no longer theirs."))
    return found
