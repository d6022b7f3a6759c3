"""Time on tickets: one timer runs for each person, nothing is counted twice, corrections keep their reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import World, make_ticket, make_world
from careline.tickets.actions.link import link
from careline.tickets.actions.merge import merge
from careline.tickets.actions.run_timer import pause_timer, start_timer, stop_timer
from careline.tickets.actions.write_time import correct_time, write_time
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Ticket, TimeEntry
from careline.tickets.queries.time_spent import own_timer, seconds_below, seconds_of
from careline.tickets.views.time_shown import clock
from careline.tickets.views.time_spent import duration_of

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def ran(entry: TimeEntry, *, minutes: int) -> None:
    TimeEntry.objects.filter(pk=entry.pk).update(running_since=timezone.now() - timedelta(minutes=minutes))


def told(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=name).order_by("pk")]


def test_a_timer_runs_pauses_goes_on_and_stops(world: World, ticket: Ticket) -> None:
    entry = start_timer(ticket, by=world.ana, activity="call")
    ran(entry, minutes=5)
    assert pause_timer(entry.pk, by=world.ana).seconds in (300, 301)
    pause_timer(entry.pk, by=world.ana)
    assert start_timer(ticket, by=world.ana) == entry
    ran(entry, minutes=10)
    assert stop_timer(entry.pk, by=world.ana).seconds // 60 == 15
    stop_timer(entry.pk, by=world.ana)
    assert [data["state"] for data in told("time.timer")] == ["started", "paused", "resumed"]
    assert [data["activity"] for data in told("time.logged")] == ["call"] and own_timer(world.ana) is None
    assert start_timer(ticket, by=world.ana) != entry


def test_starting_elsewhere_pauses_what_runs_and_keeps_its_time(world: World, ticket: Ticket) -> None:
    other = make_ticket(world.support, world.customer)
    first = start_timer(ticket, by=world.ana)
    ran(first, minutes=3)
    second = start_timer(other, by=world.ana)
    first.refresh_from_db()
    assert first.is_open and first.running_since is None and first.seconds // 60 == 3
    assert own_timer(world.ana) == second and start_timer(other, by=world.ana) == second


def test_a_timer_that_runs_counts_in_the_sum(world: World, ticket: Ticket) -> None:
    ran(start_timer(ticket, by=world.ana), minutes=7)
    write_time(ticket, 60, by=world.ben)
    assert seconds_of([ticket.pk]) // 60 == 8


def test_children_and_what_was_merged_count_with_the_parent_once_and_only_where_one_may_look(
    world: World,
) -> None:
    parent, child, grandchild, merged, secret = (
        make_ticket(team, world.customer) for team in (*[world.support] * 4, world.complaints)
    )
    for n, one in enumerate((parent, child, grandchild, merged)):
        write_time(one, 60 * 10**n, by=world.ana)
    write_time(secret, 7, by=world.cleo)
    link(parent, child, kind="child", by=world.manager)
    link(child, grandchild, kind="child", by=world.manager)
    link(parent, secret, kind="child", by=world.manager)
    merge(merged, into=child, by=world.ana)
    assert seconds_below(world.ana, parent) == 60 * 1111
    assert seconds_below(world.manager, parent) == 60 * 1111 + 7
    assert seconds_below(world.ana, grandchild) == 6000


def test_a_correction_keeps_its_reason_and_both_values(world: World, ticket: Ticket) -> None:
    entry = write_time(ticket, 3600, by=world.ana)
    with pytest.raises(Refused):
        correct_time(entry.pk, 60, reason="  ", by=world.ana)
    with pytest.raises(Forbidden):
        correct_time(entry.pk, 60, reason="mine", by=world.ben)
    correct_time(entry.pk, 1800, reason="Lunch was in it", by=world.lead)
    (fact,) = told("time.corrected")
    assert (fact["before"], fact["after"], fact["reason"]) == (3600, 1800, "Lunch was in it")
    assert seconds_of([ticket.pk]) == 1800


def test_what_runs_can_not_be_corrected_and_odd_times_are_refused(world: World, ticket: Ticket) -> None:
    entry = start_timer(ticket, by=world.ana)
    with pytest.raises(Refused):
        correct_time(entry.pk, 60, reason="x", by=world.ana)
    for seconds in (-1, 0, 24 * 3600 + 1):
        with pytest.raises(Refused):
            write_time(ticket, seconds, by=world.ana)


def test_nobody_holds_anothers_timer_or_counts_where_they_may_not(world: World, ticket: Ticket) -> None:
    entry = start_timer(ticket, by=world.ana)
    with pytest.raises(NotVisible):
        stop_timer(entry.pk, by=world.ben)
    with pytest.raises(Forbidden):
        start_timer(ticket, by=world.light)
    with pytest.raises(NotVisible):
        start_timer(make_ticket(world.complaints, world.customer), by=world.stranger)


@pytest.mark.parametrize(("words", "seconds"), [
    ("0:45", 2700), ("1h 30m", 5400), ("1.5h", 5400), ("1,5 h", 5400), ("20", 1200), ("20 min", 1200), ("2 hours", 7200),
    ("", -1), ("soon", -1), ("0:75", -1), ("h", -1), ("-5", -1),
])  # fmt: skip
def test_durations_are_read_as_people_write_them(words: str, seconds: int) -> None:
    assert duration_of(words) == seconds


def test_a_minute_counts_once_it_has_begun() -> None:
    assert [clock(n) for n in (0, 1, 60, 61, 3600, 36000)] == [
        "0:00",
        "0:01",
        "0:01",
        "0:02",
        "1:00",
        "10:00",
    ]


def test_two_windows_that_stop_at_once_count_the_time_once(transactional_db: None) -> None:
    world = make_world()
    ticket = make_ticket(world.support, world.customer)
    entry = start_timer(ticket, by=world.ana)
    ran(entry, minutes=10)
    race(lambda: stop_timer(entry.pk, by=world.ana), lambda: stop_timer(entry.pk, by=world.ana))
    assert seconds_of([ticket.pk]) // 60 == 10 and len(told("time.logged")) == 1


def test_two_tickets_started_at_once_leave_one_timer_running(transactional_db: None) -> None:
    world = make_world()
    one, two = (make_ticket(world.support, world.customer) for _ in range(2))
    race(lambda: start_timer(one, by=world.ana), lambda: start_timer(two, by=world.ana))
    assert TimeEntry.objects.filter(running_since__isnull=False).count() == 1


def test_the_panel_starts_stops_writes_down_and_corrects(world: World, ticket: Ticket) -> None:
    client = Client()
    client.force_login(world.ana)
    assert (
        "timer.js"
        in client.post(f"/tickets/{ticket.pk}/timer/", {"activity": "call"}, **PART).content.decode()
    )
    entry = TimeEntry.objects.get()
    client.post(f"/time/{entry.pk}/pause/", **PART)
    client.post(f"/time/{entry.pk}/stop/", **PART)
    page = client.post(
        f"/tickets/{ticket.pk}/time/", {"spent": "0:45", "note": "At <home>"}, **PART
    ).content.decode()
    assert "At &lt;home&gt;" in page and "0:45" in page
    written = TimeEntry.objects.latest("pk")
    page = client.post(f"/time/{written.pk}/", {"spent": "0:30", "reason": "Lunch"}, **PART).content.decode()
    assert "corrected" in page and "0:30" in page
    assert client.post(f"/tickets/{ticket.pk}/time/", {"spent": "soon"}, **PART).status_code == 422
    assert client.post(f"/time/{entry.pk}/nonsense/", **PART).status_code == 404


def test_a_stranger_finds_no_time(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    entry = write_time(private, 60, by=world.cleo)
    client = Client()
    client.force_login(world.stranger)
    for address in (
        f"/tickets/{private.pk}/timer/",
        f"/tickets/{private.pk}/time/",
        f"/time/{entry.pk}/",
        f"/time/{entry.pk}/stop/",
    ):
        assert client.post(address, {"spent": "1", "reason": "x"}).status_code == 404
