"""Who has read what, and who is here."""

import pytest

from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.mark_seen import mark_seen
from careline.tickets.actions.note import note
from careline.tickets.actions.note_presence import note_presence
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import NotVisible, Outgoing
from careline.tickets.models import Seen, Viewer
from careline.tickets.queries.queue import queue


def test_reading_never_goes_back(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    first, second = ticket.messages.get(), make_message(ticket)
    other = make_ticket(world.support, world.customer).messages.get()
    for message in (second, first, other):
        mark_seen(ticket, message.pk, by=world.ana)
    assert Seen.objects.get().message_id == second.pk


def test_ones_own_words_are_read(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    reply(ticket, Outgoing("Hi"), by=world.ana)
    assert (
        not queue(world.ana, "all_open").rows[0].is_unread and queue(world.ben, "all_open").rows[0].is_unread
    )
    note(ticket, "Hm", by=world.ben)
    assert (
        not queue(world.ben, "all_open").rows[0].is_unread and queue(world.ana, "all_open").rows[0].is_unread
    )


def test_a_stranger_is_nowhere(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    for act in (
        lambda: note_presence(ticket, by=world.stranger),
        lambda: mark_seen(ticket, 1, by=world.stranger),
    ):
        with pytest.raises(NotVisible):
            act()
    assert not Viewer.objects.exists() and not Seen.objects.exists()


def test_being_here_is_one_row(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    note_presence(ticket, by=world.ana)
    note_presence(ticket, by=world.ana, types=True)
    assert Viewer.objects.get().typed_at is not None
