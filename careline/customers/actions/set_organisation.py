"""Which organisation a customer belongs to, and by which domains one is recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from publicsuffix2 import get_tld

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.actions.identify import FREEMAIL
from careline.customers.contracts import CustomersRefused
from careline.customers.events import CustomerChanged, OrganisationChanged
from careline.customers.models import Customer, Organisation, OrganisationDomain
from careline.customers.queries import lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


@transaction.atomic
def set_organisation(customer: Customer, name: str, *, by: Agent) -> Customer:
    """Put a customer into the organisation of this name, made if need be; "" takes them out. Emits CustomerChanged."""
    by.require(Right.CHANGE_CUSTOMERS)
    customer = lock_customer(customer, by=by)
    name = " ".join(name.split())[:200]
    organisation = None
    if name:
        organisation = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
        organisation = organisation or Organisation.objects.create(name=name)
    if customer.organisation != organisation:
        customer.organisation = organisation
        customer.save(update_fields=["organisation"])
        emit(CustomerChanged(customer.pk, fields=("organisation",)), by=by.actor)
    return customer


@transaction.atomic
def set_domains(organisation: Organisation, domains: Sequence[str], *, by: Agent) -> list[str]:
    """Say by which e-mail domains an organisation is recognised, from now on. Emits OrganisationChanged.

    Refuses domains that everybody can have (free mail providers, public suffixes such as `co.uk`), and those of
    another organisation.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    wanted = sorted({_checked(domain) for domain in domains if domain.strip()})
    taken = OrganisationDomain.objects.filter(domain__in=wanted).exclude(organisation=organisation)
    if other := taken.select_related("organisation").first():
        said = {"domain": other.domain, "name": other.organisation.name}
        raise CustomersRefused(_("%(domain)s belongs to %(name)s.") % said)
    OrganisationDomain.objects.filter(organisation=organisation).exclude(domain__in=wanted).delete()
    rows = [OrganisationDomain(organisation=organisation, domain=domain) for domain in wanted]
    OrganisationDomain.objects.bulk_create(rows, ignore_conflicts=True)
    emit(OrganisationChanged(organisation.pk, domains=tuple(wanted)), by=by.actor)
    return wanted


def _checked(domain: str) -> str:
    domain = domain.strip().lower().removeprefix("@").rstrip(".")
    if not _DOMAIN.fullmatch(domain):
        raise CustomersRefused(_("“%(domain)s” is not a domain.") % {"domain": domain})
    if domain in FREEMAIL or get_tld(domain) == domain:
        raise CustomersRefused(_("Anybody can have an address at %(domain)s.") % {"domain": domain})
    return domain
