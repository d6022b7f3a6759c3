"""Whole conversations with real mail servers in both directions: Postfix between us and the customer."""

import time

import pytest

from careline.channels import intake
from careline.channels.configured import forget_inboxes
from careline.channels.delivery.outbox import Outbox
from careline.channels.email.message_ids import recognise, recognise_reply_address
from careline.channels.models import Arrival, Inbox
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.postfix import postfix, program
from careline.testing.receiver import receiver
from careline.testing.smtp_peer import smtp_peer
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Address, Outgoing
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.views.delivery_words import delivery_of

pytestmark = [
    pytest.mark.peers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(program() is None, reason="Postfix is not installed here, or this is not root"),
]


@pytest.fixture
def customers():
    """The customers' mail server."""
    with smtp_peer() as peer:
        yield peer


@pytest.fixture
def mta(request, world, customers):
    """Postfix, handing our mail over to us by SMTP or LMTP, and the customers' mail to their server."""
    forget_inboxes()
    hands_over_by = getattr(request, "param", "smtp")
    with receiver(lmtp=hands_over_by == "lmtp") as port:
        ours = f"lmtp:inet:127.0.0.1:{port}" if hands_over_by == "lmtp" else f"smtp:[127.0.0.1]:{port}"
        theirs = f"smtp:[127.0.0.1]:{customers.port}"
        with postfix({"desk.example": ours, "customer.example": theirs}) as running:
            yield running


@pytest.fixture
def inbox(world, mta):
    return make_inbox(world.support, outgoing=mta.settings)


@pytest.fixture
def outbox():
    box = Outbox()
    yield box
    box._close_idle(everything=True)


def until(condition, seconds=15):
    """Work off what arrives until that is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, [(one.state, one.reason, one.error) for one in Arrival.objects.all()]
        intake.drain_once()
        time.sleep(0.05)


def arrived(count):
    """Wait until so many of the customers' messages are here; delivery reports come beside them."""
    until(lambda: Message.objects.filter(author="customer").count() >= count)


def ticket_by_mail(mta):
    """The ticket that a customer's mail becomes."""
    mta.hand_in(make_mail(), sender="carla@customer.example", to="help@desk.example")
    arrived(1)
    return Ticket.objects.get()


def state_of(message):
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("mta", ["smtp", "lmtp"], indirect=True)
def test_a_conversation_stays_one_thread_on_both_sides(world, mta, inbox, outbox, customers):
    mta.hand_in(
        make_mail(message_id="one@customer.example"), sender="carla@customer.example", to="help@desk.example"
    )
    arrived(1)
    ticket = Ticket.objects.get()
    reply(ticket, Outgoing("<p>Bring it in on <b>Friday</b>. Grüße</p>", undo_seconds=0), by=world.ana)
    assert outbox.send_due() == 1
    first = customers.wait_for(1)[0]
    made = first.parsed
    assert made["In-Reply-To"] == "<one@customer.example>" and first.mail_from == "help@desk.example"
    assert recognise(made["Message-ID"]) and "Grüße" in made.get_body(("plain",)).get_content()
    assert recognise_reply_address(made["Reply-To"]) == ticket.pk
    answer = make_mail(
        "Friday is fine.", subject=made["Subject"], message_id="two@customer.example", to=made["Reply-To"],
        In_Reply_To=made["Message-ID"], References=f"{made['References']} {made['Message-ID']}",
    )  # fmt: skip
    mta.hand_in(answer, sender="carla@customer.example", to=made["Reply-To"])
    arrived(2)
    assert Ticket.objects.count() == 1
    theirs = Message.objects.filter(author="customer").latest("pk")
    assert (theirs.text.strip(), theirs.threaded_by) == ("Friday is fine.", "reply_token")
    reply(ticket, Outgoing("<p>See you then.</p>", undo_seconds=0), by=world.ana)
    outbox.send_due()
    second = customers.wait_for(2)[1].parsed
    assert second["References"].split() == [
        "<one@customer.example>",
        made["Message-ID"],
        "<two@customer.example>",
    ]
    assert second["In-Reply-To"] == "<two@customer.example>"
    assert {one.state for one in Message.objects.filter(author="agent")} == {"sent"}


def test_a_recipient_that_does_not_exist_comes_back_to_the_message(world, mta, inbox, outbox, customers):
    customers.faults.rcpt["carla@customer.example"] = "550 5.1.1 no such user here"
    ticket = ticket_by_mail(mta)
    message = reply(
        ticket, Outgoing("<p>Hello?</p>", undo_seconds=0, then_status=Status.PENDING), by=world.ana
    )
    outbox.send_due()
    assert state_of(message) == "sent"
    until(lambda: state_of(message) != "sent")
    ticket.refresh_from_db()
    assert message.state == "bounced" and message.bounces[0]["email"] == "carla@customer.example"
    assert "no such user here" in message.bounces[0]["diagnostic"] and message.bounces[0]["status"] == "5.1.1"
    assert Ticket.objects.count() == 1 and ticket.status == Status.OPEN
    assert customers.mails == []


def test_one_mail_to_many_goes_over_postfix_once(world, mta, inbox, outbox, customers):
    ticket = ticket_by_mail(mta)
    cc = tuple(Address(f"cc{n}@customer.example") for n in range(5))
    reply(ticket, Outgoing("<p>Hi all</p>", cc=cc, undo_seconds=0), by=world.ana)
    outbox.send_due()
    mails = customers.wait_for(1)
    assert sorted(one for mail in mails for one in mail.rcpt_to) == sorted(
        ["carla@customer.example", *(one.email for one in cc)]
    )


def test_while_the_server_is_down_the_reply_waits_and_then_goes(world, mta, inbox, outbox, customers):
    ticket = ticket_by_mail(mta)
    Inbox.objects.update(outgoing={**mta.settings, "port": 1})
    message = reply(ticket, Outgoing("<p>Hi</p>", undo_seconds=0), by=world.ana)
    outbox.send_due()
    message.refresh_from_db()
    assert message.state == "retrying" and "127.0.0.1:1" in message.state_detail
    Inbox.objects.update(outgoing=mta.settings)
    Message.objects.filter(pk=message.pk).update(send_at=message.created_at)
    outbox.send_due()
    assert customers.wait_for(1) and Message.objects.get(pk=message.pk).state == "sent"


def test_a_delay_is_shown_and_changes_nothing_and_neither_does_a_report_that_it_was_only_passed_on(
    world, mta, inbox, outbox, customers
):
    customers.faults.rcpt["carla@customer.example"] = "451 4.2.0 come back later"
    ticket = ticket_by_mail(mta)
    message = reply(
        ticket, Outgoing("<p>Hello?</p>", undo_seconds=0, then_status=Status.PENDING), by=world.ana
    )
    outbox.send_due()
    until(lambda: state_of(message) != "sent" or message.bounces, seconds=30)
    ticket.refresh_from_db()
    assert message.state == "sent" and ticket.status == Status.PENDING
    assert not message.bounces[0]["permanent"] and "come back later" in message.bounces[0]["diagnostic"]
    words = delivery_of(message)
    assert "not yet with carla@customer.example" in words.words and not words.trouble
    customers.faults.rcpt.clear()
    customers.wait_for(1)
    until(lambda: Arrival.objects.filter(subject__icontains="successful", state="done").exists())
    assert state_of(message) == "sent" and Ticket.objects.count() == 1 and ticket.messages.count() == 2
