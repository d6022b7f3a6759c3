"""A customer's tickets on the customer's page: those that the viewer may see."""

from careline.customers.actions.merge_customers import merge_customers
from careline.testing.world import make_customer, make_ticket


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

    with django_assert_max_num_queries(12):
        client.get(page)
