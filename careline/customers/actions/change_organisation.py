"""Writing down the companies that customers belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.customers.actions.set_organisation import set_domains
from careline.customers.models import Customer, Organisation

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True)
class OrganisationDetails:
    """What can be said about an organisation; `is_shared` None leaves it as it is."""

    name: str
    notes: str
    domains: list[str]
    is_shared: bool | None = None


@transaction.atomic
def create_organisation(*, details: OrganisationDetails, by: Agent) -> Organisation:
    """Make an organisation. Refuses and emits what `change_organisation` does."""
    by.require(Right.CHANGE_CUSTOMERS)
    organisation = Organisation.objects.create(
        name=details.name, notes=details.notes, is_shared=bool(details.is_shared)
    )
    _gather(organisation, set_domains(organisation, details.domains, by=by))
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, details: OrganisationDetails, by: Agent) -> None:
    """Change an organisation; customers with its domains who belong to none join it.

    Refuses who may not change customers (Forbidden), and domains as `set_domains` does (CustomersRefused).
    Emits OrganisationChanged.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    organisation.name, organisation.notes = details.name, details.notes
    organisation.is_shared = organisation.is_shared if details.is_shared is None else details.is_shared
    organisation.save(update_fields=["name", "notes", "is_shared"])
    _gather(organisation, set_domains(organisation, details.domains, by=by))


def _gather(organisation: Organisation, domains: list[str]) -> None:
    for domain in domains:
        Customer.objects.filter(
            organisation=None, identities__kind="email", identities__normalised__endswith=f"@{domain}"
        ).update(organisation=organisation)
