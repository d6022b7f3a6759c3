"""Two merges of customers, or a merge and a mail, at the same moment."""

import pytest
from django.db import transaction

from careline.customers.actions.identify import identify
from careline.customers.actions.merge_customers import merge_customers, unmerge_customers
from careline.customers.contracts import CustomersRefused
from careline.customers.models import Customer, CustomerMerge, Identity
from careline.customers.queries import access_customer
from careline.testing.racing import race
from careline.testing.world import World, make_customer, make_ticket, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small() -> World:
    return make_world()


@pytest.fixture
def three(small: World) -> list[Customer]:
    people = [make_customer(f"No. {n}", email=f"no{n}@x.example") for n in range(3)]
    for one in people:
        make_ticket(small.support, one)
    return people


def test_two_merges_into_each_other_leave_one_person(small: World, three) -> None:
    a, b, _ = three
    got = race(
        lambda: merge_customers(a, into=b, by=small.ana), lambda: merge_customers(b, into=a, by=small.ben),
        behind=Customer.objects.filter(pk=a.pk),
    )  # fmt: skip
    assert [type(one) for one in got] == [CustomerMerge, CustomersRefused]
    assert access_customer(small.ana, a.pk) == access_customer(small.ana, b.pk) == b
    assert Identity.objects.filter(customer=b).count() == 2


def test_merges_in_a_row_at_once_end_with_one_person_or_a_refusal(small: World, three) -> None:
    for a, b, c in (three, three[::-1]):
        for done in CustomerMerge.objects.filter(undone_at=None).order_by("-pk"):
            unmerge_customers(done.pk, by=small.ana)
        got = race(
            lambda a=a, b=b: merge_customers(a, into=b, by=small.ana),
            lambda b=b, c=c: merge_customers(b, into=c, by=small.ben),
            behind=Customer.objects.filter(pk=b.pk),
        )
        assert isinstance(got[0], CustomerMerge) and isinstance(got[1], CustomerMerge | CustomersRefused)
        home = access_customer(small.ana, a.pk)
        assert home == access_customer(small.ana, b.pk) == (c if isinstance(got[1], CustomerMerge) else b)


def test_undoing_a_merge_and_merging_again_do_not_block_each_other(small: World, three) -> None:
    for source, target in (three[:2], three[1::-1]):
        done = merge_customers(source, into=target, by=small.ana)
        got = race(
            lambda done=done: unmerge_customers(done.pk, by=small.ana),
            lambda source=source, target=target: merge_customers(target, into=source, by=small.ben),
            behind=Customer.objects.filter(pk=min(source.pk, target.pk)),
        )
        assert isinstance(got[0], Customer) and isinstance(got[1], CustomerMerge | CustomersRefused), got
        if isinstance(got[1], CustomerMerge):
            unmerge_customers(got[1].pk, by=small.ana)
    assert Customer.objects.filter(merged_into=None).count() == Customer.objects.count()


def test_who_writes_while_being_merged_is_the_same_person(small: World, three) -> None:
    a, b, _ = three

    def write() -> int:
        with transaction.atomic():
            return identify("no0@x.example", name="No. 0")

    got = race(
        lambda: merge_customers(a, into=b, by=small.ana), write, behind=Customer.objects.filter(pk=a.pk)
    )
    assert isinstance(got[0], CustomerMerge)
    assert access_customer(small.ana, got[1]) == b
    assert Identity.objects.filter(normalised="no0@x.example").count() == 1
