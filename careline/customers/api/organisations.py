"""Organisations: to list, find, make, change."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal
from careline.core.api.values import Cursor, Given, Id, Line, Long, Moment, Shown, Words
from careline.customers.actions.change_organisation import (
    OrganisationDetails,
    change_organisation,
    create_organisation,
)
from careline.customers.models import Organisation
from careline.customers.queries.browse import PAGE, organisations

router = Router(tags=["Organisations"])
READ, WRITE = Bearer(Scope.READ_CUSTOMERS), Bearer(Scope.WRITE_CUSTOMERS)


class OrganisationShown(Shown):
    """A company that customers belong to."""

    id: int
    name: str
    notes: str
    domains: list[str]
    created_at: Moment

    @staticmethod
    def resolve_domains(organisation: Organisation) -> list[str]:
        """By which addresses its people are recognised."""
        return sorted(one.domain for one in organisation.domains.all())


class OrganisationGiven(Given):
    """A company."""

    name: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=200)]
    notes: Long = ""
    domains: Annotated[list[Line], Field(max_length=50)] = []

    def details(self) -> OrganisationDetails:
        """As the action takes it."""
        return OrganisationDetails(self.name, self.notes, list(self.domains))


@router.get(
    "/organisations", response=reading(PageOf[OrganisationShown]), auth=READ, operation_id="listOrganisations",
    summary="List organisations",
)  # fmt: skip
def list_organisations(request: HttpRequest, q: Words = "", cursor: Cursor = None) -> dict[str, Any]:
    """Organisations by name, or those whose name or domain holds some words, in pages of 50."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    rows = [*organisations(agent, words=q, after=unseal("organisations", cursor))[: PAGE + 1]]
    return {
        "items": rows[:PAGE],
        "next_cursor": seal("organisations", rows[PAGE - 1].name if len(rows) > PAGE else ""),
    }


@router.post(
    "/organisations", response=changing(OrganisationShown, status=201), auth=WRITE,
    operation_id="createOrganisation", summary="Make an organisation",
)  # fmt: skip
def create_one_organisation(request: HttpRequest, given: OrganisationGiven) -> Any:
    """Make an organisation; customers with its domains who belong to none join it."""
    return Answer(201, create_organisation(details=given.details(), by=caller_of(request)))


@router.get(
    "/organisations/{organisation_id}", response=reading(OrganisationShown, 404), auth=READ,
    operation_id="getOrganisation", summary="One organisation",
)  # fmt: skip
def get_organisation(request: HttpRequest, organisation_id: Id) -> Organisation:
    """One organisation."""
    found = organisations(caller_of(request)).filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


@router.put(
    "/organisations/{organisation_id}", response=changing(OrganisationShown, 404), auth=WRITE,
    operation_id="changeOrganisation", summary="Change an organisation",
)  # fmt: skip
def put_organisation(request: HttpRequest, organisation_id: Id, given: OrganisationGiven) -> Organisation:
    """Say all about an organisation anew."""
    agent = caller_of(request)
    found = get_organisation(request, organisation_id)
    change_organisation(found, details=given.details(), by=agent)
    return get_organisation(request, organisation_id)
