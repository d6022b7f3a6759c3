"""A customer's tickets on the customer's page: those that the viewer may see."""

from django.test import Client

from careline.customers.actions.merge_customers import merge_customers
from careline.testing.world import make_customer, make_message, make_organisation, make_ticket
from careline.tickets.models import Attachment


def test_the_page_shows_the_tickets_that_one_may_see(client, world):
    make_ticket(world.support, world.customer, subject="Chain came off")
    make_ticket(world.complaints, world.customer, subject="Rude on the phone")
    page = f"/customers/{world.customer.pk}/"

    client.force_login(world.ana)
    shown = client.get(page).text
    assert "Chain came off" in shown
    assert "Rude on the phone" not in shown

    client.force_login(world.manager)
    assert "Rude on the phone" in client.get(page).text


def test_tickets_of_a_merged_record_are_the_persons_too(client, world):
    other = make_customer("Carla Private", email="carla@home.example")
    make_ticket(world.support, other, subject="From home")
    merge_customers(other, into=world.customer, by=world.ana)

    client.force_login(world.ana)
    assert "From home" in client.get(f"/customers/{world.customer.pk}/").text


def test_without_a_ticket_the_page_says_so(client, world):
    client.force_login(world.stranger)

    assert "No ticket that you may see" in client.get(f"/customers/{world.customer.pk}/").text


def test_the_page_costs_the_same_for_many_tickets(client, world, django_assert_max_num_queries):
    for _n in range(8):
        make_ticket(world.support, world.customer)
    client.force_login(world.ana)
    page = f"/customers/{world.customer.pk}/"
    client.get(page)

    with django_assert_max_num_queries(18):
        client.get(page)
    with django_assert_max_num_queries(18):
        client.get(f"{page}?tab=conversations")


def test_what_was_said_on_all_channels_is_one_timeline_without_gap_or_double(client, world):
    other = make_customer("Carla Private", email="carla@home.example")
    merge_customers(other, into=world.customer, by=world.ana)
    tickets = [make_ticket(world.support, who, text="first words") for who in (world.customer, other)]
    for n in range(70):
        make_message(
            tickets[n % 2], text=f"word-{n}-", agent=world.ana if n % 3 else None, is_public=n % 5 > 0
        )
    client.force_login(world.ana)
    page = client.get(f"/customers/{world.customer.pk}/?tab=conversations")
    seen, url = page.text, f"/timeline/{world.customer.pk}/?before="
    found = [n for n in range(70) if f"word-{n}-" in seen]
    more = f"/timeline/{world.customer.pk}/"
    listed: list[str] = []
    while more:
        part = client.get(more, headers={"HX-Request": "true"})
        listed += [line["one"].words for line in part.context["said"]]
        more = part.context["more_url"]

    assert found == [*range(40, 70)] and url in seen
    assert listed == [*(f"word-{n}-" for n in reversed(range(70))), "first words", "first words"]


def test_the_timeline_and_the_files_hide_what_one_may_not_see(client, world, django_user_model):
    from careline.core.files import store

    hidden = make_ticket(world.complaints, world.customer, text="Rude on the phone")
    message = hidden.messages.get()
    file = store(b"secret", "text/plain")
    Attachment.objects.create(message=message, file=file, name="proof.txt", content_type="text/plain", size=6)
    page = f"/customers/{world.customer.pk}/?tab="
    for who, sees in (("manager", True), ("cleo", True), ("auditor", True)):
        client.force_login(getattr(world, who))
        assert ("Rude on the phone" in client.get(f"{page}conversations").text) is sees
        assert ("proof.txt" in client.get(f"{page}files").text) is sees
    for who in ("ana", "light", "stranger"):
        make_ticket(world.support, world.customer)
        client.force_login(getattr(world, who))
        assert "Rude on the phone" not in client.get(f"{page}conversations").text
        assert "proof.txt" not in client.get(f"{page}files").text
        assert "Rude" not in client.get(f"/timeline/{world.customer.pk}/").text
    assert Client().get(f"/timeline/{world.customer.pk}/").status_code == 302


def test_an_organisation_shows_its_members_tickets_that_one_may_see(
    client, world, django_assert_max_num_queries
):
    bikes = make_organisation("Bikes Ltd")
    world.customer.organisation = bikes
    world.customer.save(update_fields=["organisation"])
    make_ticket(world.support, world.customer, subject="Chain came off")
    make_ticket(world.complaints, world.customer, subject="Rude on the phone")
    make_ticket(world.support, make_customer("Elsewhere"), subject="Nothing to do with it")
    page = f"/customers/organisations/{bikes.pk}/"
    for who, sees in (("ana", False), ("stranger", False), ("manager", True), ("cleo", True)):
        client.force_login(getattr(world, who))
        shown = client.get(page).text
        assert "Chain came off" in shown and ("Rude on the phone" in shown) is sees
        assert "Nothing to do with it" not in shown
    with django_assert_max_num_queries(12):
        client.get(page)


def test_whether_members_see_each_others_requests_is_said_and_kept(client, world):
    bikes = make_organisation("Bikes Ltd", domain="bikes.example")
    client.force_login(world.ana)
    edit, page = f"/customers/organisations/{bikes.pk}/edit/", f"/customers/organisations/{bikes.pk}/"
    client.post(edit, {"name": "Bikes Ltd", "domains": "bikes.example", "is_shared": "on"})
    assert "Members see each other’s requests" in client.get(page).text
    client.post(edit, {"name": "Bikes Ltd", "domains": "bikes.example"})
    assert "Members see only their own requests" in client.get(page).text
