"""Who writes to us."""

from careline.customers.models.blocked import BlockedSender
from careline.customers.models.consent import Consent
from careline.customers.models.customer import Customer, CustomerMerge, Identity
from careline.customers.models.import_run import ImportProblem, ImportRun
from careline.customers.models.organisation import Organisation, OrganisationDomain
from careline.customers.models.personal_data import Erasure, Export

__all__ = [
    "BlockedSender",
    "Consent",
    "Customer",
    "CustomerMerge",
    "Erasure",
    "Export",
    "Identity",
    "ImportProblem",
    "ImportRun",
    "Organisation",
    "OrganisationDomain",
]
