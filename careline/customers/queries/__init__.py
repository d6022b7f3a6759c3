"""Reading about customers, with the rights of the person who asks."""

from careline.customers.queries.access import (
    NotVisible,
    access_customer,
    is_blocked,
    lock_customer,
    same_person_ids,
)
from careline.customers.queries.records import ORGANISATION_ID, REMAINING_ID, WITH_MERGED
from careline.customers.queries.search import (
    FoundCustomer,
    FoundOrganisation,
    find_customers,
    find_organisations,
)

__all__ = [
    "ORGANISATION_ID",
    "REMAINING_ID",
    "WITH_MERGED",
    "FoundCustomer",
    "FoundOrganisation",
    "NotVisible",
    "access_customer",
    "find_customers",
    "find_organisations",
    "is_blocked",
    "lock_customer",
    "same_person_ids",
]
