"""Write down what a customer agreed to, or took back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.contracts import CustomersRefused
from careline.customers.events import ConsentStated
from careline.customers.kinds import CONSENT_CHANNELS
from careline.customers.models import Consent, Customer
from careline.customers.queries import lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def state_consent(
    customer: Customer,
    channel: str,
    *,
    is_given: bool,
    source: str,
    by: Agent,
    stated_at: datetime | None = None,
) -> Consent:
    """Record that a customer agreed to be written to on a channel, or took it back, when and how they said so.

    Earlier statements stay. Refuses an unknown channel, a missing source, and a moment to come. Emits ConsentStated.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    source = " ".join(source.replace("\x00", "").split())[:200]
    if channel not in CONSENT_CHANNELS or not source:
        raise CustomersRefused(_("Say on which channel, and how they told us."))
    if stated_at is not None and stated_at > timezone.now():
        raise CustomersRefused(_("This moment has not come yet."))
    made = Consent.objects.create(
        customer=customer,
        channel=channel,
        is_given=is_given,
        source=source,
        stated_at=stated_at or timezone.now(),
        recorded_by=by,
    )
    emit(ConsentStated(customer.pk, channel=channel, is_given=is_given), by=by.actor)
    return made
