"""Who writes to us: identities, organisations, merged records, blocked senders, and who sees whom."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from careline.accounts.contracts import Forbidden
from careline.customers.actions.block_sender import NotAnAddress, block_sender, unblock_sender
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.identify import identify
from careline.customers.actions.merge_customers import merge_customers, unmerge_customers
from careline.customers.actions.set_organisation import set_domains, set_organisation
from careline.customers.contracts import CustomerEdit, CustomersRefused
from careline.customers.models import Customer, Identity
from careline.customers.queries import NotVisible, access_customer, find_customers, is_blocked
from careline.testing.world import World, make_customer, make_organisation, make_ticket
from careline.tickets.queries.customers import customer_tickets, participants


def test_one_address_is_one_customer_however_it_is_spelt(world: World) -> None:
    ids = {identify(value) for value in ("Jo@X.example", " jo@x.example ", "JO@x.EXAMPLE")}
    assert len(ids) == 1 and Identity.objects.get(customer_id=ids.pop()).value == "Jo@X.example"


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_customer_of_one_new_address() -> None:
    def once(_n: int) -> int:
        try:
            with transaction.atomic():
                return identify("race@x.example", name="R")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len({*pool.map(once, range(16))}) == 1
    assert Customer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_for_the_first_and_takes_their_customer_or_makes_one() -> None:
    for first_keeps in (True, False):
        address = f"keeps-{int(first_keeps)}@x.example"
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first = identify(address, name="First")
                second = pool.submit(_identified_in_another_transaction, address)
                with pytest.raises(TimeoutError):
                    second.result(timeout=0.3)
                transaction.set_rollback(not first_keeps)
            assert (second.result(timeout=10) == first) is first_keeps
        customer = Identity.objects.get(normalised=address).customer
        assert customer.name == ("First" if first_keeps else "Second")
    assert Customer.objects.count() == Identity.objects.count() == 2


def _identified_in_another_transaction(address: str) -> int:
    try:
        with transaction.atomic():
            return identify(address, name="Second")
    finally:
        connection.close()


def test_a_new_sender_costs_two_statements_and_a_known_one_costs_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = psycopg.Cursor.execute

    def counted(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(query)
        return execute(cursor, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    for most in (2, 1):
        asked.clear()
        identify("new@x.example", name="New")
        assert len(asked) == most


def test_the_nearest_of_an_organisations_domains_counts(world: World) -> None:
    make_organisation("Group", domain="group.example")
    near = make_organisation("Near", domain="near.group.example")
    assert Customer.objects.get(pk=identify("a@x.near.group.example")).organisation == near
    assert Customer.objects.get(pk=identify("+491", kind="phone")).organisation is None


def test_an_organisation_is_known_by_its_domain_and_below(world: World) -> None:
    bikes = make_organisation("Bikes", domain="bikes.example")
    for address in ("a@bikes.example", "a@mail.bikes.example"):
        assert Customer.objects.get(pk=identify(address)).organisation == bikes
    for address in ("a@notbikes.example", "a@example", "a", "a@bikes.example.evil"):
        assert Customer.objects.get(pk=identify(address)).organisation is None


def test_domains_that_anybody_can_have_are_refused(world: World) -> None:
    bikes = make_organisation("Bikes")
    for domain in ("gmail.com", "co.uk", "com", "not a domain", "@", "x..y"):
        with pytest.raises(CustomersRefused):
            set_domains(bikes, [domain], by=world.ana)
    assert set_domains(bikes, ["@Bikes.Example.com", "bikes.co.uk"], by=world.ana) == [
        "bikes.co.uk",
        "bikes.example.com",
    ]
    with pytest.raises(CustomersRefused, match="Bikes"):
        set_domains(make_organisation("Other"), ["bikes.co.uk"], by=world.ana)
    assert set_domains(bikes, [], by=world.ana) == []


def test_two_records_of_one_person_are_merged_and_taken_apart(world: World) -> None:
    other = make_customer("Carla C.", email="carla@home.example")
    ticket = make_ticket(world.support, other)
    done = merge_customers(other, into=world.customer, by=world.ana)
    assert identify("carla@home.example") == world.customer.pk
    assert access_customer(world.ana, other.pk) == world.customer
    world.customer.refresh_from_db()
    assert [row.number for row in customer_tickets(world.ana, world.customer)] == [ticket.pk]
    with pytest.raises(CustomersRefused):
        merge_customers(other, into=world.customer, by=world.ana)
    unmerge_customers(done.pk, by=world.ana)
    assert identify("carla@home.example") == other.pk and customer_tickets(world.ana, world.customer) == ()
    with pytest.raises(CustomersRefused):
        unmerge_customers(done.pk, by=world.ana)


def test_a_customer_known_to_another_team_only_is_out_of_reach(world: World) -> None:
    hidden = make_ticket(world.complaints, make_customer("Hidden Hanna")).customer
    for act in (
        lambda: access_customer(world.ana, hidden.pk),
        lambda: merge_customers(hidden, into=world.customer, by=world.ana),
        lambda: edit_customer(hidden, CustomerEdit(name="x"), by=world.ana),
        lambda: set_organisation(hidden, "x", by=world.ana),
    ):
        with pytest.raises(NotVisible):
            act()
    assert find_customers(world.ana, "Hanna") == [] and find_customers(world.cleo, "Hana")[0].id == hidden.pk


def test_a_customer_is_edited_field_by_field(world: World) -> None:
    edited = edit_customer(
        world.customer, CustomerEdit(name=" Dr Carla ", tags=("VIP", "big spender")), by=world.ana
    )
    assert (edited.name, edited.tags, edited.notes) == ("Dr Carla", ["big-spender", "vip"], "")
    with pytest.raises(CustomersRefused):
        edit_customer(world.customer, CustomerEdit(time_zone="Mars/Base"), by=world.ana)
    with pytest.raises(Forbidden):
        edit_customer(world.customer, CustomerEdit(name="x"), by=world.light)
    assert set_organisation(world.customer, " Bikes  Ltd", by=world.ana).organisation.name == "Bikes Ltd"


def test_blocked_senders(world: World) -> None:
    block_sender("Spam@Evil.example", by=world.ana, reason="spam")
    block_sender("@worse.example", by=world.ana)
    assert is_blocked("spam@evil.example") == "spam" and is_blocked("x@sub.worse.example") == ""
    assert is_blocked("ham@evil.example") is None and is_blocked("") is None
    assert unblock_sender("spam@evil.example", by=world.ana) and is_blocked("spam@evil.example") is None
    for nonsense in ("", "evil", "a b@c.example", "x@"):
        with pytest.raises(NotAnAddress):
            block_sender(nonsense, by=world.ana)


def test_participants_begin_with_the_requester(world: World) -> None:
    [carla] = participants(make_ticket(world.support, world.customer))
    assert carla.email == "carla@customer.example" and carla.is_requester
