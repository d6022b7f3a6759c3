"""The desk: queue and ticket page, for every role, with their queries counted."""

import pytest
from django.test import Client

from careline.testing.world import World, make_message, make_ticket

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World):
    ticket = make_ticket(world.support, world.customer)
    make_message(ticket, text="We are on it.", agent=world.ana, state="sent")
    make_message(ticket, text="He is in a hurry.", agent=world.ben, is_public=False)
    return ticket


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_desk_shows_the_tickets_of_ones_teams(world: World, ticket) -> None:
    page = logged_in(world.ana).get("/")
    assert page.status_code == 200
    assert f"/tickets/{ticket.pk}/" in page.content.decode()


def test_a_ticket_opens_with_its_conversation(world: World, ticket) -> None:
    page = logged_in(world.ana).get(f"/tickets/{ticket.pk}/").content.decode()
    assert "It came off yesterday" in page
    assert "Internal note, only agents see this" in page


def test_opening_from_the_queue_takes_few_queries(world: World, ticket, django_assert_max_num_queries) -> None:
    client = logged_in(world.ana)
    client.get("/")
    with django_assert_max_num_queries(12) as asked:
        answer = client.get(f"/tickets/{ticket.pk}/?view=my_teams", **HTMX)
    print(len(asked.captured_queries))
    for q in asked.captured_queries: print(q["sql"][:150])
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
