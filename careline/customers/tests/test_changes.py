"""Changing customers and organisations, merging, blocking: through the pages."""

import pytest

from careline.core.models import Event
from careline.customers.actions.identify import identify
from careline.customers.actions.merge_customers import merge_customers, unmerge_customers
from careline.customers.models import BlockedSender, Customer, CustomerMerge, Organisation
from careline.customers.queries import NotVisible, access_customer, same_person_ids
from careline.testing.world import make_customer, make_organisation, make_ticket


def names() -> list[str]:
    return [*Event.objects.order_by("id").values_list("name", flat=True)]


@pytest.fixture
def ana(client, world):
    client.force_login(world.ana)
    return client


def test_an_agent_writes_down_what_is_known(ana, world):
    bikes = make_organisation()
    said = {
        "name": "Carla C.", "organisation": "bikes ltd", "language": "de", "time_zone": "Europe/Berlin",
        "notes": "Call before eight.", "tags": "VIP, vip, kita ", "merged_into": 1, "team_ids": "{99}",
    }  # fmt: skip

    assert ana.post(f"/customers/{world.customer.pk}/edit/", said).status_code == 302

    carla = Customer.objects.get(pk=world.customer.pk)
    assert (carla.name, carla.organisation, carla.language, carla.tags) == (
        "Carla C.",
        bikes,
        "de",
        ["kita", "vip"],
    )
    assert (carla.merged_into_id, carla.team_ids) == (None, world.customer.team_ids)
    assert set(names()) == {"customer.changed"}
    page = ana.get(f"/customers/{carla.pk}/").text
    assert "Call before eight." in page
    assert "German" in page


@pytest.mark.parametrize("bad", [{"language": "xx-zz-yy"}, {"time_zone": "Mars/Base"}])
def test_nonsense_is_refused(ana, world, bad):
    assert ana.post(f"/customers/{world.customer.pk}/edit/", {"name": "X", **bad}).status_code == 422
    assert Customer.objects.get(pk=world.customer.pk).name == "Carla Customer"


def test_two_records_become_one_and_two_again(ana, world):
    other = make_customer("Carla Private", email="carla@home.example")

    ana.post(f"/customers/{world.customer.pk}/merge/", {"other": other.pk})

    assert access_customer(world.ana, other.pk) == world.customer
    assert identify("carla@home.example") == world.customer.pk
    assert set(same_person_ids(world.customer)) == {world.customer.pk, other.pk}
    assert ana.get(f"/customers/{other.pk}/").headers["Location"] == f"/customers/{world.customer.pk}/"
    assert "carla@home.example" in ana.get(f"/customers/{world.customer.pk}/").text

    merge = CustomerMerge.objects.get()
    ana.post(f"/customers/merges/{merge.pk}/undo/")
    assert identify("carla@home.example") == other.pk
    assert access_customer(world.ana, other.pk) == other
    assert names() == ["customer.merged", "customer.unmerged"]
    ana.post(f"/customers/merges/{merge.pk}/undo/")
    assert names() == ["customer.merged", "customer.unmerged"], "undone once"


def test_the_merge_page_finds_the_other_record(ana, world):
    make_customer("Carla Private", email="carla@home.example")

    page = ana.get(f"/customers/{world.customer.pk}/merge/?q=private").text

    assert "carla@home.example" in page
    assert "carla@customer.example" not in page


def test_nobody_merges_a_customer_whom_they_may_not_see(ana, world):
    hidden = make_customer("Hilda Hidden", email="hilda@secret.example")
    make_ticket(world.complaints, hidden)

    assert ana.post(f"/customers/{world.customer.pk}/merge/", {"other": hidden.pk}).status_code == 404
    assert ana.post(f"/customers/{hidden.pk}/merge/", {"other": world.customer.pk}).status_code == 404
    with pytest.raises(NotVisible):
        merge_customers(hidden, into=world.customer, by=world.ana)
    assert names() == []


def test_after_undoing_the_target_is_seen_by_those_who_saw_it_before(world):
    hidden = make_customer("Hilda Hidden", email="hilda@secret.example")
    make_ticket(world.complaints, hidden)
    make_ticket(world.support, world.customer)
    hidden.refresh_from_db()

    merge = merge_customers(world.customer, into=hidden, by=world.manager)
    assert Customer.objects.visible_to(world.ana).filter(pk=hidden.pk).exists()
    unmerge_customers(merge.pk, by=world.manager)

    assert not Customer.objects.visible_to(world.ana).filter(pk=hidden.pk).exists()


@pytest.mark.parametrize("other", ["itself", "merged", "nobody", "words"])
def test_what_can_not_be_merged_is_refused(ana, world, other):
    merged = make_customer()
    merge_customers(merged, into=make_customer(), by=world.ana)
    given = {"itself": world.customer.pk, "merged": merged.pk, "nobody": 10**9, "words": "x"}[other]
    before = CustomerMerge.objects.count()

    ana.post(f"/customers/{world.customer.pk}/merge/", {"other": given})

    carla = Customer.objects.get(pk=world.customer.pk)
    assert carla.merged_into is None
    assert CustomerMerge.objects.count() == before + (other == "merged")  # the one it was merged into joins


def test_a_sender_is_blocked_and_let_in_again(ana, world):
    identity = world.customer.identities.get()
    page = f"/customers/{world.customer.pk}/"

    ana.post(page + "block/", {"identity": identity.pk})
    assert BlockedSender.objects.get().pattern == "carla@customer.example"
    assert "Let in again" in ana.get(page).text

    ana.post(page + "block/", {"identity": identity.pk, "let_in": "1"})
    assert not BlockedSender.objects.exists()


def test_nobody_blocks_an_identity_of_another_customer(ana, world):
    other = make_customer().identities.get()

    assert ana.post(f"/customers/{world.customer.pk}/block/", {"identity": other.pk}).status_code == 404
    assert not BlockedSender.objects.exists()


def test_an_organisation_gathers_customers_by_domain(ana, world):
    said = {"name": "Kita", "domains": "@Customer.example\nkita.example", "notes": "Invoice, 30 days"}

    address = ana.post("/customers/organisations/new/", said).headers["Location"]

    page = ana.get(address).text
    assert "Carla Customer" in page
    assert "Invoice, 30 days" in page
    assert Customer.objects.get(pk=identify("new@kita.example")).organisation.name == "Kita"
    ana.post(address + "edit/", {"name": "Kita", "domains": "kita.example"})
    assert [d.domain for d in Organisation.objects.get().domains.all()] == ["kita.example"]
    assert names() == ["organisation.changed", "organisation.changed"]


@pytest.mark.parametrize("domains", ["gmail.com", "taken.example", "not a domain!", "a" * 260 + ".example"])
def test_a_domain_that_is_everybodys_anothers_or_none_is_refused(ana, world, domains):
    make_organisation("Other", domain="taken.example")

    assert ana.post("/customers/organisations/new/", {"name": "X", "domains": domains}).status_code == 422
    assert Organisation.objects.count() == 1
