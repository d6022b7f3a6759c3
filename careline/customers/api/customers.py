"""Customers: to list, find, make, change, merge."""

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, asked_once, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import Anything, BodyId, Cursor, Given, Id, Moment, Shown, Words
from careline.customers.actions.change_fields import change_customer_fields
from careline.customers.actions.create_customer import create_customer
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.merge_customers import merge_customers
from careline.customers.actions.set_organisation import set_organisation
from careline.customers.contracts import CustomerEdit
from careline.customers.models import Customer
from careline.customers.queries import access_customer, find_customers
from careline.customers.queries.browse import PAGE, browse_customers, load_customers
from careline.customers.slots import tell_readers
from careline.fields.queries import fields_for

router = Router(tags=["Customers"])
READ, WRITE = Bearer(Scope.READ_CUSTOMERS), Bearer(Scope.WRITE_CUSTOMERS)


class IdentityShown(Shown):
    """One way to reach and recognise a customer."""

    kind: str
    value: str
    verified_at: Moment | None


class CustomerShown(Shown):
    """A person who needs something."""

    id: int
    name: str
    language: str
    time_zone: str
    notes: str
    tags: list[str]
    organisation_id: int | None
    fields: dict[str, Any]
    identities: list[IdentityShown]
    created_at: Moment

    @staticmethod
    def resolve_fields(customer: Customer, context: dict[str, Any]) -> dict[str, Any]:
        """Values of own fields, those that may be seen; which these are is asked once a request."""
        request = context["request"]
        infos = asked_once(request, "customer fields", lambda: fields_for(caller_of(request), "customer"))
        return {info.key: customer.fields[info.key] for info in infos if info.key in customer.fields}

    @staticmethod
    def resolve_identities(customer: Customer) -> list[Any]:
        """How they can be reached."""
        return list(customer.identities.all())


class CustomerChanges(Given):
    """What is known of a customer; what is left out stays. `organisation` is a name, "" for none."""

    name: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=200)] | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,12}$")] | None = None
    time_zone: Annotated[str, Field(pattern=r"^[A-Za-z0-9_+/-]{0,60}$")] | None = None
    notes: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=20_000)] | None = None
    tags: Annotated[list[Annotated[str, Field(pattern=r"^[^\x00]{1,60}$")]], Field(max_length=50)] | None = (
        None
    )
    organisation: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=200)] | None = None
    fields: dict[str, Anything] | None = Field(
        None, description="Values of your own fields by key; null empties one."
    )

    def edit(self) -> CustomerEdit:
        """As the action takes it."""
        tags = tuple(self.tags) if self.tags is not None else None
        return CustomerEdit(self.name, self.language, self.time_zone, self.notes, tags)


class CustomerGiven(CustomerChanges):
    """A new customer."""

    email: Annotated[str, Field(min_length=3, max_length=320, pattern=r"^[^\x00\r\n]*$")]


class CustomerMergeGiven(Given):
    """The record that remains."""

    into_id: BodyId


class Asked(Given):
    """Which customers: all, those that words find (names, addresses, with typing errors), or an organisation's."""

    q: Words | None = None
    organisation_id: Id | None = None
    cursor: Cursor = None


@router.get(
    "/customers", response=reading(PageOf[CustomerShown]), auth=READ, operation_id="listCustomers",
    summary="List customers",
)  # fmt: skip
def list_customers(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Customers that the token's owner may see, newest first, in pages of 50; with `q` the closest ones, one page."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    if asked.q:
        found = [one.id for one in find_customers(agent, asked.q, limit=PAGE)]
        return {"items": load_customers(agent, found)}
    before = unseal_id("customers", asked.cursor)
    stretch = browse_customers(agent, before=before, organisation_id=asked.organisation_id or 0)
    return {"items": stretch.customers, "next_cursor": seal("customers", stretch.next_before)}


@router.post(
    "/customers", response=changing(CustomerShown, status=201), auth=WRITE, operation_id="createCustomer",
    summary="Make a customer",
)  # fmt: skip
@transaction.atomic
def create(request: HttpRequest, given: CustomerGiven) -> Any:
    """Write down a customer who has not written yet. Refused (422) if there is one with this address."""
    agent = caller_of(request)
    customer = create_customer(given.email.strip(), given.edit(), by=agent)
    if given.organisation is not None:
        set_organisation(customer, given.organisation, by=agent)
    if given.fields is not None:
        change_customer_fields(customer, given.fields, by=agent)
    return Answer(201, Customer.objects.get(pk=customer.pk))


@router.get(
    "/customers/{customer_id}", response=reading(CustomerShown, 404), auth=READ, operation_id="getCustomer",
    summary="One customer",
)  # fmt: skip
def get_one(request: HttpRequest, customer_id: Id) -> Customer:
    """One customer; the number of a merged record leads to the one that remains."""
    agent = caller_of(request)
    found = access_customer(agent, customer_id)
    tell_readers(agent, found.pk)
    return found


@router.patch(
    "/customers/{customer_id}", response=changing(CustomerShown, 404), auth=WRITE, operation_id="changeCustomer",
    summary="Change a customer",
)  # fmt: skip
@transaction.atomic
def change_one(request: HttpRequest, customer_id: Id, given: CustomerChanges) -> Customer:
    """Change what is known of a customer."""
    agent = caller_of(request)
    customer = access_customer(agent, customer_id)
    edit_customer(customer, given.edit(), by=agent)
    if given.organisation is not None:
        set_organisation(customer, given.organisation, by=agent)
    if given.fields is not None:
        change_customer_fields(customer, given.fields, by=agent)
    return access_customer(agent, customer_id)


@router.post(
    "/customers/{customer_id}/merge", response=changing(CustomerShown, 404), auth=WRITE,
    operation_id="mergeCustomer", summary="Merge two records of one person",
)  # fmt: skip
def merge_into(request: HttpRequest, customer_id: Id, given: CustomerMergeGiven) -> Customer:
    """Make two records one; shows the one that remains."""
    agent = caller_of(request)
    merge_customers(access_customer(agent, customer_id), into=access_customer(agent, given.into_id), by=agent)
    return access_customer(agent, given.into_id)
