"""A customer joins an organisation with a contract, or leaves it: the clocks of what is open of them follow."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.contracts import Scope
from careline.core.models import Event
from careline.customers.actions.change_organisation import OrganisationDetails, create_organisation
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.merge_customers import merge_customers, unmerge_customers
from careline.customers.actions.set_organisation import set_organisation
from careline.customers.contracts import CustomerEdit
from careline.policies.models import Clock, ServicePolicy
from careline.policies.queries.policies import forget_policies
from careline.policies.tests.test_clocks import arrive, policy
from careline.policies.tests.test_hours_moved import history, moved, run_jobs
from careline.testing.api import ApiCaller
from careline.testing.world import World, make_customer
from careline.tickets.models import Ticket
from careline.tickets.queries.conditions import from_json, latest_that_fit
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.queries import forget_hours

__all__ = ["policy"]


@pytest.fixture
def contract(policy) -> ServicePolicy:
    asked = [{"field": "organisation", "op": "is", "value": ["miller ltd"]}]
    conditions = {"match": "all", "groups": [{"match": "all", "conditions": asked}]}
    made = ServicePolicy.objects.create(name="Contract", position=-1, conditions=conditions)
    made.targets.create(kind="first_response", normal_seconds=1800)
    forget_policies()
    return made


def first_of(ticket: Ticket) -> Clock:
    return Clock.objects.get(ticket=ticket, kind="first_response")


def test_who_joins_an_organisation_is_owed_what_its_contract_says_and_no_more_after_leaving(
    world: World, contract
) -> None:
    ticket = arrive(world)
    assert first_of(ticket).due_at == ticket.created_at + timedelta(hours=4)
    set_organisation(ticket.customer, "Miller Ltd", by=world.manager)
    assert run_jobs() == 2, "one slice, and the look that nothing follows"
    ticket.refresh_from_db()
    assert first_of(ticket).policy_id == contract.pk
    assert ticket.due_at == first_of(ticket).due_at == ticket.created_at + timedelta(minutes=30)
    (fact,) = moved()
    assert fact["because"] == "customer.changed"
    assert "what is known of the customer was changed" in history(world, ticket)
    answer = ApiCaller(world.manager, scopes=[Scope.WRITE_CUSTOMERS]).call(
        "PATCH", f"/customers/{ticket.customer_id}", {"organisation": ""}
    )
    assert answer.status_code == 200, answer.content
    run_jobs()
    assert first_of(ticket).due_at == ticket.created_at + timedelta(hours=4)


def test_who_is_gathered_by_the_domain_of_an_organisation_follows_too(world: World, contract) -> None:
    ticket, other = arrive(world), arrive(world, sender="other@elsewhere.example")
    details = OrganisationDetails("Miller Ltd", "", ["customer.example"])
    create_organisation(details=details, by=world.manager)
    run_jobs()
    assert first_of(ticket).policy_id == contract.pk
    assert first_of(other).policy_id != contract.pk
    assert {one["ticket_id"] for one in moved()} == {ticket.pk}
    assert "organisation was changed" in history(world, ticket)


def test_records_that_are_merged_and_taken_apart_are_looked_at_again(world: World, contract) -> None:
    ticket = arrive(world)
    other = make_customer(name="Carla at Miller")
    set_organisation(other, "Miller Ltd", by=world.manager)
    ProcrastinateJob.objects.all().delete()
    done = merge_customers(ticket.customer, into=other, by=world.manager)
    run_jobs()
    assert first_of(ticket).policy_id == contract.pk
    asked = from_json(contract.conditions)
    assert [fit.number for fit in latest_that_fit(asked, world.manager).found] == [ticket.pk]
    unmerge_customers(done.pk, by=world.manager)
    run_jobs()
    assert first_of(ticket).policy_id != contract.pk
    assert not latest_that_fit(asked, world.manager).found


def test_hours_of_an_organisation_count_for_who_joins_it(world: World, policy) -> None:
    week = ((Stretch(0, 1440),),) * 7
    create_hours(HoursDetails("Always", "UTC", week), by=world.manager)
    narrow = create_hours(HoursDetails("An hour", "UTC", ((Stretch(0, 60),),) * 7), by=world.manager)
    forget_hours()
    ticket = arrive(world)
    before = first_of(ticket).due_at
    joined = set_organisation(ticket.customer, "Miller Ltd", by=world.manager)
    assign_hours("organisation", joined.organisation_id, narrow, by=world.manager)
    set_organisation(ticket.customer, "", by=world.manager)
    ProcrastinateJob.objects.all().delete()
    set_organisation(ticket.customer, "Miller Ltd", by=world.manager)
    run_jobs()
    assert first_of(ticket).due_at > before + timedelta(days=2)


def test_where_no_policy_asks_who_the_customer_is_nothing_is_put_in_line(world: World, policy) -> None:
    ticket = arrive(world)
    edit_customer(ticket.customer, CustomerEdit(tags=["vip"]), by=world.manager)
    set_organisation(ticket.customer, "Miller Ltd", by=world.manager)
    assert Event.objects.filter(name="customer.changed").count() == 2
    assert not ProcrastinateJob.objects.filter(task_name="careline.clocks").exists()
