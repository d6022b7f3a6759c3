"""Fetching by POP3 from a real Dovecot."""

import time

import pytest

from careline.channels import intake
from careline.channels.email.account import MailboxTrouble, account_of
from careline.channels.email.pop3 import Pop3Mailbox
from careline.channels.models import Arrival
from careline.testing.dovecot import PASSWORD
from careline.testing.inboxes import make_inbox, make_mail
from careline.tickets.models import Ticket

pytestmark = pytest.mark.peers


@pytest.fixture
def fetch(world, dovecot_server):
    """Fetch once in a session of its own, as the poller does."""
    user = f"pop-{time.time_ns()}"
    inbox = make_inbox(world.support, incoming_kind="pop3", incoming_secret=PASSWORD)

    def run(largest=50_000_000, **incoming):
        inbox.incoming = {
            "host": "127.0.0.1",
            "port": dovecot_server.pop3,
            "security": "none",
            "user": user,
            **incoming,
        }
        mailbox = Pop3Mailbox(account_of(inbox), largest)
        mailbox.connect()
        mailbox.check_folders()
        count = mailbox.fetch_new()
        mailbox.close()
        return count

    run.inbox = inbox
    run.deliver = lambda *mails: dovecot_server.deliver(user, *mails)
    run.left = lambda: len(dovecot_server.uids(user))
    return run


def test_everything_arrives_once_and_stays_on_the_server(fetch):
    fetch.deliver(make_mail(subject="one"), make_mail(subject="two"))
    assert [fetch(), fetch()] == [2, 0]
    intake.drain_once()
    assert Ticket.objects.count() == 2
    assert fetch.left() == 2


def test_mail_is_deleted_after_the_commit_if_so_chosen(fetch):
    fetch.deliver(make_mail("1"))
    fetch(after="delete")
    assert fetch.left() == 0
    assert Arrival.objects.count() == 1


def test_what_a_crash_left_on_the_server_is_deleted_later_and_not_doubled(fetch):
    fetch.deliver(make_mail("1"))
    fetch()
    fetch(after="delete")
    assert fetch.left() == 0
    assert Arrival.objects.count() == 1


def test_an_inbox_may_begin_with_new_mail(fetch):
    fetch.deliver(make_mail(subject="old"))
    fetch(begins="new")
    fetch.deliver(make_mail(subject="new"))
    fetch(begins="new", after="delete")
    assert fetch.left() == 1  # what was passed over is not ours to delete
    assert list(Arrival.objects.values_list("subject", flat=True)) == ["new"]


def test_a_mail_that_is_too_large_fails_with_its_reason_and_stays(fetch):
    fetch.deliver(make_mail("x" * 200_000))
    fetch(after="delete", largest=100_000)
    intake.drain_once()
    assert Arrival.objects.get().state == "failed"
    fetch(after="delete", largest=100_000)
    assert fetch.left() == 1  # the mailbox has the only whole copy


def test_encryption_works(fetch, dovecot_server):
    assert fetch(security="tls", port=dovecot_server.pop3s) == 0
    assert fetch(security="starttls") == 0


def test_a_wrong_password_is_said_plainly(fetch):
    fetch.inbox.incoming_secret = "wrong"
    with pytest.raises(MailboxTrouble) as caught:
        fetch()
    assert caught.value.step == "login"
