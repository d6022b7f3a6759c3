"""Fetching by IMAP from a real Dovecot."""

import threading
import time

import pytest

from careline.channels import intake
from careline.channels.email.account import MailboxTrouble, account_of
from careline.channels.email.imap import ImapMailbox
from careline.channels.models import Arrival, MailFolder
from careline.testing.dovecot import PASSWORD
from careline.testing.inboxes import make_inbox, make_mail
from careline.tickets.models import Ticket

pytestmark = pytest.mark.peers


@pytest.fixture
def server(dovecot_server):
    return dovecot_server


@pytest.fixture
def connect(world, server, request):
    """Connect an inbox to a fresh mailbox of this test's own; returns a function that makes connections."""
    user = f"{request.node.name[:40].replace('[', '-').strip(']')}-{time.time_ns()}"
    made = []

    def make(**incoming):
        settings = {"host": "127.0.0.1", "port": server.imap, "security": "none", "user": user, **incoming}
        inbox = make.inbox
        inbox.incoming = settings
        inbox.save()
        mailbox = ImapMailbox(account_of(inbox), incoming.pop("largest", 50_000_000))
        mailbox.connect()
        made.append(mailbox)
        return mailbox

    make.inbox = make_inbox(world.support, incoming_kind="imap", incoming_secret=PASSWORD)
    make.user = user
    yield make
    for mailbox in made:
        mailbox.close()


def texts():
    return sorted(Ticket.objects.values_list("subject", flat=True))


def test_everything_in_the_mailbox_arrives_once(server, connect):
    server.deliver(connect.user, make_mail(subject="one"), make_mail(subject="two"))
    mailbox = connect()
    assert mailbox.fetch_new() == 2
    assert mailbox.fetch_new() == 0
    server.deliver(connect.user, make_mail(subject="three"))
    assert connect().fetch_new() == 1
    intake.drain_once()
    assert texts() == ["one", "three", "two"]


def test_what_somebody_read_elsewhere_arrives_too(server, connect):
    server.deliver(connect.user, make_mail(subject="read already"))
    client = server.mailbox(connect.user)
    client.select()
    client.store("1", "+FLAGS", "\\Seen")
    client.logout()
    assert connect().fetch_new() == 1


@pytest.mark.parametrize(("after", "left", "unseen", "moved"), [
    ("leave", 2, 2, 0), ("seen", 2, 0, 0), ("move", 0, 0, 2), ("delete", 0, 0, 0),
])  # fmt: skip
def test_after_the_commit_mail_is_left_marked_moved_or_deleted(server, connect, after, left, unseen, moved):
    server.deliver(connect.user, make_mail("1"), make_mail("2"))
    server.mailbox(connect.user).create("Done")
    connect(after=after, move_to="Done").fetch_new()
    assert len(server.uids(connect.user)) == left
    assert len(server.uids(connect.user, criterion="UNSEEN")) == unseen
    assert len(server.uids(connect.user, "Done")) == moved
    assert Arrival.objects.count() == 2


def test_a_crash_after_the_commit_neither_doubles_nor_leaves_mail_behind(server, connect, monkeypatch):
    server.deliver(connect.user, make_mail("1"))
    mailbox = connect(after="delete")
    monkeypatch.setattr("careline.channels.email.imap.finish", lambda *given: None)
    mailbox.fetch_new()
    monkeypatch.undo()
    assert len(server.uids(connect.user)) == 1
    connect(after="delete").fetch_new()
    assert server.uids(connect.user) == []
    assert Arrival.objects.count() == 1


def test_a_crash_before_the_commit_loses_nothing(server, connect, monkeypatch):
    server.deliver(connect.user, make_mail("1"))
    mailbox = connect(after="delete")

    def crash(items):
        raise KeyboardInterrupt

    monkeypatch.setattr("careline.channels.email.mailbox.journal", crash)
    with pytest.raises(KeyboardInterrupt):
        mailbox.fetch_new()
    monkeypatch.undo()
    assert len(server.uids(connect.user)) == 1
    connect(after="delete").fetch_new()
    assert Arrival.objects.count() == 1


def test_a_new_uidvalidity_doubles_nothing_and_loses_nothing(server, connect):
    server.deliver(connect.user, make_mail(subject="old", message_id=""), make_mail(subject="older"))
    connect().fetch_new()
    before = MailFolder.objects.get().uid_validity
    server.renumber(connect.user)
    server.deliver(connect.user, make_mail(subject="new"))
    connect().fetch_new()
    intake.drain_once()
    assert MailFolder.objects.get().uid_validity != before
    assert texts() == ["new", "old", "older"]
    assert Arrival.objects.count() == 3


def test_several_folders_are_read(server, connect):
    server.deliver(connect.user, make_mail(subject="in"))
    server.deliver(connect.user, make_mail(subject="orders"), folder="Orders")
    connect(folders=["INBOX", "Orders"]).fetch_new()
    assert sorted(Arrival.objects.values_list("subject", flat=True)) == ["in", "orders"]


def test_an_inbox_may_begin_with_new_mail(server, connect):
    server.deliver(connect.user, make_mail(subject="old"))
    connect(begins="new").fetch_new()
    server.deliver(connect.user, make_mail(subject="new"))
    connect(begins="new").fetch_new()
    assert list(Arrival.objects.values_list("subject", flat=True)) == ["new"]


def test_a_mail_that_is_too_large_is_journalled_cut_and_fails_with_its_reason(server, connect):
    server.deliver(connect.user, make_mail("x" * 200_000, subject="large"), make_mail(subject="small"))
    mailbox = connect(after="delete")
    mailbox.largest_bytes = 100_000
    mailbox.fetch_new()
    intake.drain_once()
    assert dict(Arrival.objects.values_list("subject", "state")) == {"large": "failed", "small": "done"}
    assert "Larger" in Arrival.objects.get(subject="large").reason
    assert len(server.uids(connect.user)) == 1
    mailbox.fetch_new()
    assert len(server.uids(connect.user)) == 1  # nor does tidying up delete the only whole copy


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_every_kind_of_encryption_works(server, connect, security):
    port = server.imaps if security == "tls" else server.imap
    assert connect(security=security, port=port).fetch_new() == 0


def test_idle_returns_as_soon_as_mail_arrives(server, connect):
    mailbox = connect()
    assert mailbox.can_idle
    mailbox.fetch_new()
    threading.Timer(0.5, server.deliver, (connect.user, make_mail())).start()
    began = time.monotonic()
    mailbox.idle(20)
    assert time.monotonic() - began < 15
    assert mailbox.fetch_new() == 1


def test_a_wrong_password_is_said_plainly(server, connect):
    connect.inbox.incoming_secret = "wrong"
    with pytest.raises(MailboxTrouble) as caught:
        connect()
    assert caught.value.step == "login"


def test_a_password_goes_unencrypted_to_this_machine_only(world):
    inbox = make_inbox(world.support, "far@desk.example", incoming_kind="imap",
                       incoming={"host": "192.0.2.1", "security": "none"})  # fmt: skip
    with pytest.raises(MailboxTrouble, match="encryption"):
        ImapMailbox(account_of(inbox), 1000).connect()
