"""A mailbox that stops or works again is told to admins at once, and to nobody else."""

import pytest

from careline.channels.health import record_failure, record_success
from careline.testing.inboxes import make_inbox
from careline.testing.live import live_server, session_of, watching
from careline.testing.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def server():
    with live_server() as url:
        yield url


def test_an_admin_is_told_when_a_mailbox_stops_and_when_it_works_again(server, world):
    inbox = make_inbox(world.support)
    with watching(server, session_of(world.owner), "inboxes,inboxes:x") as (_, told):
        assert next(told)[:2] == ("ready", ["inboxes"])
        record_failure(inbox.pk, "The server refuses this password.")
        name, data, _ = next(told)
        assert (name, data["topics"], data["inbox_id"]) == ("inbox.failing", ["inboxes"], inbox.pk)
        assert "password" not in str(data)  # what changed, never words: those are fetched, with rights
        record_success(inbox.pk)
        assert next(told)[0] == "inbox.recovered"


def test_nobody_else_may_listen(server, world):
    for person in (world.ana, world.light, world.lead, world.auditor):
        with watching(server, session_of(person), "inboxes") as (_, told):
            assert next(told)[:2] == ("ready", [])
