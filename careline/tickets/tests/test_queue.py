"""Queues, their counters, and who sees what in them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.actions.fold_counts import fold_counts
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Seen, Status, Ticket, TicketCount, TicketDelta, Viewer
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import VIEWS, queue, views_of


def numbers(agent, view: str, **given) -> list[int]:
    return [row.number for row in queue(agent, view, **given).rows]


@pytest.fixture
def tickets(world: World) -> dict[str, Ticket]:
    return {
        "mine": make_ticket(world.support, world.customer, assignee=world.ana, status=Status.OPEN),
        "free": make_ticket(world.support, world.customer),
        "pending": make_ticket(world.support, world.customer, assignee=world.ben, status=Status.PENDING),
        "solved": make_ticket(world.support, world.customer, assignee=world.ana, status=Status.SOLVED),
        "secret": make_ticket(world.complaints, world.customer),
        "workshop": make_ticket(
            world.workshop, make_customer("Walt"), status=Status.ON_HOLD, assignee=world.stranger
        ),
    }


def test_each_view_shows_what_it_says(world: World, tickets: dict[str, Ticket]) -> None:
    shown = {
        view: {name for name, t in tickets.items() if t.pk in numbers(world.ana, view)} for view in VIEWS
    }
    assert shown == {
        "mine": {"mine"},
        "unassigned": {"free"},
        "my_teams": {"mine", "free", "pending"},
        "all_open": {"mine", "free", "pending", "workshop"},
        "pending": {"pending"},
        "snoozed": set(),
        "to_approve": set(),
        "solved": {"solved"},
    }


@pytest.mark.parametrize(
    "who", ["ana", "ben", "cleo", "stranger", "light", "manager", "owner", "auditor", "gone"]
)
def test_counts_are_the_number_of_rows_for_everybody(
    world: World, tickets: dict[str, Ticket], who: str
) -> None:
    agent = getattr(world, who)
    sizes = {view.key: len(numbers(agent, view.key)) for view in views_of(agent)}
    assert counts(agent) == (sizes if who != "gone" else {})
    fold_counts()
    assert counts(agent) == (sizes if who != "gone" else {})
    assert not TicketDelta.objects.exists()
    if who == "gone":
        assert not any(sizes.values())


def test_a_stranger_sees_no_ticket_of_a_private_team(world: World, tickets: dict[str, Ticket]) -> None:
    for view in VIEWS:
        assert tickets["secret"].pk not in numbers(world.stranger, view)
    assert tickets["secret"].pk in numbers(world.auditor, "all_open")


def test_who_left_a_private_team_no_longer_sees_even_their_own(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer, assignee=world.cleo, status=Status.OPEN)
    assert numbers(world.cleo, "mine") == [ticket.pk] and counts(world.cleo)["mine"] == 1
    world.cleo.memberships.all().delete()
    assert numbers(world.cleo, "mine") == [] and counts(world.cleo)["mine"] == 0


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    made = [make_ticket(world.support, world.customer) for _ in range(7)]
    same = timezone.now()
    Ticket.objects.filter(pk__in=[t.pk for t in made[:4]]).update(last_customer_at=same)
    seen, after = [], ""
    while True:
        page = queue(world.ana, "all_open", after=after, limit=3)
        seen += [row.number for row in page.rows]
        after = page.next
        if not after:
            break
    assert sorted(seen) == sorted(t.pk for t in made) and len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["", "x", "1-2-3", "1e9-1", "99999999999999999999-1", "' OR 1=1"])
def test_a_damaged_cursor_begins_at_the_top(world: World, cursor: str) -> None:
    make_ticket(world.support, world.customer)
    assert len(queue(world.ana, "all_open", after=cursor).rows) <= 1


def test_a_row_says_what_is_unread_and_who_is_there(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, assignee=world.ben)
    Viewer.objects.create(ticket=ticket, agent=world.ben, at=timezone.now())
    Viewer.objects.create(ticket=ticket, agent=world.lead, at=timezone.now() - timedelta(minutes=5))
    [row] = queue(world.ana, "all_open").rows
    assert row.is_unread and row.viewers == ("Ben Agent",) and row.assignee_name == "Ben Agent"
    assert row.customer_name == "Carla Customer"
    Seen.objects.create(ticket=ticket, agent=world.ana, message_id=ticket.messages.get().pk)
    assert not queue(world.ana, "all_open").rows[0].is_unread


def test_a_page_takes_few_statements(world: World, django_assert_max_num_queries) -> None:
    for _ in range(5):
        make_ticket(world.support, world.customer)
    with django_assert_max_num_queries(3):
        queue(world.ana, "all_open")


def test_counters_follow_moves(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    assign(ticket, to=world.ana, by=world.ana)
    fold_counts()
    set_status(ticket, Status.PENDING, by=world.ana)
    assert counts(world.ana) == {
        "mine": 1,
        "unassigned": 0,
        "my_teams": 1,
        "all_open": 1,
        "pending": 1,
        "snoozed": 0,
        "solved": 0,
    }
    fold_counts()
    assert sum(TicketCount.objects.values_list("n", flat=True)) == 1
