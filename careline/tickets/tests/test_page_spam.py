"""Marking as spam by its page: closed, sender held back, said in the history; not for who may not change tickets."""

import pytest
from django.test import Client

from careline.customers.actions.block_sender import block_sender
from careline.customers.queries import is_blocked
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.mark_spam import mark_spam
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.unmark_spam import unmark_spam
from careline.tickets.contracts import Refused
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


def test_the_toast_leads_back_the_ticket_stands_as_before_and_its_sender_is_let_in(world, ticket) -> None:
    set_status(ticket, Status.PENDING, by=world.ana)
    client = logged_in(world.ana)
    said = client.post(f"/tickets/{ticket.pk}/spam/", **PART).content.decode()
    assert f'hx-post="/tickets/{ticket.pk}/spam/undo/"' in said
    assert (
        "No longer marked as spam" in client.post(f"/tickets/{ticket.pk}/spam/undo/", **PART).content.decode()
    )
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING and not is_blocked("carla@customer.example")


def test_a_new_ticket_is_new_again_and_a_sender_blocked_before_stays_blocked(world, ticket) -> None:
    block_sender("carla@customer.example", by=world.owner, reason="Rude")
    mark_spam(ticket, by=world.ana)
    unmark_spam(ticket, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and is_blocked("carla@customer.example") == "Rude"


def test_what_was_not_closed_as_spam_or_was_changed_since_is_not_undone(world, ticket) -> None:
    with pytest.raises(Refused):
        unmark_spam(ticket, by=world.ana)
    set_status(ticket, Status.CLOSED, by=world.ana)
    with pytest.raises(Refused):
        unmark_spam(ticket, by=world.ana)
    set_status(ticket, Status.OPEN, by=world.ana)
    mark_spam(ticket, by=world.ana)
    set_status(ticket, Status.OPEN, by=world.ben)
    assert logged_in(world.ana).post(f"/tickets/{ticket.pk}/spam/undo/", **PART).status_code == 422
    assert is_blocked("carla@customer.example")


def test_who_looked_at_an_older_ticket_changes_nothing(world: World, ticket: Ticket) -> None:
    answer = logged_in(world.ana).post(f"/tickets/{ticket.pk}/spam/", {"version": ticket.version + 5}, **PART)
    assert "Somebody changed this ticket" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and not is_blocked("carla@customer.example")


@pytest.mark.parametrize(("who", "status"), [("light", 403), ("auditor", 403)])
def test_others_mark_nothing(world: World, ticket: Ticket, who: str, status: int) -> None:
    for address in ("spam/", "spam/undo/"):
        assert logged_in(getattr(world, who)).post(f"/tickets/{ticket.pk}/{address}").status_code == status
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW


def test_a_stranger_does_not_learn_that_there_is_such_a_ticket(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    for address in ("spam/", "spam/undo/"):
        assert logged_in(world.stranger).post(f"/tickets/{hidden.pk}/{address}").status_code == 404
    hidden.refresh_from_db()
    assert hidden.status == Status.NEW
