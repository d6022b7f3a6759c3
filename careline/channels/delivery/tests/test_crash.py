"""SIGKILL at any moment: every reply arrives, and one that arrives twice is the same mail, byte for byte."""

import random
import time
from collections import defaultdict
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.channels.delivery.outbox import Outbox
from careline.channels.email.message_ids import recognise
from careline.channels.models import DeliveryAttempt
from careline.channels.tests.asides import begin
from careline.testing.inboxes import make_inbox
from careline.testing.killing import end, start_python, wait_until
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Message, SideMessage, Ticket

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
SENDING = (
    "import django; django.setup(); from careline.channels.delivery.outbox import Outbox; Outbox().run()"
)
REPLIES, KILLS, SEED = 40, 6, 20261122


def worker():
    """A process that sends."""
    return start_python("-c", SENDING)


@pytest.mark.slow(seconds=40)
@pytest.mark.timeout(400)
def test_every_reply_arrives_whatever_is_killed(world):
    chance = random.Random(SEED)
    with smtp_peer() as peer:
        peer.faults.slow_seconds = 0.05
        inbox = make_inbox(world.support, outgoing=peer.settings)
        ticket = make_ticket(world.support, world.customer)
        Ticket.objects.update(inbox_id=inbox.pk)
        ticket.refresh_from_db()
        keys = [
            reply(ticket, Outgoing(f"<p>{n}</p>", undo_seconds=0), by=world.ana).key for n in range(REPLIES)
        ]
        for _ in range(KILLS):
            seen = len(peer.mails)
            process = worker()
            wait_until(lambda seen=seen: len(peer.mails) > seen, seconds=30)
            time.sleep(chance.random() * 0.3)
            end(process)
        process = worker()
        try:
            all_sent = wait_until(lambda: Message.objects.filter(state="sent").count() == REPLIES, seconds=60)
        finally:
            process.terminate()
            process.wait(20)
        assert all_sent, [*Message.objects.exclude(author="customer").values_list("state", "state_detail")]
    copies = defaultdict(set)
    for mail in peer.mails:
        copies[recognise(mail.parsed["Message-ID"])].add(mail.content)
    assert set(copies) == set(keys)
    assert all(len(contents) == 1 for contents in copies.values())
    doubled = len(peer.mails) - REPLIES
    assert doubled <= DeliveryAttempt.objects.filter(outcome="lost").count() <= KILLS


@pytest.mark.slow(seconds=30)
@pytest.mark.timeout(300)
def test_what_goes_to_third_parties_later_arrives_once_whatever_is_killed(world):
    chance, count = random.Random(SEED), 12
    with smtp_peer() as peer:
        peer.faults.slow_seconds = 0.05
        inbox = make_inbox(world.support, outgoing=peer.settings)
        ticket = make_ticket(world.support, world.customer)
        Ticket.objects.update(inbox_id=inbox.pk)
        ticket.refresh_from_db()
        soon = timezone.now() + timedelta(seconds=2)
        keys = [begin(ticket, world.ana, f"<p>{n}</p>", send_at=soon).key for n in range(count)]
        for _ in range(3):
            seen, process = len(peer.mails), worker()
            wait_until(lambda seen=seen: len(peer.mails) > seen, seconds=30)
            time.sleep(chance.random() * 0.2)
            process.kill()
            process.wait(10)
        process = worker()
        try:
            sent = SideMessage.objects.filter(state="sent")
            all_sent = wait_until(lambda: sent.count() == count, seconds=60)
        finally:
            process.terminate()
            process.wait(20)
    assert all_sent, [*SideMessage.objects.values_list("state", "state_detail")]
    copies = defaultdict(set)
    for mail in peer.mails:
        copies[recognise(mail.parsed["Message-ID"])].add(mail.content)
    assert set(copies) == set(keys) and all(len(contents) == 1 for contents in copies.values())
    doubled = len(peer.mails) - count
    assert doubled <= DeliveryAttempt.objects.filter(outcome="lost").count() <= 3


def test_two_workers_send_each_message_once(world):
    with smtp_peer() as peer:
        inbox = make_inbox(world.support, outgoing=peer.settings)
        ticket = make_ticket(world.support, world.customer)
        Ticket.objects.update(inbox_id=inbox.pk)
        ticket.refresh_from_db()
        for n in range(20):
            reply(ticket, Outgoing(f"<p>{n}</p>", undo_seconds=0), by=world.ana)
        processes = [worker(), worker()]
        try:
            assert wait_until(lambda: Message.objects.filter(state="sent").count() == 20, seconds=40)
        finally:
            for process in processes:
                process.terminate()
                process.wait(20)
    assert len(peer.mails) == 20
    assert DeliveryAttempt.objects.filter(outcome="sent", started_at__lte=timezone.now()).count() == 20


def test_what_is_being_sent_is_not_taken_up_by_another(world):
    """The lock of the sending transaction says that somebody lives, however long the server takes."""
    with smtp_peer() as peer:
        peer.faults.slow_seconds = 8
        inbox = make_inbox(world.support, outgoing={**peer.settings, "timeout_seconds": 30})
        ticket = make_ticket(world.support, world.customer)
        Ticket.objects.update(inbox_id=inbox.pk)
        ticket.refresh_from_db()
        message = reply(ticket, Outgoing("<p>slow</p>", undo_seconds=0), by=world.ana)
        process = worker()
        try:
            assert wait_until(lambda: Message.objects.get(pk=message.pk).state == "sending", seconds=30)
            time.sleep(6)
            other = Outbox()
            from careline.channels.delivery.attempt import take_up_again

            assert take_up_again(since=timezone.now()) == 0 and other.send_due() == 0
            assert wait_until(lambda: Message.objects.get(pk=message.pk).state == "sent", seconds=30)
        finally:
            process.terminate()
            process.wait(20)
    assert len(peer.mails) == 1
