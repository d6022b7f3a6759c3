"""The desk: queue and ticket page, with their queries counted."""

import pytest
from django.test import Client

from careline.testing.world import World, make_customer, make_message, make_ticket
from careline.tickets.models import Status

PART = {"HTTP_HX_REQUEST": "true"}


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


def text(answer) -> str:
    return answer.content.decode()


def test_the_desk_shows_the_tickets_of_ones_teams(world: World, ticket) -> None:
    other = make_ticket(world.workshop, world.customer)
    page = text(logged_in(world.ana).get("/"))
    assert f"/tickets/{ticket.pk}/" in page
    assert f"/tickets/{other.pk}/" not in page


@pytest.mark.parametrize("view", ["mine", "unassigned", "my-teams", "all-open", "pending", "solved"])
def test_each_view_has_a_page_and_an_empty_one_says_so(world: World, view: str) -> None:
    page = logged_in(world.ana).get(f"/views/{view}/")
    assert page.status_code == 200
    assert "empty__title" in text(page)


def test_a_view_that_there_is_not_is_not_found(world: World) -> None:
    assert logged_in(world.ana).get("/views/no-such-view/").status_code == 404


def test_views_show_what_belongs_to_them(world: World) -> None:
    mine = make_ticket(world.support, world.customer, assignee=world.ana, status=Status.OPEN)
    waiting = make_ticket(world.support, world.customer, status=Status.PENDING, assignee=world.ben)
    client = logged_in(world.ana)
    assert f"row-{mine.pk}" in text(client.get("/views/mine/"))
    assert f"row-{waiting.pk}" not in text(client.get("/views/mine/"))
    assert f"row-{waiting.pk}" in text(client.get("/views/pending/"))


def test_more_rows_come_by_the_cursor_of_the_last_one(world: World) -> None:
    tickets = [make_ticket(world.support, world.customer) for _ in range(53)]
    client = logged_in(world.ana)
    first = client.get("/views/my-teams/")
    more = client.get(first.context["more_href"], **PART)
    shown = [row.number for row in first.context["rows"]] + [row.number for row in more.context["rows"]]
    assert shown == [ticket.pk for ticket in reversed(tickets)]
    assert more.context["more_href"] == ""


def test_a_queue_of_fifty_rows_asks_the_database_as_often_as_one_of_two(
    world: World, ticket, django_assert_max_num_queries
) -> None:
    client = logged_in(world.ana)
    client.get("/")
    for _ in range(50):
        make_ticket(world.support, make_customer())
    with django_assert_max_num_queries(10):
        client.get("/")


def test_a_ticket_opens_with_its_conversation(world: World, ticket) -> None:
    page = text(logged_in(world.ana).get(f"/tickets/{ticket.pk}/"))
    assert "It came off yesterday" in page
    assert "Internal note, only agents see this" in page
    assert f"<title>#{ticket.pk} My chain came off" in page


def test_opening_from_the_queue_takes_few_queries(
    world: World, ticket, django_assert_max_num_queries
) -> None:
    client = logged_in(world.ana)
    client.get("/")
    with django_assert_max_num_queries(10):
        answer = client.get(f"/tickets/{ticket.pk}/?view=my_teams", **PART)
    assert answer.status_code == 200
    assert "<html" not in text(answer)


def test_twenty_messages_take_as_many_queries_as_three(
    world: World, ticket, django_assert_max_num_queries
) -> None:
    for n in range(20):
        make_message(
            ticket, text=f"Message {n}", agent=world.ana if n % 2 else None, state="sent" if n % 2 else ""
        )
    client = logged_in(world.ana)
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get(f"/tickets/{ticket.pk}/?view=my_teams", **PART)


def test_earlier_messages_are_folded_until_asked_for(world: World, ticket) -> None:
    for n in range(20):
        make_message(ticket, text=f"Number {n} of many")
    client = logged_in(world.ana)
    page = text(client.get(f"/tickets/{ticket.pk}/"))
    assert "15 earlier messages" in page
    assert "Number 2 of many" not in page
    assert "Number 2 of many" in text(client.get(f"/tickets/{ticket.pk}/thread/?all=1", **PART))


def test_looking_changes_nothing_and_a_sign_of_life_marks_as_read(world: World, ticket) -> None:
    client = logged_in(world.ana)
    client.get(f"/tickets/{ticket.pk}/")
    assert "row--unread" in text(client.get("/"))
    newest = ticket.messages.order_by("pk").last().pk
    client.post(f"/tickets/{ticket.pk}/presence/", {"newest": newest}, **PART)
    assert "row--unread" not in text(client.get("/"))


def test_others_are_shown_who_look_or_type(world: World, ticket) -> None:
    logged_in(world.ben).post(f"/tickets/{ticket.pk}/presence/", {"typing": "1"}, **PART)
    answer = text(logged_in(world.ana).post(f"/tickets/{ticket.pk}/presence/", **PART))
    assert "Ben Agent is typing" in answer
    assert "Ben Agent is writing" in answer
    assert "Ben Agent is here" in text(logged_in(world.ana).get("/"))
