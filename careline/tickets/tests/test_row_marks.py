"""What rows of queues show of their own: clocks that stand still, and the marks of upper rooms; nothing is asked for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import format_html

from careline.testing.world import World, make_ticket
from careline.tickets import slots
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.actions.set_due import set_due
from careline.tickets.actions.set_mark import set_mark
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket
from careline.tickets.tests.test_page_saved_views import questions_asked

HOUR = 3600


@pytest.fixture
def tempers(monkeypatch) -> None:
    monkeypatch.setattr(slots, "_row_marks", {})
    slots.register_row_mark(
        "temper", lambda value: format_html('<span class="clock">sounds {}</span>', value)
    )


@pytest.fixture
def wide(world: World) -> str:
    view = create_view(
        ViewDetails("By due", conditions={}, sort="due", columns=("number", "due")), by=world.ana
    )
    choose_view(view.key, by=world.ana, is_wide=True)
    return f"/views/{view.key}/"


def asked(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/views/all-open/")
    return len(questions_asked(captured))


def page(world: World, address: str) -> str:
    client = Client()
    client.force_login(world.ana)
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.PENDING, "with 2 h 30 min left: it is the customer’s move."),
        (Status.ON_HOLD, "with 2 h 30 min left: it is a third party’s move."),
        (Status.OPEN, "with 2 h 30 min left: its service policy does not count this time."),
    ],
)
def test_a_row_says_that_its_clocks_stand_still_and_why(world: World, wide: str, status, reason) -> None:
    ticket = make_ticket(world.support, world.customer, status=status)
    set_due(ticket.pk, None, left_seconds=2 * HOUR + HOUR // 2)
    for address in ("/views/all-open/", wide, f"/tickets/{ticket.pk}/"):
        shown = page(world, address)
        assert 'data-clock="paused"' in shown and f'title="Its clocks stand still {reason}"' in shown, address


def test_what_is_done_or_asleep_is_not_shown_as_standing_still(world: World) -> None:
    done = make_ticket(world.support, world.customer, status=Status.SOLVED)
    asleep = make_ticket(world.support, world.customer, status=Status.PENDING)
    for ticket in (done, asleep):
        set_due(ticket.pk, None, left_seconds=HOUR)
    Ticket.objects.filter(pk=asleep.pk).update(snoozed_until=timezone.now() + timedelta(days=1))
    for address in ("/views/solved/", "/views/snoozed/"):
        assert "paused" not in page(world, address)


def test_by_due_moment_what_stands_still_comes_last_and_headings_stay_above_their_rows(world: World) -> None:
    view = create_view(ViewDetails("Grouped", conditions={}, sort="due", grouping="status"), by=world.ana)
    paused, early, late = (
        make_ticket(world.support, world.customer, status=Status.PENDING) for _ in range(3)
    )
    other = make_ticket(world.support, world.customer, status=Status.OPEN)
    set_due(paused.pk, None, left_seconds=60)
    set_due(early.pk, timezone.now() + timedelta(hours=1))
    set_due(late.pk, timezone.now() + timedelta(days=3))
    client = Client()
    client.force_login(world.ana)
    rows = client.get(f"/views/{view.key}/").context["rows"]
    assert [(row.number, row.group) for row in rows] == [
        (other.pk, "Open"), (early.pk, "Pending"), (late.pk, ""), (paused.pk, ""),
    ]  # fmt: skip


def test_a_mark_of_an_upper_room_is_on_the_row_in_both_lists_until_it_is_taken_away(
    world: World, wide: str, tempers: None
) -> None:
    ticket = make_ticket(world.support, world.customer)
    set_mark(ticket.pk, "temper", "<angry>")
    set_mark(ticket.pk, "nobody-shows-this", "x")
    for address in ("/views/all-open/", wide):
        assert "sounds &lt;angry&gt;" in page(world, address)
    set_mark(ticket.pk, "temper", "")
    assert "sounds" not in page(world, "/views/all-open/") + page(world, wide)
    assert Ticket.objects.get(pk=ticket.pk).marks == {"nobody-shows-this": "x"}


def test_a_mark_crosses_nobodys_words_and_is_gone_from_what_is_done(world: World, tempers: None) -> None:
    ticket = make_ticket(world.support, world.customer)
    set_mark(ticket.pk, "temper", "angry")
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version
    set_status(ticket, Status.SOLVED, by=world.ana)
    assert "sounds" not in page(world, "/views/solved/")


def test_marks_cost_no_statement(world: World, tempers: None) -> None:
    client = Client()
    client.force_login(world.ana)
    tickets = [make_ticket(world.support, world.customer, status=Status.PENDING) for _ in range(20)]
    client.get("/views/all-open/")
    before = asked(client)
    for ticket in tickets:
        set_due(ticket.pk, None, left_seconds=HOUR)
        set_mark(ticket.pk, "temper", "angry")
    assert asked(client) == before <= 9
