"""A mailbox kept under watch: lost connections, health, and changes of the settings."""

import time

import pytest

from careline.channels import intake
from careline.channels.email import fetching
from careline.channels.email.supervision import Supervision
from careline.channels.models import Arrival, Inbox
from careline.core.models import Event
from careline.testing.dovecot import PASSWORD
from careline.testing.dropping import DroppingRelay
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_world
from careline.tickets.models import Ticket

pytestmark = [pytest.mark.peers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(dovecot_server, monkeypatch):
    monkeypatch.setattr(fetching, "POLL_SECONDS", 0.3)
    monkeypatch.setattr(fetching, "FIRST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(fetching, "LONGEST_PAUSE_SECONDS", 0.3)
    monkeypatch.setattr(fetching, "PATIENCE_SECONDS", 0.2)
    return dovecot_server


@pytest.fixture
def watched(server):
    """An inbox on a mailbox of its own, and the supervision that looks after it."""
    user = f"watch-{time.time_ns()}"
    incoming = {"host": "127.0.0.1", "port": server.imap, "security": "none", "user": user}
    inbox = make_inbox(
        make_world().support, incoming_kind="imap", incoming=incoming, incoming_secret=PASSWORD
    )
    supervision = Supervision()
    yield inbox, supervision, user
    supervision._stop_all()


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def health(inbox):
    return Inbox.objects.get(pk=inbox.pk).health


def test_mail_arrives_while_the_mailbox_is_watched(server, watched):
    inbox, supervision, user = watched
    supervision.look()
    until(lambda: health(inbox) == "working")
    server.deliver(user, make_mail())
    until(lambda: Arrival.objects.count() == 1)


def test_a_connection_that_drops_in_the_middle_of_a_fetch_loses_and_doubles_nothing(server, watched):
    inbox, supervision, user = watched
    server.deliver(user, *(make_mail("x" * 30_000, subject=str(n)) for n in range(12)))
    relay = DroppingRelay(server.imap, drop_after=150_000)
    inbox.incoming |= {"port": relay.port}
    inbox.save()
    supervision.look()
    until(lambda: relay.connections >= 2)
    relay.drop_after = None
    until(lambda: Arrival.objects.count() == 12)
    relay.close()
    intake.drain_once()
    assert Ticket.objects.count() == 12


def test_a_mailbox_that_stops_working_is_noticed_and_comes_back_by_itself(server, watched):
    inbox, supervision, _ = watched
    relay = DroppingRelay(server.imap, drop_after=10)
    inbox.incoming |= {"port": relay.port}
    inbox.save()
    supervision.look()
    until(lambda: health(inbox) == "failing")
    assert Inbox.objects.get(pk=inbox.pk).health_error
    relay.drop_after = None
    until(lambda: health(inbox) == "working")
    relay.close()
    names = list(
        Event.objects.filter(name__startswith="inbox.").order_by("id").values_list("name", flat=True)
    )
    assert names == ["inbox.failing", "inbox.recovered"]


def test_a_wrong_password_is_noticed_at_once_and_a_corrected_one_used(server, watched):
    inbox, supervision, _ = watched
    inbox.incoming_secret = "wrong"
    inbox.save()
    supervision.look()
    until(lambda: health(inbox) == "failing")
    inbox.incoming_secret = PASSWORD
    inbox.save()
    supervision.look()
    until(lambda: health(inbox) == "working")


def test_a_fetcher_that_hangs_is_noticed_and_replaced(server, watched):
    inbox, supervision, _ = watched
    supervision.look()
    until(lambda: health(inbox) == "working")
    first = supervision.fetchers[inbox.pk]
    first.last_sign -= 1000
    supervision.look()
    assert supervision.fetchers[inbox.pk] is not first
    assert first.stopping.is_set()
    assert health(inbox) in ("failing", "working")
    assert Event.objects.filter(name="inbox.failing").count() == 1


def test_an_inbox_that_is_switched_off_is_left_alone(server, watched):
    inbox, supervision, _ = watched
    supervision.look()
    inbox.is_active = False
    inbox.save()
    supervision.look()
    assert supervision.fetchers == {}
