"""A step is due in the hours of its ticket; who has the ticket is told that it is late, then who leads the team, each once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from careline.accounts.models import Membership
from careline.core.events import SYSTEM, Recorded, rebuild
from careline.core.models import Event
from careline.notices.handlers import on_event
from careline.notices.models import Notice
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.actions.tell_late import seconds_to_next, tell_late
from careline.playbooks.contracts import Deed
from careline.playbooks.models import Run
from careline.playbooks.procedure.deadlines import due_after
from careline.playbooks.tests.conftest import SMALL
from careline.testing.racing import race
from careline.tickets.actions.assign import assign
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.solve import solve
from careline.tickets.models import Status
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import ALWAYS, BusinessCalendar, Stretch

OFFICE = BusinessCalendar("Europe/Berlin", ((Stretch(540, 1020),),) * 5 + ((), ()))
HOUR = timedelta(hours=1)


def berlin(day, hour, minute=0):
    """A moment of June 2026 in Berlin, in UTC; the 5th is a Friday."""
    return datetime(2026, 6, day, hour - 2, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        (berlin(5, 10), "4h", berlin(5, 14)),
        (berlin(5, 16), "4h", berlin(8, 12)),
        (berlin(6, 12), "30m", berlin(8, 9, 30)),
        (berlin(4, 10), "1d", berlin(5, 10)),
        (berlin(5, 10), "1d", berlin(8, 10)),
        (berlin(5, 10), "3d", berlin(10, 10)),
        (berlin(6, 22), "2d", berlin(10, 9)),
        (berlin(5, 10), "1w", berlin(12, 10)),
    ],
)
def test_hours_are_open_hours_and_days_are_days_on_which_it_is_open(start, span, due):
    assert due_after(start, span, OFFICE) == due


@pytest.mark.parametrize(("span", "hours"), [("4h", 4), ("2d", 48), ("1w", 168)])
def test_where_it_is_always_open_it_is_calendar_time(span, hours):
    assert due_after(berlin(6, 3), span, ALWAYS) == berlin(6, 3) + hours * HOUR


@pytest.fixture
def mine(world, ticket):
    """The ticket is Ana's; Lou leads Support."""
    Membership.objects.filter(team=world.support, agent=world.lead).update(is_lead=True)
    return assign(ticket, to=world.ana, by=world.ana)


@pytest.fixture
def run(world, make_playbook, ticket, mine):
    make_playbook()
    return start_run(ticket, "small", by=world.ben)


def told():
    rows = Event.objects.filter(name="playbook.step_late").order_by("pk")
    return [(row.data["step"], row.data["tell"], row.data["is_lead"]) for row in rows]


def test_a_step_is_due_in_the_hours_of_the_house(world, make_playbook, ticket):
    make_playbook()
    create_hours(HoursDetails("Office", "Europe/Berlin", OFFICE.week), by=world.owner)
    run = start_run(ticket, "small", by=world.ana)
    assert run.due_at == OFFICE.add(run.step_at, 4 * 3600)


def test_a_step_in_calendar_time_is_due_by_night(world, make_playbook, ticket):
    make_playbook(SMALL.replace("within: 4h", "within: 4h\n    time: calendar"))
    create_hours(HoursDetails("Office", "Europe/Berlin", OFFICE.week), by=world.owner)
    run = start_run(ticket, "small", by=world.ana)
    assert run.due_at == run.step_at + 4 * HOUR


def test_who_has_the_ticket_is_told_once_then_the_lead_once_then_nobody(world, run):
    assert tell_late(at=run.due_at - HOUR) == 0
    for late in (timedelta(), HOUR, 4 * HOUR, 5 * HOUR, 500 * HOUR):
        tell_late(at=run.due_at + late)
    assert told() == [("hello", [world.ana.pk], False), ("hello", [world.lead.pk], True)]


def test_where_nobody_has_the_ticket_the_lead_is_told_at_once(world, run, ticket):
    assign(ticket, to=None, by=world.ana)
    tell_late(at=run.due_at)
    tell_late(at=run.due_at + 500 * HOUR)
    assert told() == [("hello", [world.lead.pk], True)]


def test_it_is_a_notice_that_leads_to_the_ticket(world, run, ticket):
    tell_late(at=run.due_at)
    row = Event.objects.get(name="playbook.step_late")
    on_event(rebuild(row.name, row.data), Recorded(row.pk, SYSTEM, None))
    notice = Notice.objects.get(kind="step_late")
    assert (notice.agent, notice.ticket_id) == (world.ana, ticket.pk)


def test_a_step_that_was_done_and_a_run_that_was_stopped_are_not_late(world, run, ticket):
    due = run.due_at
    do_step(run.pk, "hello", Deed(), by=world.ana)
    assert tell_late(at=due + HOUR) == 0
    give_facts(run.pk, {"wish": "new", "number": "7"}, by=world.ana)
    stop_run(run.pk, "No", by=world.ana)
    assert tell_late(at=due + 500 * HOUR) == 0
    assert told() == []


def test_who_waits_by_a_task_is_told_by_the_task_and_the_lead_here(world, run):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "new", "number": "7"}, by=world.ana)
    run.refresh_from_db()
    tell_late(at=run.due_at)
    tell_late(at=run.due_at + 5 * HOUR)
    assert told() == [("wait", [], False), ("wait", [world.lead.pk], True)]


def test_of_a_solved_ticket_nothing_is_told_until_it_is_open_again(world, run, ticket):
    solve(ticket, by=world.ana)
    tell_late(at=run.due_at)
    assert told() == []
    set_status(ticket, Status.OPEN, by=world.ana)
    tell_late(at=run.due_at + HOUR)
    assert told() == [("hello", [world.ana.pk], False)]


def test_who_may_not_see_a_restricted_playbook_is_not_told_of_it(world, make_playbook, ticket, mine):
    make_playbook(SMALL.replace("applies:\n", "restricted_to: team_lead\napplies:\n", 1))
    run = start_run(ticket, "small", by=world.lead)
    tell_late(at=run.due_at)
    tell_late(at=run.due_at + 5 * HOUR)
    assert told() == [("hello", [], False), ("hello", [world.lead.pk], True)]
    assert Event.objects.filter(name="playbook.step_late").first().data["words"] == {}


def test_the_page_says_when_it_is_due_and_that_it_is_late(world, run, ticket, client):
    client.force_login(world.ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/tickets/{ticket.pk}/playbooks/"
    page = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert f'<time datetime="{run.due_at:%Y-%m-%dT%H:%M:%S}Z"' in page
    Run.objects.update(due_at=timezone.now() - HOUR)
    assert "Late: it was to be done by" in client.get(path, headers={"HX-Request": "true"}).content.decode()


def test_looking_for_late_steps_costs_one_statement_while_none_is(world, run, django_assert_num_queries):
    with django_assert_num_queries(3):  # between two savepoints
        assert tell_late() == 0
    assert 0 < seconds_to_next() <= 5


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells(make_playbook, world, ticket, mine):
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    race(lambda: tell_late(at=run.due_at), lambda: tell_late(at=run.due_at))
    tell_late(at=run.due_at)
    assert len(told()) == 1
