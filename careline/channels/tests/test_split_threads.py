"""Mail that answers a message which was split off arrives in the new ticket, whatever its signed address says."""

import pytest

from careline.channels.email.message_ids import own_message_id, reply_address
from careline.channels.email.threading import find_thread
from careline.testing.mail import make_inbound
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.merge import merge
from careline.tickets.actions.split import split, unsplit
from careline.tickets.contracts import Address, Thread
from careline.tickets.models import Message

OUR = "help@desk.example"


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


def answer_to(message, ticket, *, sender="carla@customer.example"):
    """A mail that answers a message of ours, at the address that we signed for the ticket it was sent from."""
    to = (Address(reply_address(OUR, ticket.pk)),)
    return make_inbound(sender=sender, to=to, in_reply_to=(own_message_id(message.key, "desk.example"),))


def test_answers_follow_the_message_that_they_answer(world, ticket):
    stays = make_message(ticket, text="About the chain", agent=world.ana)
    moves = make_message(ticket, text="About the invoice", agent=world.ana)
    done = split(ticket, [moves.pk], by=world.ana)
    assert find_thread(answer_to(moves, ticket)) == Thread(done.target_id, "reply_token")
    assert find_thread(answer_to(stays, ticket)) == Thread(ticket.pk, "reply_token")
    unsplit(done.pk, by=world.ana)
    assert find_thread(answer_to(moves, ticket)) == Thread(ticket.pk, "reply_token")


def test_an_answer_to_a_customers_own_message_follows_it_too(world, ticket):
    theirs = make_message(ticket, text="And my invoice is wrong")
    Message.objects.filter(pk=theirs.pk).update(external_id="abc@customer.example")
    done = split(ticket, [theirs.pk], by=world.ana)
    to = (Address(reply_address(OUR, ticket.pk)),)
    got = find_thread(make_inbound(to=to, references=("abc@customer.example",)))
    assert got == Thread(done.target_id, "reply_token")


def test_a_ticket_merged_before_and_split_then_leads_on(world, ticket):
    moves = make_message(ticket, text="About the invoice", agent=world.ana)
    into = make_ticket(world.support, world.customer)
    merge(ticket, into=into, by=world.ana)
    into.refresh_from_db()
    done = split(into, [moves.pk], by=world.ana)
    assert find_thread(answer_to(moves, ticket)) == Thread(done.target_id, "reply_token")


def test_an_address_of_one_ticket_opens_no_other_that_was_not_split_off_it(world, ticket):
    """Somebody with our mail of one ticket names a foreign message: the address that we signed decides."""
    make_message(ticket, text="Hello", agent=world.ana)
    part = make_message(ticket, text="The other half", agent=world.ana)
    split(ticket, [part.pk], by=world.ana)
    foreign = make_message(make_ticket(world.support, world.customer), text="Secret", agent=world.ana)
    assert find_thread(answer_to(foreign, ticket)) == Thread(ticket.pk, "reply_token")


def test_no_further_statement_is_asked_where_nothing_was_split(world, ticket, django_assert_num_queries):
    said = make_message(ticket, text="Hello", agent=world.ana)
    with django_assert_num_queries(1):
        assert find_thread(answer_to(said, ticket)) == Thread(ticket.pk, "reply_token")
