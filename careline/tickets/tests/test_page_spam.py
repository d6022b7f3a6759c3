"""Marking as spam by its page: closed, sender held back, said in the history; not for who may not change tickets."""

import pytest
from django.test import Client

from careline.customers.queries import is_blocked
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.models import Status, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    ticket = make_ticket(world.support, world.customer)
    make_message(ticket)
    return ticket


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_ticket_is_marked_as_spam(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    answer = client.post(f"/tickets/{ticket.pk}/spam/", {"version": ticket.version}, **PART)
    assert "Marked as spam" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED and is_blocked("carla@customer.example")
    assert client.get(f"/tickets/{ticket.pk}/spam/").status_code == 405


def test_who_looked_at_an_older_ticket_changes_nothing(world: World, ticket: Ticket) -> None:
    answer = logged_in(world.ana).post(f"/tickets/{ticket.pk}/spam/", {"version": ticket.version + 5}, **PART)
    assert "Somebody changed this ticket" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and not is_blocked("carla@customer.example")


@pytest.mark.parametrize(("who", "status"), [("light", 403), ("auditor", 403)])
def test_others_mark_nothing(world: World, ticket: Ticket, who: str, status: int) -> None:
    assert logged_in(getattr(world, who)).post(f"/tickets/{ticket.pk}/spam/").status_code == status
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW


def test_a_stranger_does_not_learn_that_there_is_such_a_ticket(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    assert logged_in(world.stranger).post(f"/tickets/{hidden.pk}/spam/").status_code == 404
    hidden.refresh_from_db()
    assert hidden.status == Status.NEW
