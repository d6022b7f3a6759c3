"""What customers agreed to."""

from __future__ import annotations

from careline.customers.models import Consent, Customer
from careline.customers.queries.access import same_person_ids


def latest_consents(customer: Customer) -> list[Consent]:
    """What holds now: the latest statement for each channel, whichever record of the person it was made to."""
    rows = Consent.objects.filter(customer_id__in=same_person_ids(customer)).select_related("recorded_by")
    return [*rows.order_by("channel", "-stated_at", "-pk").distinct("channel")]


def may_write_to(customer: Customer, channel: str) -> bool | None:
    """Whether the person agreed that we write to them on a channel; None if they never said."""
    found = next((one for one in latest_consents(customer) if one.channel == channel), None)
    return found.is_given if found else None
