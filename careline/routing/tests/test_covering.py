"""Absence: what waits goes to the cover or back to the queue, once, with a note; nothing is taken back."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.actions.change_presence import change_presence
from careline.accounts.models import Agent
from careline.core.models import Event
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.routing.actions.cover import cover, cover_begun
from careline.routing.models import Covered, Routed
from careline.routing.queries.queues import forget_queues
from careline.routing.tests.conftest import make_queue, work
from careline.testing.racing import race
from careline.testing.world import make_customer, make_message, make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence, withdraw_absence
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.contracts import Stretch
from careline.workforce.models import Absence
from careline.workforce.queries import forget_hours

HOUR = timedelta(hours=1)


def away(agent, cover_by=None):
    """Absent since an hour ago, for a week."""
    now = timezone.now()
    details = AbsenceDetails(now - HOUR, now + 168 * HOUR, cover_by.pk if cover_by else None, "Sailing")
    absence = plan_absence(agent, details, by=agent)
    forget_queues()
    return absence


def of(agent, world, *, status=Status.OPEN) -> Ticket:
    return make_ticket(world.support, make_customer(), assignee=agent, status=status)


def who_has(ticket: Ticket):
    ticket.refresh_from_db()
    return ticket.assignee


def test_what_waits_goes_to_the_cover_with_a_note_and_the_rest_stays(world) -> None:
    waits, ours, pending = (
        of(world.ana, world),
        of(world.ana, world),
        of(world.ana, world, status=Status.PENDING),
    )
    make_message(ours, text="We are on it", agent=world.ana)
    away(world.ana, world.ben)
    assert cover_begun() == 1
    assert who_has(waits) == world.ben and who_has(ours) == who_has(pending) == world.ana
    note = Message.objects.get(ticket=waits, is_public=False)
    assert (
        "Ana Agent is absent" in note.text and "Ben Agent covers" in note.text and "Sailing" not in note.text
    )
    fact = Event.objects.get(name="ticket.covered")
    assert fact.data["agent_id"] == world.ben.pk and fact.actor_kind == "routing"


def test_it_happens_once_and_nothing_is_taken_back_at_the_end(world) -> None:
    ticket = of(world.ana, world)
    absence = away(world.ana, world.ben)
    assert (cover_begun(), cover_begun()) == (1, 0)
    assign(access_ticket(world.lead, ticket.pk), to=world.ana, by=world.lead)
    assert cover_begun() == 0 and who_has(ticket) == world.ana
    assign(access_ticket(world.lead, ticket.pk), to=world.ben, by=world.lead)
    withdraw_absence(absence, by=world.ana)
    work()
    assert who_has(ticket) == world.ben


def test_a_worker_that_was_killed_half_way_leaves_the_rest_to_the_next(world, monkeypatch) -> None:
    tickets = [of(world.ana, world) for _ in range(3)]
    away(world.ana, world.ben)
    calls = []

    def dies(number, *, at=None):
        calls.append(number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return cover(number, at=at)

    monkeypatch.setattr("careline.routing.actions.cover.cover", dies)
    with pytest.raises(KeyboardInterrupt):
        cover_begun()
    monkeypatch.undo()
    assert not Covered.objects.exists() and cover_begun() == 2
    assert [who_has(one) for one in tickets] == [world.ben] * 3
    assert Message.objects.filter(is_public=False).count() == 3


def test_a_new_answer_of_the_customer_reaches_the_cover(world) -> None:
    ticket = of(world.ana, world, status=Status.PENDING)
    make_message(ticket, text="Please wait", agent=world.ana)
    away(world.ana, world.ben)
    assert cover_begun() == 0
    make_message(ticket, text="Still broken")
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.OPEN)
    assert cover(ticket.pk) and who_has(ticket) == world.ben


def test_who_covers_for_the_cover_gets_it(world) -> None:
    ticket = of(world.ana, world)
    away(world.ana, world.ben)
    away(world.ben, world.lead)
    cover_begun()
    assert who_has(ticket) == world.lead


@pytest.mark.parametrize("why", ["nobody covers", "no room", "may not see it"])
def test_where_nobody_can_cover_it_goes_back_and_a_queue_takes_it(world, why) -> None:
    covers = {"nobody covers": None, "no room": world.ben, "may not see it": world.stranger}[why]
    if why == "no room":
        set_capacity(world.ben, "email", most=0, by=world.manager)
    team = world.complaints if why == "may not see it" else world.support
    absent = world.cleo if why == "may not see it" else world.ana
    ticket = make_ticket(team, make_customer(), assignee=absent, status=Status.OPEN)
    away(absent, covers)
    cover_begun()
    assert who_has(ticket) is None
    assert Event.objects.get(name="ticket.covered").data["agent_id"] == 0
    told = "nobody could cover" if why == "nobody covers" else "covers, but can’t take it now"
    assert told in Message.objects.get(ticket=ticket, is_public=False).text
    make_queue(world, team_id=world.support.pk if why != "may not see it" else None)
    work()
    taker = who_has(ticket)
    assert taker is None if why == "may not see it" else taker == Routed.objects.get().agent


def later(minutes: float):
    """What is looked at again runs at its time: the one job that is put in line for later."""
    job = ProcrastinateJob.objects.get(
        status="todo", task_name="careline.routing", scheduled_at__isnull=False
    )
    assert job.lock is None, "a lock would keep the ticket's other jobs waiting"
    return cover(job.args["ticket_id"], at=timezone.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("presence", [Agent.Presence.AWAY, Agent.Presence.OFFLINE])
def test_a_cover_who_is_not_there_is_awaited_for_a_quarter_of_an_hour_then_a_queue_takes_it(
    world, presence
) -> None:
    ticket = of(world.ana, world)
    change_presence(world.ben, presence=presence)
    make_queue(world)
    work()
    Absence.objects.filter(pk=away(world.ana, world.ben).pk).update(starts_at=timezone.now())
    assert cover_begun() == 0 and who_has(ticket) == world.ana
    fact = Event.objects.get(name="ticket.cover_awaited")
    until = datetime.fromisoformat(fact.data["until"])
    assert abs(until - timezone.now() - timedelta(minutes=15)) < timedelta(minutes=1)
    assert (fact.data["agent_id"], cover(ticket.pk)) == (world.ben.pk, False)
    assert Event.objects.filter(name="ticket.cover_awaited").count() == 1, "once, however often they write"
    assert later(16)
    assert who_has(ticket) == world.lead == Routed.objects.get().agent
    note = Message.objects.get(ticket=ticket, is_public=False).text
    assert "Ben Agent covers, but can’t take it now: it is free for others" in note


def test_a_cover_who_comes_in_time_gets_what_they_were_awaited_for(world) -> None:
    ticket = of(world.ana, world)
    change_presence(world.ben, presence=Agent.Presence.OFFLINE)
    Absence.objects.filter(pk=away(world.ana, world.ben).pk).update(starts_at=timezone.now())
    assert cover_begun() == 0
    by_hand = of(world.ana, world)
    change_presence(world.ben, presence=Agent.Presence.AVAILABLE)
    work()
    assert who_has(ticket) == world.ben, "at once"
    assert who_has(by_hand) == world.ana, "what somebody gave them by hand since stays"
    assert not later(16) and who_has(ticket) == world.ben
    tell()
    assert Notice.objects.get(agent=world.ben, kind="assigned").ticket == ticket


def test_an_absence_that_begins_at_night_awaits_the_cover_until_after_the_team_has_opened(world) -> None:
    opens = timezone.now() + 2 * HOUR
    minute = opens.hour * 60 + opens.minute
    week = ((Stretch(minute, minute + 180),),) * 7
    create_hours(HoursDetails("Days", "UTC", week), by=world.manager)
    forget_hours()
    ticket = of(world.ana, world)
    change_presence(world.ben, presence=Agent.Presence.OFFLINE)
    away(world.ana, world.ben)
    assert cover_begun() == 0 and who_has(ticket) == world.ana
    assert not later(120) and who_has(ticket) == world.ana
    assert later(136) and who_has(ticket) is None


def test_the_cover_of_the_cover_is_asked_and_a_circle_ends_in_the_queue(world) -> None:
    first = of(world.ana, world)
    away(world.ana, world.ben)
    away(world.ben, world.ana)
    cover_begun()
    assert who_has(first) is None and "nobody could cover" in first.messages.get(is_public=False).text


def test_nobody_is_awaited_who_may_not_see_the_ticket(world) -> None:
    ticket = make_ticket(world.complaints, make_customer(), assignee=world.cleo, status=Status.OPEN)
    change_presence(world.stranger, presence=Agent.Presence.AWAY)
    Absence.objects.filter(pk=away(world.cleo, world.stranger).pk).update(starts_at=timezone.now())
    assert cover_begun() == 1 and who_has(ticket) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_each_ticket_over_once(world) -> None:
    tickets = [of(world.ana, world) for _ in range(4)]
    away(world.ana, world.ben)
    moved = race(cover_begun, cover_begun)
    assert sum(moved) == 4 and {who_has(one) for one in tickets} == {world.ben}
    assert Event.objects.filter(name="ticket.covered").count() == 4
    assert Message.objects.filter(is_public=False).count() == 4
