"""The whole way a mail takes, with nobody played: our SMTP to Postfix, its LMTP to Dovecot, and back to us by IMAP."""

import email
import email.policy
import time

import pytest

from careline.channels import intake
from careline.channels.configured import forget_inboxes
from careline.channels.delivery.outbox import Outbox
from careline.channels.email.account import account_of
from careline.channels.email.fetching import mailbox_of
from careline.channels.email.message_ids import recognise_reply_address
from careline.channels.models import Arrival, ReachedRecipient
from careline.testing import dovecot
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.postfix import postfix, program
from careline.testing.world import make_ticket
from careline.tickets.actions.reply import reply
from careline.tickets.actions.start_side import start_side
from careline.tickets.contracts import Address, Aside, Outgoing
from careline.tickets.models import Message, Status, Ticket

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(program() is None, reason="Postfix is not installed here, or this is not root"),
    pytest.mark.skipif(not dovecot.takes_lmtp(), reason="Dovecot's LMTP service is not installed"),
]


class Mail:
    """Both sides' mail: Postfix carries it, Dovecot keeps it, for our inbox and for the customer alike."""

    def __init__(self, world, mta, server, **outgoing):
        self.mta, self.server, self.outbox = mta, server, Outbox()
        self.ours, self.theirs = (f"{name}-{time.time_ns()}@{name}.example" for name in ("desk", "customer"))
        incoming = {"host": "127.0.0.1", "port": server.imap, "security": "none", "user": self.ours}
        self.inbox = make_inbox(
            world.support, self.ours, incoming_kind="imap", incoming=incoming,
            incoming_secret=dovecot.PASSWORD, outgoing={**mta.settings, **outgoing},
        )  # fmt: skip

    def write(self, text, *, to, **headers):
        """The customer writes."""
        self.mta.hand_in(make_mail(text, sender=self.theirs, to=to, **headers), sender=self.theirs, to=to)

    def fetch_until(self, condition):
        """Fetch our mailbox and work off what came, until that is true."""
        mailbox = mailbox_of(account_of(self.inbox))
        mailbox.connect()

        def fetched():
            mailbox.fetch_new()
            intake.drain_once()
            return condition()

        _until(fetched, self.mta)
        mailbox.close()

    def read(self, number):
        """The customer's mail of that number, as their own mailbox holds it."""
        _until(lambda: len(self.server.uids(self.theirs)) >= number, self.mta)
        raw = self.server.contents(self.theirs)[number - 1]
        return email.message_from_bytes(raw, policy=email.policy.default)

    def answer(self, ticket, html, *, by):
        """An agent answers, and it goes out."""
        message = reply(ticket, Outgoing(html, undo_seconds=0, then_status=Status.PENDING), by=by)
        self.outbox.send_due()
        self.outbox._close_idle(everything=True)
        message.refresh_from_db()
        return message


def states(*messages):
    for one in messages:
        one.refresh_from_db()
    return [one.state for one in messages]


def _until(condition, mta, seconds=15):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, mta.log[-3000:]
        time.sleep(0.05)


@pytest.fixture
def carried(world, dovecot_server):
    """Make both sides' mail."""
    forget_inboxes()
    by_lmtp = f"lmtp:inet:127.0.0.1:{dovecot_server.lmtp}"
    with postfix({"desk.example": by_lmtp, "customer.example": by_lmtp}) as mta:
        yield lambda **outgoing: Mail(world, mta, dovecot_server, **outgoing)


@pytest.mark.parametrize(("tags", "found_by"), [(True, "reply_token"), (False, "message_id")])
def test_an_answer_reaches_the_customers_mailbox_and_theirs_comes_back_to_the_ticket(
    world, carried, tags, found_by
):
    mail = carried(reply_tags=tags)
    mail.write("My chain came off. Привет!", to=mail.ours, message_id="one@customer.example")
    mail.fetch_until(Ticket.objects.exists)
    ticket = Ticket.objects.get()
    assert ticket.messages.get().text.strip() == "My chain came off. Привет!"
    answer = mail.answer(ticket, "<p>Bring it in on <b>Friday</b>, Grüße</p>", by=world.ana)
    assert answer.state == "sent"
    ours = mail.read(1)
    assert ours["In-Reply-To"] == "<one@customer.example>" and ours["Return-Path"] == f"<{mail.ours}>"
    assert "Friday, Grüße" in ours.get_body(("plain",)).get_content()
    assert (recognise_reply_address(ours["Reply-To"] or "") == ticket.pk) is tags
    mail.write(
        "Friday is fine.", to=ours["Reply-To"] or ours["From"].addresses[0].addr_spec, subject=ours["Subject"],
        In_Reply_To=ours["Message-ID"], References=f"{ours['References']} {ours['Message-ID']}",
    )  # fmt: skip
    mail.fetch_until(lambda: ticket.messages.filter(author="customer").count() == 2)
    assert Ticket.objects.get().status == Status.OPEN
    second = Message.objects.filter(author="customer").latest("pk")
    assert (second.ticket, second.text.strip(), second.threaded_by) == (ticket, "Friday is fine.", found_by)
    again = mail.answer(ticket, "<p>See you then.</p>", by=world.ana)
    mail.fetch_until(lambda: states(answer, again) == ["delivered", "delivered"])
    assert {one.state for one in Arrival.objects.all()} == {"done"} and ticket.messages.count() == 4
    assert ours["Message-ID"] in mail.read(2)["References"]


def test_a_message_to_two_is_delivered_once_both_have_it(world, carried):
    mail = carried(reply_tags=True)
    mail.write("Who can help?", to=mail.ours)
    mail.fetch_until(Ticket.objects.exists)
    ticket = Ticket.objects.get()
    other = Address(f"partner-{time.time_ns()}@customer.example")
    outgoing = Outgoing("<p>We can.</p>", cc=(other,), undo_seconds=0)
    message = reply(ticket, outgoing, by=world.ana)
    mail.outbox.send_due()
    mail.outbox._close_idle(everything=True)
    mail.fetch_until(lambda: states(message) == ["delivered"])
    reports = b"".join(mail.server.contents(mail.ours))
    assert f"Original-Envelope-Id: {message.external_id}".encode() in reports
    assert sorted(ReachedRecipient.objects.values_list("email", flat=True)) == sorted(
        [mail.theirs, other.email]
    )


@pytest.mark.parametrize(("tags", "found_by"), [(True, "reply_token"), (False, "message_id")])
def test_a_third_party_gets_the_mail_and_their_answer_comes_back_beside_the_ticket(
    world, carried, tags, found_by
):
    mail = carried(reply_tags=tags)
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(inbox_id=mail.inbox.pk)
    outgoing = Outgoing(
        "<p>Have you <b>chains</b>?</p>", to=(Address(mail.theirs),), subject="Chains", undo_seconds=0
    )
    asked = start_side(ticket, Aside(outgoing), by=world.ana)
    mail.outbox.send_due()
    mail.outbox._close_idle(everything=True)
    got = mail.read(1)
    assert "Have you chains?" in got.get_body(("plain",)).get_content() and got["References"] is None
    mail.write(
        "Two, from Friday.", to=got["Reply-To"] or got["From"].addresses[0].addr_spec, subject="Re: Chains",
        In_Reply_To=got["Message-ID"],
    )  # fmt: skip
    mail.fetch_until(lambda: asked.conversation.messages.count() == 2 and states(asked) == ["delivered"])
    answer = asked.conversation.messages.get(is_ours=False)
    assert (answer.text.strip(), answer.threaded_by, answer.is_participant) == (
        "Two, from Friday.",
        found_by,
        True,
    )
    assert ticket.messages.count() == 1 and Ticket.objects.count() == 1
