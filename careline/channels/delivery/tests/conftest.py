"""An inbox that sends through a peer, a ticket in it, and an outbox."""

import pytest

from careline.channels.delivery.outbox import Outbox
from careline.channels.models import Inbox
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.models import Message, Ticket


@pytest.fixture
def peer():
    with smtp_peer() as running:
        yield running


@pytest.fixture
def inbox(world, peer):
    return Inbox.objects.create(
        name="Support", address="support@radhaus.example", team=world.support, outgoing=peer.settings,
        signature="Radhaus GmbH\nBerlin",
    )  # fmt: skip


@pytest.fixture
def ticket(world, inbox):
    made = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=made.pk).update(inbox_id=inbox.pk)
    Message.objects.filter(ticket=made).update(external_id="first@customer.example")
    made.refresh_from_db()
    return made


@pytest.fixture
def outbox():
    box = Outbox()
    yield box
    box._close_idle(everything=True)
