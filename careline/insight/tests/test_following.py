"""Kept figures follow what happens: from the event log, in the worker, whatever order transactions commit in."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from careline.insight.actions import compute as computing
from careline.insight.actions.compute import compute_due
from careline.insight.actions.follow import follow
from careline.insight.actions.walk import walk
from careline.insight.models import DueTicket, Progress, TicketFigures
from careline.insight.queries.freshness import freshness
from careline.policies.tests.test_clocks import answer, arrive
from careline.testing.world import World, make_world
from careline.tickets.actions.erase_tickets import erase_tickets
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.models import Merge, Status, Ticket
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.queries import forget_hours

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    made = make_world()
    forget_hours()
    catch_up()
    yield made
    forget_hours()


def catch_up() -> None:
    follow()
    while compute_due(50) or walk(50):
        pass


def kept(ticket: Ticket) -> TicketFigures:
    return TicketFigures.objects.get(pk=ticket.pk)


def test_a_ticket_is_known_when_it_comes_and_computed_when_it_is_solved(world) -> None:
    ticket = arrive(world)
    assert follow() == 1 and not DueTicket.objects.exists(), "a newcomer has nothing to compute"
    assert kept(ticket).solved_at is None and kept(ticket).first_response_calendar is None
    answer(ticket, world, then=Status.SOLVED)
    catch_up()
    row = kept(ticket)
    assert row.solved_at is not None and row.first_response_calendar > 0 and row.agent_id == world.ana.pk
    assert (row.first_contact, row.one_touch, row.reopened) == (True, True, False)


def test_reopening_moving_and_ranking_follow(world) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.SOLVED)
    set_status(Ticket.objects.get(pk=ticket.pk), Status.OPEN, by=world.ana)
    set_priority(Ticket.objects.get(pk=ticket.pk), 4, by=world.ana)
    move_team(Ticket.objects.get(pk=ticket.pk), world.workshop.pk, by=world.ana)
    catch_up()
    row = kept(ticket)
    assert (row.solved_at, row.priority, row.team_id, row.reopened) == (None, 4, world.workshop.pk, True)


def test_a_merged_ticket_is_forgotten_until_the_merge_is_undone(world) -> None:
    early, late = arrive(world), arrive(world, sender="dan@customer.example")
    merge(early, into=late, by=world.ana)
    catch_up()
    assert not TicketFigures.objects.filter(pk=early.pk).exists()
    assert kept(late).created_at == early.created_at
    unmerge(Merge.objects.get().pk, by=world.ana)
    catch_up()
    assert kept(early).created_at == early.created_at and kept(late).created_at == late.created_at


def test_figures_stay_when_the_words_are_erased(world) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.SOLVED)
    catch_up()
    before = kept(ticket).first_response_calendar
    erase_tickets([ticket.pk])
    catch_up()
    assert kept(ticket).first_response_calendar == before


def test_what_fails_half_way_is_due_again(world, monkeypatch) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.SOLVED)
    follow()

    def cut_off(rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(computing, "write_figures", cut_off)
        compute_due(50)
    assert DueTicket.objects.filter(pk=ticket.pk).exists() and freshness().waiting == 1
    compute_due(50)
    assert kept(ticket).solved_at is not None and freshness().waiting == 0


def test_what_commits_late_is_not_missed(world) -> None:
    """A transaction that began before a look and commits after the next one is heeded then."""
    slow, quick = arrive(world), arrive(world, sender="dan@customer.example")
    catch_up()
    holds, may_end = Event(), Event()

    def solve_slowly() -> None:
        with transaction.atomic():
            set_status(Ticket.objects.get(pk=slow.pk), Status.SOLVED, by=world.ana)
            holds.set()
            may_end.wait(20)
        connection.close()

    thread = Thread(target=solve_slowly)
    thread.start()
    assert holds.wait(20)
    set_status(Ticket.objects.get(pk=quick.pk), Status.SOLVED, by=world.ana)
    catch_up()
    assert kept(quick).solved_at is not None and kept(slow).solved_at is None
    may_end.set()
    thread.join()
    catch_up()
    assert kept(slow).solved_at is not None


def test_changed_hours_have_everything_counted_anew_after_all_have_heard_of_them(world) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.SOLVED)
    catch_up()
    in_three_days = (timezone.now().weekday() + 3) % 7
    week = tuple((Stretch(0, 1),) if day == in_three_days else () for day in range(7))
    create_hours(HoursDetails("Never now", "UTC", week), by=world.owner)
    forget_hours()
    follow()
    assert walk(50) == 0 and freshness().waiting == 1, "it waits until every process knows them"
    Progress.objects.update(walk_from=None)
    assert walk(50) == 1 and walk(50) == 0
    assert kept(ticket).first_response_business == 0 < kept(ticket).first_response_calendar
    assert freshness().waiting == 0


def test_a_walk_goes_on_where_it_was_cut_short(world) -> None:
    tickets = [arrive(world, sender=f"one{n}@customer.example") for n in range(5)]
    catch_up()
    TicketFigures.objects.all().delete()
    Progress.objects.update(cluster="another")
    follow()
    assert walk(2) == 2 and freshness().waiting == 3
    assert {*TicketFigures.objects.values_list("pk", flat=True)} == {one.pk for one in tickets[3:]}, (
        "the newest first"
    )
    while walk(2):
        pass
    assert TicketFigures.objects.count() == 5 and freshness().waiting == 0


def test_a_second_look_at_nothing_new_writes_nothing(world, django_assert_max_num_queries) -> None:
    arrive(world)
    catch_up()
    with django_assert_max_num_queries(8):
        assert follow() == 0
