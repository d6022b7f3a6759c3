"""The built-in receiver, spoken to by real SMTP and LMTP clients over a real socket."""

import asyncio
import smtplib
import socket
import ssl
import threading

import pytest
from django.db import OperationalError, connections

from careline.channels import intake
from careline.channels.email.message_ids import reply_address
from careline.channels.email.receiver import listen
from careline.channels.intake import gate as gates
from careline.channels.models import Arrival
from careline.channels.services import receive_mail
from careline.config.parsing import Listen
from careline.core.services import CannotServe
from careline.testing.dovecot import make_certificate
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_world
from careline.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


class Running:
    """A receiver in a thread of its own, as the worker runs it."""

    def __init__(self, **given):
        self.ready = threading.Event()
        self.given = given
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()))
        self.thread.start()
        self.ready.wait(10)

    async def run(self):
        self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
        gate = gates.Gate()
        server = await listen(gate, host="127.0.0.1", port=0, size_limit=100_000, **self.given)
        self.port = server.sockets[0].getsockname()[1]
        serving = asyncio.create_task(gate.run())
        self.ready.set()
        await self.stop.wait()
        serving.cancel()
        server.close()
        await self.loop.run_in_executor(gate._thread, connections.close_all)

    def close(self):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)


@pytest.fixture
def smtp():
    running = Running()
    with smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
        yield client
    running.close()


@pytest.fixture
def inbox():
    return make_inbox(make_world().support, aliases=["hello@desk.example"])


def test_a_mail_is_committed_before_250_and_becomes_a_ticket(smtp, inbox):
    smtp.sendmail("carla@customer.example", ["help@desk.example"], make_mail())
    arrival = Arrival.objects.get()
    assert arrival.envelope["mail_from"] == "carla@customer.example"
    assert arrival.envelope["client_ip"] == "127.0.0.1"
    assert arrival.envelope["rcpt_to"] == ["help@desk.example"]
    intake.drain_once()
    assert Ticket.objects.count() == 1


def test_only_our_addresses_aliases_and_tagged_forms_are_taken(smtp, inbox):
    smtp.ehlo()
    smtp.mail("carla@customer.example")
    token = reply_address("help@desk.example", 1)
    answers = {
        to: smtp.rcpt(to)[0] for to in ("hello@desk.example", token, "HELP@desk.example", "x@desk.example")
    }
    assert list(answers.values()) == [250, 250, 250, 550]


def test_a_bounce_with_an_empty_sender_is_taken(smtp, inbox):
    smtp.sendmail("", ["help@desk.example"], make_mail(sender="MAILER-DAEMON@x.example"))
    assert Arrival.objects.count() == 1


def test_two_inboxes_in_one_transaction_make_one_ticket_even_without_a_message_id(smtp, inbox):
    make_inbox(inbox.team, "sales@desk.example")
    to = ["help@desk.example", "hello@desk.example", "sales@desk.example"]
    smtp.sendmail("carla@customer.example", to, make_mail(message_id=""))
    assert Arrival.objects.count() == 2
    intake.drain_once()
    assert Ticket.objects.count() == 1


def test_a_mail_above_the_limit_is_refused(smtp, inbox):
    with pytest.raises(smtplib.SMTPResponseException) as caught:
        smtp.sendmail("carla@customer.example", ["help@desk.example"], make_mail("x" * 200_000))
    assert caught.value.smtp_code == 552


def test_lines_longer_than_the_standard_allows_are_taken(smtp, inbox):
    smtp.sendmail("carla@customer.example", ["help@desk.example"], make_mail("y" * 50_000))
    assert Arrival.objects.get().size > 50_000


def test_a_database_that_is_away_means_later(smtp, inbox, monkeypatch):
    def away(items):
        raise OperationalError("away")

    monkeypatch.setattr(gates, "accept", away)
    with pytest.raises(smtplib.SMTPDataError) as caught:
        smtp.sendmail("carla@customer.example", ["help@desk.example"], make_mail())
    assert caught.value.smtp_code == 451
    monkeypatch.undo()
    smtp.sendmail("carla@customer.example", ["help@desk.example"], make_mail())
    assert Arrival.objects.count() == 1


def test_a_repeated_transaction_whose_250_was_lost_makes_no_second_ticket(smtp, inbox):
    raw = make_mail()
    for _ in range(2):
        smtp.sendmail("carla@customer.example", ["help@desk.example"], raw)
    intake.drain_once()
    assert (Arrival.objects.count(), Ticket.objects.count()) == (2, 1)


def test_starttls_is_offered_with_a_certificate(inbox, tmp_path):
    make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    running = Running(tls=context)
    trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    trusting.check_hostname = False
    with smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
        client.starttls(context=trusting)
        client.sendmail("carla@customer.example", ["help@desk.example"], make_mail())
    running.close()
    assert Arrival.objects.count() == 1


def test_lmtp_answers_for_each_recipient(inbox):
    running = Running(lmtp=True)
    line = socket.create_connection(("127.0.0.1", running.port), timeout=10)
    talk = line.makefile("rwb")
    answers = []
    for said in (b"LHLO here", b"MAIL FROM:<c@customer.example>", b"RCPT TO:<help@desk.example>",
                 b"RCPT TO:<nobody@desk.example>", b"RCPT TO:<hello@desk.example>", b"DATA"):  # fmt: skip
        if not answers:
            answers.append(talk.readline())
        talk.write(said + b"\r\n")
        talk.flush()
        while (answer := talk.readline())[3:4] == b"-":
            pass
        answers.append(answer)
    assert [a[:3] for a in answers] == [b"220", b"250", b"250", b"250", b"550", b"250", b"354"]
    talk.write(make_mail() + b"\r\n.\r\n")
    talk.flush()
    assert [talk.readline()[:3] for _ in range(2)] == [b"250", b"250"]
    line.close()
    running.close()
    assert Arrival.objects.count() == 1


def test_a_place_that_is_taken_is_named_in_a_sentence_with_the_setting_that_changes_it(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host, port = taken.getsockname()
        settings.CARELINE_SMTP_LISTEN = Listen(host, port)
        settings.CARELINE_LMTP_LISTEN = None
        with pytest.raises(CannotServe) as told:
            asyncio.run(receive_mail())
    assert str(told.value) == (
        f"No mail can be taken in at 127.0.0.1:{port}: Address already in use."
        " CARELINE_SMTP_LISTEN names another place, or off."
    )
