"""Logging in by access token at a real Dovecot that asks the provider whose token it was given."""

import json
import shutil
import time

import pytest

from careline.channels.delivery.outbox import Outbox
from careline.channels.email import fetching, oauth
from careline.channels.email.account import MailboxTrouble, account_of
from careline.channels.email.fetching import mailbox_of
from careline.channels.email.probe import probe
from careline.channels.email.probe_outgoing import probe_outgoing
from careline.channels.email.supervision import Supervision
from careline.channels.models import Arrival, Inbox
from careline.testing.dovecot import make_dovecot, program
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.oauth_provider import oauth_provider
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket, make_world
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Message, Ticket

from .test_fetching import health, until

pytestmark = pytest.mark.peers
LONG = "x" * 1500  # Microsoft's tokens are longer than one line of the command may be


@pytest.fixture(scope="module")
def servers():
    if program() is None:
        pytest.skip("Dovecot is not installed: XOAUTH2 against a real server is not tested")
    with oauth_provider() as provider:
        server = make_dovecot(introspection_url=provider.introspection_url)
        server.start()
        yield server, provider
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)


@pytest.fixture
def provider(settings):
    """A fresh provider's state, also for tests without Dovecot."""
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    oauth._kept.clear()
    with oauth_provider() as running:
        yield running


@pytest.fixture
def believed(servers, settings):
    """The provider that Dovecot asks, as new."""
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    oauth._kept.clear()
    _, running = servers
    running.asked.clear()
    running.revoke()
    running.rotates, running.status, running.padding = False, 200, ""
    return running


def mailbox(world, servers, kind, **fields):
    server, provider = servers
    user = f"{kind}-{time.time_ns()}"
    port = server.pop3 if kind == "pop3" else server.imap
    incoming = {"host": "127.0.0.1", "port": port, "security": "none", "user": user, **provider.settings}
    given = {"incoming_secret": provider.enrol(user), **fields}
    server.deliver(user, make_mail())
    return make_inbox(world.support, incoming_kind=kind, incoming=incoming, **given)


def fetch(inbox):
    one = mailbox_of(account_of(Inbox.objects.get(pk=inbox.pk)))
    try:
        one.connect()
        return one.fetch_new()
    finally:
        one.close()


KINDS = pytest.mark.parametrize("kind", ["imap", "pop3"])


@KINDS
@pytest.mark.parametrize("padding", ["", LONG])
def test_mail_is_fetched_with_an_access_token(world, servers, believed, kind, padding):
    believed.padding = padding
    inbox = mailbox(world, servers, kind)
    assert [fetch(inbox), fetch(inbox)] == [1, 0]
    assert len(believed.asked) == 1 and Arrival.objects.count() == 1


@KINDS
def test_a_token_that_the_server_no_longer_takes_is_renewed_once_and_at_once(world, servers, believed, kind):
    inbox = mailbox(world, servers, kind)
    fetch(inbox)
    believed.revoke()
    assert fetch(inbox) == 0
    assert len(believed.asked) == 2


@KINDS
def test_a_fresh_token_that_is_refused_is_told_with_the_servers_reason(world, servers, believed, kind):
    inbox = mailbox(world, servers, kind)
    inbox.incoming |= {"user": "somebody-else"}
    inbox.save()
    with pytest.raises(MailboxTrouble, match="user name") as caught:
        fetch(inbox)
    assert caught.value.step == "login" and '"status":' in caught.value.said
    assert len(believed.asked) == 1
    assert [step.name for step in probe(account_of(inbox)) if step.state == "failed"] == ["login"]


@pytest.mark.django_db(transaction=True)
def test_a_refused_refresh_shows_the_inbox_as_failing_and_says_what_to_do(servers, believed, monkeypatch):
    monkeypatch.setattr(fetching, "FIRST_PAUSE_SECONDS", 0.1)
    inbox = mailbox(make_world(), servers, "imap", incoming_secret="revoked")
    supervision = Supervision()
    try:
        supervision.look()
        until(lambda: health(inbox) == "failing")
        error = Inbox.objects.get(pk=inbox.pk).health_error
        assert "new refresh token" in error and "invalid_grant" not in error and "was revoked" in error
        Inbox.objects.filter(pk=inbox.pk).update(
            incoming_secret=Inbox(incoming_secret=believed.enrol(inbox.incoming["user"])).incoming_secret
        )
        supervision.look()
        until(lambda: health(inbox) == "working")
    finally:
        supervision._stop_all()


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_replaces_the_refresh_token_each_time_is_not_asked_in_a_circle(servers, believed):
    believed.rotates = True
    inbox = mailbox(make_world(), servers, "imap")
    first = inbox.incoming_secret
    supervision = Supervision()
    try:
        supervision.look()
        until(lambda: health(inbox) == "working")
        for _ in range(3):
            supervision.look()  # the stored secret is another now, so the fetcher is replaced
            time.sleep(0.3)
    finally:
        supervision._stop_all()
    stored = Inbox.objects.get(pk=inbox.pk).incoming_secret
    assert stored != first and json.loads(stored)["refresh_token"] in believed.refresh_tokens
    assert len(believed.asked) == 1


@pytest.fixture
def way_out(world, provider):
    """An inbox that sends by token through a peer, and the peer."""
    with smtp_peer(user="help@desk.example") as peer:
        outgoing = {**peer.settings, **provider.settings}
        secret = provider.enrol("help@desk.example")
        yield make_inbox(world.support, outgoing=outgoing, outgoing_secret=secret), peer


def answer(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(inbox_id=inbox.pk)
    ticket.refresh_from_db()
    return reply(ticket, Outgoing("<p>It is ready.</p>", undo_seconds=0), by=world.ana)


@pytest.mark.parametrize("padding", ["", LONG[:500]])
def test_answers_go_out_with_an_access_token_and_an_expired_one_is_renewed_once(
    world, provider, way_out, padding
):
    inbox, peer = way_out
    provider.padding = padding
    peer.password = f"access-2{padding}"
    first, outbox = answer(world, inbox), Outbox()
    outbox.send_due()
    outbox._close_idle(everything=True)
    peer.password = f"access-3{padding}"
    answer(world, inbox)
    outbox.send_due()
    outbox._close_idle(everything=True)
    assert [mail.user for mail in peer.mails] == ["help@desk.example"] * 2
    assert len(provider.asked) == 2 and set(peer.after_refusal) == {b""} and len(peer.after_refusal) == 1
    assert Message.objects.get(pk=first.pk).state == "sent"


def test_a_refused_token_holds_the_answer_with_the_reason_and_no_secret(world, provider, way_out):
    inbox, peer = way_out
    peer.password = "another"
    message, outbox = answer(world, inbox), Outbox()
    outbox.send_due()
    message.refresh_from_db()
    assert message.state == "retrying" and '"status":"400"' in message.state_detail
    assert "access-" not in message.state_detail and peer.after_refusal == [b""]
    provider.refresh_tokens.clear()
    step = probe_outgoing(inbox)
    assert step.state == "failed" and "was revoked" in step.said and "new refresh token" in step.text
    Message.objects.filter(pk=message.pk).update(send_at=message.created_at)
    outbox.send_due()
    message.refresh_from_db()
    assert message.state == "retrying" and "new refresh token" in message.state_detail
