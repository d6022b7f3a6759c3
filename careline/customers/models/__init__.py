"""Who writes to us."""

from careline.customers.models.blocked import BlockedSender
from careline.customers.models.consent import Consent
from careline.customers.models.customer import Customer, CustomerMerge, Identity
from careline.customers.models.organisation import Organisation, OrganisationDomain

__all__ = [
    "BlockedSender",
    "Consent",
    "Customer",
    "CustomerMerge",
    "Identity",
    "Organisation",
    "OrganisationDomain",
]
