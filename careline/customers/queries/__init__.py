"""Reading about customers, with the rights of the person who asks."""

from careline.customers.queries.access import (
    NotVisible,
    access_customer,
    is_blocked,
    lock_customer,
    same_person_ids,
)
from careline.customers.queries.search import FoundCustomer, find_customers

__all__ = [
    "FoundCustomer",
    "NotVisible",
    "access_customer",
    "find_customers",
    "is_blocked",
    "lock_customer",
    "same_person_ids",
]
