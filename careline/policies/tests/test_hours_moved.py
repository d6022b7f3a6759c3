"""Hours, days off and policies change: clocks that run are computed anew, and the history says what moved and why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.core.models import Event
from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.actions.save_policy import change_policy, remove_policy
from careline.policies.models import Clock, ServicePolicy
from careline.policies.tasks import recompute
from careline.policies.tests.test_clocks import arrive, policy
from careline.policies.views.policies import details_of
from careline.testing.world import World
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Interval, Status, Ticket
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception, remove_exception
from careline.workforce.actions.save_hours import HoursDetails, change_hours, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.models import BusinessHours
from careline.workforce.queries import forget_hours

__all__ = ["policy"]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = (Stretch(540, 1020),)
WEEK = (DAY,) * 5 + ((), ())
OUTING = ExceptionDetails("Works outing", date(2026, 11, 24), date(2026, 11, 24))


@pytest.fixture
def hours(world: World, policy, monkeypatch) -> BusinessHours:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    forget_hours()
    return create_hours(HoursDetails("Office", "UTC", WEEK), by=world.manager)


def ticket_of(world: World) -> Ticket:
    return arrive(world, at=MONDAY)


def become(ticket: Ticket, status: Status, world: World) -> None:
    """Set a status on that Monday: the ledger is written by the clock of the database, which shows any day."""
    set_status(ticket, status, by=world.ana)
    ledger = Interval.objects.filter(ticket=ticket)
    ledger.update(started_at=MONDAY)
    ledger.exclude(ended_at=None).update(ended_at=MONDAY)
    keep_clocks([ticket.pk])


def run_jobs() -> int:
    """Do what was put in line for clocks, as the worker does; how many jobs it was."""
    jobs = ProcrastinateJob.objects.filter(task_name="careline.clocks", status="todo").order_by("pk")
    done = 0
    while job := jobs.first():
        ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")
        recompute(**job.args)
        done += 1
    return done


def moved() -> list[dict]:
    return [row.data for row in Event.objects.filter(name="clock.moved").order_by("pk")]


def history(world: World, ticket: Ticket) -> str:
    client = Client()
    client.force_login(world.ana)
    return client.get(f"/tickets/{ticket.pk}/history/").content.decode()


def due(ticket: Ticket, kind: str) -> datetime:
    return Clock.objects.get(ticket=ticket, kind=kind).due_at


def test_a_day_off_moves_what_runs_over_it_and_taking_it_back_moves_it_again(world: World, hours) -> None:
    ticket = ticket_of(world)
    run_jobs()
    assert due(ticket, "resolution") == datetime(2026, 11, 25, 17, tzinfo=UTC), "24 h of three days of eight"
    row = add_exception(OUTING, hours=hours, by=world.manager)
    (job,) = ProcrastinateJob.objects.filter(task_name="careline.clocks", status="todo")
    assert job.scheduled_at is not None, "begins once every process has heard of it"
    run_jobs()
    assert due(ticket, "resolution") == datetime(2026, 11, 26, 17, tzinfo=UTC)
    assert due(ticket, "first_response") == datetime(2026, 11, 23, 13, tzinfo=UTC), "ends before that day"
    (fact,) = moved()
    assert (fact["kind"], fact["because"], fact["title"]) == (
        "resolution", "hours.exception_added", "Works outing",
    )  # fmt: skip
    assert "days with other hours were added: Works outing" in history(world, ticket)
    remove_exception(row, by=world.manager)
    run_jobs()
    assert due(ticket, "resolution") == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert [one["because"] for one in moved()][1:] == ["hours.exception_removed"]
    run_jobs()
    assert len(moved()) == 2, "computed again, nothing moves and nothing is told"


def test_holidays_of_a_country_move_what_is_due(world: World, hours, monkeypatch) -> None:
    eve = datetime(2026, 12, 24, 9, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: eve)
    ticket = arrive(world, at=eve)
    run_jobs()
    assert due(ticket, "resolution") == datetime(2026, 12, 28, 17, tzinfo=UTC), "the weekend is closed anyway"
    change_hours(hours, HoursDetails("Office", "UTC", WEEK, "DE"), by=world.manager)
    run_jobs()
    assert due(ticket, "resolution") == datetime(2026, 12, 29, 17, tzinfo=UTC), "the 25th is a holiday"
    assert "business hours were changed: Office" in history(world, ticket)


def test_the_first_hours_of_a_company_move_what_ran_around_the_clock(
    world: World, policy, monkeypatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + timedelta(hours=6))
    forget_hours()
    ticket = arrive(world, at=MONDAY + timedelta(hours=6))
    assert due(ticket, "first_response") == MONDAY + timedelta(hours=10)
    create_hours(HoursDetails("Office", "UTC", WEEK), by=world.manager)
    run_jobs()
    assert due(ticket, "first_response") == datetime(2026, 11, 24, 11, tzinfo=UTC)
    ticket.refresh_from_db()
    assert ticket.due_at == datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_other_hours_for_a_team_move_its_tickets_and_a_persons_own_hours_nothing(world: World, hours) -> None:
    ticket, other = ticket_of(world), arrive(world, team=world.complaints, at=MONDAY)
    run_jobs()
    late = create_hours(HoursDetails("Late", "UTC", ((Stretch(720, 1200),),) * 7), by=world.manager)
    assign_hours("team", world.support.pk, late, by=world.manager)
    run_jobs()
    assert due(ticket, "first_response") == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert due(other, "first_response") == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert {one["ticket_id"] for one in moved()} == {ticket.pk}
    assign_hours("agent", world.ana.pk, late, by=world.manager)
    assert run_jobs() == 0


def test_what_stands_still_or_is_done_moves_without_a_word(world: World, hours) -> None:
    paused, done = ticket_of(world), ticket_of(world)
    become(paused, Status.PENDING, world)
    become(done, Status.SOLVED, world)
    run_jobs()
    add_exception(OUTING, hours=None, by=world.manager)
    run_jobs()
    assert moved() == []
    become(paused, Status.OPEN, world)
    assert due(paused, "resolution") == datetime(2026, 11, 26, 17, tzinfo=UTC), "it goes on by the new days"


def test_a_changed_policy_says_so_and_a_removed_one_leaves_what_others_promise(world: World, hours) -> None:
    ticket = ticket_of(world)
    run_jobs()
    standard = ServicePolicy.objects.get()
    details = details_of(standard)
    shorter = details.targets[0].__class__("first_response", {2: 3600}, ())
    change_policy(standard.pk, details.__class__("Standard", targets=(shorter,)), by=world.manager)
    run_jobs()
    assert "a service policy was changed: Standard" in history(world, ticket)
    assert [(one["kind"], one["due"][:16]) for one in moved()] == [("first_response", "2026-11-23T10:00")]
    remove_policy(standard.pk, by=world.manager)
    run_jobs()
    assert len(moved()) == 1
