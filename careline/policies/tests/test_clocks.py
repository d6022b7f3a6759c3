"""Clocks on real tickets: they begin, stand still, end, and are found when they are due."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.core.models import Event
from careline.policies.actions.fire_due import fire_due
from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.models import Clock, ServicePolicy
from careline.policies.queries.policies import forget_policies
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.receive import receive
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.contracts import Address, Grade, Outgoing
from careline.tickets.contracts.course import NEVER
from careline.tickets.models import Message, Status, Ticket

HOUR = 3600


@pytest.fixture
def policy(world: World) -> ServicePolicy:
    made = ServicePolicy.objects.create(name="Standard")
    hours = {
        "low_seconds": 8 * HOUR,
        "normal_seconds": 4 * HOUR,
        "high_seconds": 2 * HOUR,
        "urgent_seconds": HOUR,
    }
    made.targets.create(
        kind="first_response", **hours, steps=[{"offset": -1800, "do": "notify", "who": ["assignee"]}]
    )
    made.targets.create(kind="resolution", normal_seconds=24 * HOUR, urgent_seconds=8 * HOUR)
    forget_policies()
    return made


def arrive(world: World, *, team=None, at=None, **further) -> Ticket:
    received = receive(
        make_inbound(**further),
        policy=make_policy(team or world.support),
        thread=None,
        grade=Grade.PLAUSIBLE,
        received_at=at,
    )
    return Ticket.objects.get(pk=received.ticket_id)


def answer(ticket: Ticket, world: World, *, then: int | None = None) -> None:
    to = (Address("carla@customer.example", "Carla"),)
    reply(ticket, Outgoing(html="<p>Here you are</p>", to=to, then_status=then), by=world.ana)


def long_ago(ticket: Ticket, hours: float) -> None:
    """Move all that happened to a ticket so many hours back, and its clocks with it."""
    span = timedelta(hours=hours)
    with connection.cursor() as cursor:
        for sql in (
            "UPDATE tickets_ticket SET created_at = created_at - %s WHERE id = %s",
            "UPDATE tickets_message SET created_at = created_at - %s WHERE ticket_id = %s",
            "UPDATE tickets_interval SET started_at = started_at - %s WHERE ticket_id = %s",
            "UPDATE policies_clock SET started_at = started_at - %s WHERE ticket_id = %s",
        ):
            cursor.execute(sql, [span, ticket.pk])
        cursor.execute(
            "UPDATE tickets_interval SET ended_at = ended_at - %s WHERE ticket_id = %s", [span, ticket.pk]
        )
    keep_clocks([ticket.pk])


def clock_of(ticket: Ticket, kind: str) -> Clock:
    return Clock.objects.get(ticket=ticket, kind=kind)


def test_a_new_ticket_gets_its_clocks_and_is_due_by_the_nearest(world: World, policy) -> None:
    ticket = arrive(world)
    first, solution = clock_of(ticket, "first_response"), clock_of(ticket, "resolution")
    assert (first.due_at, solution.due_at) == (
        ticket.created_at + timedelta(hours=4),
        ticket.created_at + timedelta(hours=24),
    )
    assert ticket.due_at == first.due_at and ticket.due_is_promise
    assert first.state == "running" and first.next_at == first.due_at - timedelta(minutes=30)


def test_an_answer_meets_the_first_response_and_pending_stops_the_rest(world: World, policy) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.PENDING)
    first, solution = clock_of(ticket, "first_response"), clock_of(ticket, "resolution")
    assert first.state == "met" and first.stopped_at is not None
    assert solution.state == "paused" and solution.due_at is None and solution.next_at is None
    ticket.refresh_from_db()
    assert ticket.due_at == NEVER and not ticket.due_is_promise
    assert Event.objects.filter(name="clock.met", data__kind="first_response").count() == 1


def test_another_priority_is_another_due_moment_from_the_same_beginning(world: World, policy) -> None:
    ticket = arrive(world)
    set_priority(ticket, 4, by=world.ana)
    first = clock_of(ticket, "first_response")
    assert first.due_at == ticket.created_at + timedelta(hours=1) and first.seconds == HOUR
    ticket.refresh_from_db()
    assert ticket.due_at == first.due_at


def test_a_clock_that_is_due_is_said_to_be_missed_once(world: World, policy) -> None:
    ticket = arrive(world)
    long_ago(ticket, 5)
    assert fire_due() == 1 and fire_due() == 0
    first = clock_of(ticket, "first_response")
    assert first.state == "breached" and first.stopped_at is None
    assert [*Event.objects.filter(name__startswith="clock.").values_list("name", flat=True)] == [
        "clock.breached"
    ]
    answer(ticket, world)
    first.refresh_from_db()
    assert first.state == "breached" and first.stopped_at is not None
    assert Event.objects.filter(name="clock.breached").count() == 1


def test_solving_meets_the_resolution_and_reopening_takes_it_up_again(world: World, policy) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.SOLVED)
    assert clock_of(ticket, "resolution").state == "met"
    set_status(Ticket.objects.get(pk=ticket.pk), Status.OPEN, by=world.ana)
    solution = clock_of(ticket, "resolution")
    assert solution.state == "running" and solution.stopped_at is None and solution.due_at is not None


def test_without_a_policy_our_own_reminder_runs_and_promises_nothing(world: World) -> None:
    ticket = arrive(world)
    own = clock_of(ticket, "internal")
    assert own.policy_id is None and ticket.due_at == NEVER
    long_ago(ticket, 25)
    assert fire_due(at=timezone.now()) == 1
    ticket.refresh_from_db()
    assert ticket.due_at < timezone.now() and not ticket.due_is_promise
    answer(ticket, world, then=Status.PENDING)
    ticket.refresh_from_db()
    own.refresh_from_db()
    assert ticket.due_at == NEVER and own.stopped_at is not None


def test_a_ticket_says_what_is_left_while_its_clocks_stand_still(world: World, policy: ServicePolicy) -> None:
    ticket = arrive(world)
    long_ago(ticket, 1)
    keep_clocks([ticket.pk])
    set_status(ticket, Status.PENDING, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.due_at == NEVER and ticket.due_left_seconds == pytest.approx(3 * HOUR, abs=60)
    set_status(ticket, Status.OPEN, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.due_left_seconds is None
    assert ticket.due_at - timezone.now() == pytest.approx(timedelta(hours=3), abs=timedelta(minutes=1))
    set_status(ticket, Status.PENDING, by=world.ana)
    set_status(ticket, Status.SOLVED, by=world.ana)
    ticket.refresh_from_db()
    assert (ticket.due_at, ticket.due_left_seconds) == (NEVER, None)


def test_what_was_missed_already_is_not_called_paused(world: World, policy: ServicePolicy) -> None:
    ticket = arrive(world)
    long_ago(ticket, 5)
    keep_clocks([ticket.pk])
    set_status(ticket, Status.PENDING, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.due_at < timezone.now() and ticket.due_left_seconds is None


def test_our_own_reminder_is_promised_to_nobody_and_never_shown_as_paused(world: World) -> None:
    ticket = arrive(world)
    set_status(ticket, Status.PENDING, by=world.ana)
    ticket.refresh_from_db()
    assert (ticket.due_at, ticket.due_left_seconds) == (NEVER, None)


def test_an_answer_that_was_scheduled_meets_the_first_response_once_it_went_out(
    world: World, policy: ServicePolicy
) -> None:
    ticket = arrive(world)
    to = (Address("carla@customer.example", "Carla"),)
    later = Outgoing(html="<p>Here you are</p>", to=to, send_at=timezone.now() + timedelta(hours=1))
    message = reply(ticket, later, by=world.ana)
    assert clock_of(ticket, "first_response").state == "running"
    Message.objects.filter(pk=message.pk).update(send_at=timezone.now())
    claim_for_delivery(message.pk)
    record_delivery(message.pk, state="sent", external_id="x@desk.example")
    assert clock_of(ticket, "first_response").state == "met"
    record_delivery(message.pk, state="delivered")
    assert clock_of(ticket, "first_response").state == "met"
