"""A promise decides with the clocks when a ticket is due: the order of the queue, its mark, and what to take next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.policies.actions.set_due_by_hand import clear_due_by_hand, set_due_by_hand
from careline.promises.actions.end_promise import keep_promise, withdraw_promise
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.move_promise import move_promise
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.models import Promise
from careline.testing.world import World, make_ticket
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.merge import merge
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_due import set_due
from careline.tickets.actions.split import split
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import Outgoing
from careline.tickets.contracts.course import NEVER
from careline.tickets.models import Ticket
from careline.tickets.queries.next_one import lock_next

WORDS = "We'll ring you by Wednesday noon."


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def in_hours(hours: float):
    return timezone.now() + timedelta(hours=hours)


def promise(ticket: Ticket, by, *, hours: float = 48, words: str = WORDS, waits: bool = False) -> Promise:
    return make_promise(ticket, words, in_hours(hours), by=by, waits_for_sending=waits)


def due(ticket: Ticket):
    ticket.refresh_from_db()
    return ticket.due_at


def test_the_nearest_of_clocks_and_promises_counts(world: World, ticket: Ticket) -> None:
    far = promise(ticket, world.ana, hours=48)
    assert due(ticket) == far.due_at and ticket.due_is_promise and ticket.is_promised
    by_hand = in_hours(24)
    set_due_by_hand(ticket, by_hand, by=world.ana, reason="The fair begins")
    assert due(ticket) == by_hand and not ticket.is_promised
    near = promise(ticket, world.ana, hours=2, words="We'll write in two hours.")
    assert due(ticket) == near.due_at and ticket.is_promised
    clear_due_by_hand(ticket, by=world.ana)
    assert due(ticket) == near.due_at
    keep_promise(near.pk, by=world.ana)
    assert due(ticket) == far.due_at
    withdraw_promise(far.pk, by=world.ana, reason="They came by")
    assert due(ticket) == NEVER and not ticket.due_is_promise and not ticket.is_promised


def test_what_ends_leaves_the_clock_alone(world: World, ticket: Ticket) -> None:
    by_hand = in_hours(24)
    near = promise(ticket, world.ana, hours=2)
    set_due_by_hand(ticket, by_hand, by=world.ana, reason="The fair begins")
    assert due(ticket) == near.due_at
    keep_promise(near.pk, by=world.ana)
    assert due(ticket) == by_hand and ticket.due_is_promise


def test_a_moved_one_moves_the_ticket_and_a_broken_one_stays_on_top(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, hours=2)
    moved = move_promise(made.pk, in_hours(72), "It will be later.", by=world.ana)
    assert due(ticket) == moved.due_at
    watch_promises(at=moved.due_at)
    assert due(ticket) == moved.due_at and Promise.objects.get().state == "broken"
    keep_promise(made.pk, by=world.ana)
    assert due(ticket) == NEVER


def test_what_is_not_sent_or_taken_back_makes_nothing_due(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, waits=True)
    assert due(ticket) == NEVER
    message = reply(ticket, Outgoing(html=f"<div>{WORDS}</div>"), by=world.ana)
    assert due(ticket) == made.due_at
    cancel(message.pk, by=world.ana)
    assert due(ticket) == NEVER


def test_a_merge_takes_the_moment_along_and_its_undoing_gives_it_back(world: World) -> None:
    first, second, third = (make_ticket(world.support, world.customer) for _ in range(3))
    made = promise(first, world.ana)
    merge(first, into=second, by=world.ana)
    undoable = merge(Ticket.objects.get(pk=second.pk), into=third, by=world.ana)
    assert [due(one) for one in (first, second, third)] == [NEVER, NEVER, made.due_at]
    unmerge(undoable.pk, by=world.ana)
    made.refresh_from_db()
    assert made.ticket_id == second.pk
    assert [due(one) for one in (first, second, third)] == [NEVER, made.due_at, NEVER]


def test_what_was_promised_in_a_message_goes_along_when_it_is_split_off(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, waits=True)
    message = reply(ticket, Outgoing(html=f"<div>{WORDS}</div>"), by=world.ana)
    done = split(Ticket.objects.get(pk=ticket.pk), [message.pk], by=world.ana)
    made.refresh_from_db()
    assert made.ticket_id == done.target_id
    assert due(ticket) == NEVER and due(done.target) == made.due_at


def test_the_queue_and_the_next_one_follow_a_promise(world: World) -> None:
    waiting, promised = (make_ticket(world.support, world.customer) for _ in range(2))
    set_due_by_hand(waiting, in_hours(5), by=world.ana, reason="The fair begins")
    assert lock_next(world.ana).pk == waiting.pk
    promise(promised, world.ana, hours=3)
    assert lock_next(world.ana).pk == promised.pk
    client = Client()
    client.force_login(world.ana)
    page = client.get("/?view=all_open").content.decode()
    assert page.index(f"/tickets/{promised.pk}/") < page.index(f"/tickets/{waiting.pk}/")
    assert "Promised, due in" in page
    assert "Promised, due in" in client.get(f"/tickets/{promised.pk}/").content.decode()


def test_a_promise_runs_while_the_clocks_stand_still(world: World, ticket: Ticket) -> None:
    set_due(ticket.pk, None, left_seconds=3600)
    made = promise(ticket, world.ana)
    client = Client()
    client.force_login(world.ana)
    page = client.get("/views/all-open/").content.decode()
    assert due(ticket) == made.due_at and ticket.due_left_seconds == 3600
    assert "Promised, due in" in page and "paused" not in page
    keep_promise(made.pk, by=world.ana)
    assert "paused" in client.get("/views/all-open/").content.decode()
