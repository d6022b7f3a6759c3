"""An outgoing message on its way: undo, claim, news that never goes back, bounces."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.core.models import Event
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.record_bounce import record_bounce
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.actions.send_again import send_again
from careline.tickets.actions.send_automatic import send_automatic
from careline.tickets.contracts import Address, BouncedRecipient, NotVisible, Outgoing
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.queries.delivery import due_message_ids, stuck_message_ids
from careline.tickets.views.delivery_words import delivery_of


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def answer(world: World, ticket: Ticket, **given) -> Message:
    given.setdefault("undo_seconds", 0)
    return reply(ticket, Outgoing("<p>Hello</p>", **given), by=world.ana)


def test_a_message_is_claimed_once_with_all_that_is_needed(world: World, ticket: Ticket) -> None:
    Message.objects.filter(ticket=ticket).update(external_id="abc@customer.example")
    message = answer(world, ticket, quotes_history=True)
    assert due_message_ids() == [message.pk]
    out = claim_for_delivery(message.pk)
    assert out.key == message.key and out.to[0].email == "carla@customer.example" and out.text == "Hello"
    assert out.in_reply_to == "abc@customer.example" and out.references == ("abc@customer.example",)
    assert out.quoted[0].text.startswith("It came off") and out.author_name == "Ana Agent"
    assert claim_for_delivery(message.pk) is None and due_message_ids() == []


def test_a_held_message_can_be_undone_and_then_never_goes_out(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket, undo_seconds=10)
    assert claim_for_delivery(message.pk) is None
    assert cancel(message.pk, by=world.ana).state == "cancelled"
    Message.objects.filter(pk=message.pk).update(send_at=timezone.now())
    assert claim_for_delivery(message.pk) is None
    assert cancel(message.pk, by=world.ana) is None


def test_what_is_on_its_way_cannot_be_undone(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    assert cancel(message.pk, by=world.ana) is None
    assert not Event.objects.filter(name="message.cancelled").exists()


def test_a_held_message_goes_when_its_window_is_over(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket, undo_seconds=10)
    Message.objects.filter(pk=message.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert claim_for_delivery(message.pk) is not None


def test_a_scheduled_message_stays_where_the_customer_wrote_meanwhile(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket, send_at=timezone.now() + timedelta(hours=1))
    make_message(ticket, text="Never mind!")
    Message.objects.filter(pk=message.pk).update(send_at=timezone.now())
    assert claim_for_delivery(message.pk) is None and claim_for_delivery(message.pk) is None
    assert Event.objects.filter(name="delivery.changed").count() == 1
    assert send_again(message.pk, by=world.ana)
    assert claim_for_delivery(message.pk) is not None


def test_a_state_never_goes_back(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    assert record_delivery(message.pk, state="sent", external_id="x@desk.example")
    assert record_delivery(message.pk, state="delivered")
    for earlier in ("sent", "retrying", "unsure", "failed", "delivered"):
        assert not record_delivery(message.pk, state=earlier)
    message.refresh_from_db()
    assert (message.state, message.external_id) == ("delivered", "x@desk.example")
    assert record_delivery(message.pk, state="bounced")


def test_a_retry_waits_for_its_moment(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    record_delivery(
        message.pk, state="retrying", detail="greylisted", next_at=timezone.now() + timedelta(minutes=5)
    )
    assert claim_for_delivery(message.pk) is None and due_message_ids() == []


def test_what_was_claimed_by_somebody_who_died_is_found(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    assert stuck_message_ids(since=timezone.now() - timedelta(minutes=1)) == []
    assert stuck_message_ids(since=timezone.now()) == [message.pk]
    assert record_delivery(message.pk, state="retrying") and claim_for_delivery(message.pk)


def test_a_bounce_marks_the_message_once_and_makes_it_our_move(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket, then_status=Status.PENDING)
    claim_for_delivery(message.pk)
    record_delivery(message.pk, state="sent")
    bounced = [BouncedRecipient("Carla@customer.example", "5.1.1", "no such user")]
    assert record_bounce(message.pk, bounced) and not record_bounce(message.pk, bounced)
    message.refresh_from_db()
    ticket.refresh_from_db()
    assert (
        message.state == "bounced"
        and message.bounces[0]["status"] == "5.1.1"
        and ticket.status == Status.OPEN
    )


def test_a_delay_is_no_bounce(world: World, ticket: Ticket) -> None:
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    record_delivery(message.pk, state="sent")
    record_bounce(message.pk, [BouncedRecipient("carla@customer.example", "4.4.1", "slow", permanent=False)])
    message.refresh_from_db()
    assert message.state == "sent" and "slow" in message.state_detail
    shown = delivery_of(message)
    assert shown and "not yet with carla@customer.example: 4.4.1 slow" in shown.words and not shown.trouble


def test_an_automatic_message_changes_no_status(world: World, ticket: Ticket) -> None:
    message = send_automatic(
        ticket.pk, "<p>We got it.</p>", to=[Address("carla@customer.example")], subject="Got it"
    )
    ticket.refresh_from_db()
    assert message.is_automatic and message.state == "queued" and ticket.status == Status.NEW
    assert ticket.snippet.startswith("It came off") and ticket.first_answered_at is None


def test_a_stranger_can_neither_undo_nor_send(world: World) -> None:
    message = reply(make_ticket(world.complaints, world.customer), Outgoing("Hi"), by=world.cleo)
    for act in (cancel, send_again):
        with pytest.raises(NotVisible):
            act(message.pk, by=world.stranger)
