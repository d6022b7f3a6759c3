"""Changing what the company is called, and its language and time zone."""

from dataclasses import dataclass

from django.db import transaction

from careline.accounts import events
from careline.accounts.contracts import Right
from careline.accounts.models import Agent, Company
from careline.core.events import emit


@dataclass(frozen=True)
class CompanyDetails:
    """What can be said about the company."""

    name: str
    language: str
    time_zone: str
    address: str = ""
    phone: str = ""
    hours: str = ""


@transaction.atomic
def change_company(company: Company, *, details: CompanyDetails, by: Agent) -> None:
    """Change the company's details. Refuses (Forbidden) who may not manage it. Emits CompanyChanged."""
    by.require(Right.MANAGE_COMPANY)
    changed = [name for name, value in vars(details).items() if getattr(company, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(company, name, getattr(details, name))
    company.save(update_fields=changed)
    emit(events.CompanyChanged(changed=changed), by=by.actor)
