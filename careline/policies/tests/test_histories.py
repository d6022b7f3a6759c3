"""Clocks on tickets that are merged, split, answered late, taken back; and on any history in any order."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.core.models import Event
from careline.policies.actions.fire_due import fire_due
from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.actions.save_policy import remove_policy
from careline.policies.models import Clock
from careline.policies.queries.policies import as_policy
from careline.policies.running import moment_of, runs_of
from careline.policies.tests.test_clocks import answer, arrive, clock_of, long_ago, policy
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_message
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.merge import merge
from careline.tickets.actions.receive import receive
from careline.tickets.actions.send_automatic import send_automatic
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.split import split
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import Address, Grade, Thread
from careline.tickets.contracts.course import NEVER
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.queries.course import courses_of
from careline.workforce.contracts import ALWAYS

__all__ = ["policy"]


def writes_again(ticket: Ticket, world: World) -> None:
    thread = Thread(ticket.pk, "reply_token")
    receive(make_inbound(), policy=make_policy(world.support), thread=thread, grade=Grade.VERIFIED)


def test_a_merged_ticket_counts_on_the_remaining_one_from_the_earliest_creation(world: World, policy) -> None:
    older, newer = arrive(world), arrive(world)
    long_ago(older, 2)
    older.refresh_from_db()
    done = merge(older, into=newer, by=world.ana)
    first = clock_of(newer, "first_response")
    assert first.started_at == older.created_at and first.due_at == older.created_at + timedelta(hours=4)
    assert not Clock.objects.filter(ticket=older, stopped_at=None).exists()
    older.refresh_from_db()
    assert older.due_at == NEVER
    unmerge(done.pk, by=world.ana)
    newer.refresh_from_db()
    assert clock_of(newer, "first_response").started_at == newer.created_at
    again = clock_of(older, "first_response")
    assert again.state == "running" and again.due_at is not None
    assert timedelta() <= again.due_at - older.created_at - timedelta(hours=4) < timedelta(seconds=5)


def test_an_answer_that_is_taken_back_answers_nothing(world: World, policy) -> None:
    ticket = arrive(world)
    before = clock_of(ticket, "first_response").due_at
    answer(ticket, world)
    assert clock_of(ticket, "first_response").state == "met"
    said = Message.objects.get(ticket=ticket, author="agent")
    Message.objects.filter(pk=said.pk).update(state="held")
    cancel(said.pk, by=world.ana)
    first = clock_of(ticket, "first_response")
    assert first.state == "running" and first.due_at == before and first.stopped_at is None


def test_an_automatic_mail_answers_nobody(world: World, policy) -> None:
    ticket = arrive(world)
    send_automatic(
        ticket.pk, "<p>We have it</p>", to=[Address("carla@customer.example", "Carla")], subject="Re"
    )
    assert clock_of(ticket, "first_response").state == "running"


def test_an_answer_that_comes_late_is_told_as_missed_without_a_worker(world: World, policy) -> None:
    ticket = arrive(world)
    long_ago(ticket, 5)
    answer(ticket, world)
    assert clock_of(ticket, "first_response").state == "breached"
    assert Event.objects.filter(name="clock.breached").count() == 1
    assert fire_due() == 0


def test_what_a_customer_writes_next_is_a_clock_of_its_own(world: World, policy) -> None:
    policy.targets.create(kind="next_response", normal_seconds=7200)
    ticket = arrive(world)
    answer(ticket, world, then=Status.PENDING)
    assert not Clock.objects.filter(ticket=ticket, kind="next_response").exists()
    writes_again(ticket, world)
    first = clock_of(ticket, "next_response")
    assert first.state == "running" and first.due_at == first.started_at + timedelta(hours=2)
    answer(ticket, world)
    writes_again(ticket, world)
    states = (
        Clock.objects.filter(ticket=ticket, kind="next_response")
        .order_by("pk")
        .values_list("state", flat=True)
    )
    assert [*states] == ["met", "running"]


def test_a_ticket_that_was_split_off_has_clocks_of_its_own(world: World, policy) -> None:
    ticket = arrive(world)
    writes_again(ticket, world)
    last = Message.objects.filter(ticket=ticket).latest("pk")
    done = split(ticket, [last.pk], by=world.ana)
    assert clock_of(done.target, "first_response").started_at == done.target.created_at


def test_a_step_raises_the_priority_once_and_the_clock_follows(client, world: World, policy) -> None:
    policy.targets.filter(kind="first_response").update(steps=[{"offset": 0, "do": "raise", "who": []}])
    ticket = arrive(world)
    long_ago(ticket, 5)
    fire_due()
    ticket.refresh_from_db()
    assert ticket.priority == 3
    fire_due()
    ticket.refresh_from_db()
    assert ticket.priority == 3 and Event.objects.filter(name="clock.breached").count() == 1
    client.force_login(world.ana)
    said = client.get(f"/tickets/{ticket.pk}/thread/").text
    did = f"<b>A service target ({policy.name})</b> set the priority to <b>High</b>"
    assert did in said and "A rule" not in said
    step = f"<b>First response</b> was missed: a step of its policy was taken ({policy.name})"
    assert step in said
    raised = Event.objects.get(name="ticket.priority_changed", subject=f"ticket:{ticket.pk}")
    assert Event.objects.get(pk=raised.cause_id).name == "clock.escalated"
    assert client.get(f"/tickets/{ticket.pk}/history/").text.count(step) == 2, "the step, and what it led to"
    remove_policy(policy.pk, by=world.owner)
    assert did in client.get(f"/tickets/{ticket.pk}/thread/").text


def test_a_ticket_that_somebody_holds_is_left_for_later(world: World, policy, monkeypatch) -> None:
    ticket = arrive(world)
    long_ago(ticket, 5)
    monkeypatch.setattr("careline.policies.actions.fire_due.lock_free", lambda ids: {})
    assert fire_due() == 0 and clock_of(ticket, "first_response").state == "running"
    monkeypatch.undo()
    assert fire_due() == 1


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "pending", "on_hold", "solved", "urgent", "normal", "high", "answer", "asks", "fire"]
        ),
        st.floats(0.1, 3),
    ),
    max_size=7,
)


def _move(ticket: Ticket, what: str, world: World) -> None:
    ticket = Ticket.objects.get(pk=ticket.pk)
    if what in ("urgent", "normal", "high"):
        set_priority(ticket, {"normal": 2, "high": 3, "urgent": 4}[what], by=world.ana)
    elif what == "answer":
        answer(ticket, world)
    elif what == "asks":
        make_message(ticket)
        keep_clocks([ticket.pk])
    elif what == "fire":
        fire_due()
    else:
        set_status(ticket, Status[what.upper()], by=world.ana)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
@pytest.mark.timeout(300)
def test_whatever_happens_in_whatever_order_the_rows_say_what_the_ledger_says(
    world: World, policy, moves
) -> None:
    Event.objects.filter(name__startswith="clock.").delete()
    ticket = arrive(world)
    for what, hours in moves:
        _move(ticket, what, world)
        long_ago(ticket, hours)
    fire_due(), fire_due()
    course, known = courses_of([ticket.pk])[ticket.pk], as_policy(policy)
    for target in known.targets:
        clock = Clock.objects.filter(ticket=ticket, kind=target.kind).first()
        run = next(iter(runs_of(target.kind, course, known.pauses)), None)
        if clock is None or run is None or clock.stopped_at is not None:
            continue
        assert clock.due_at == moment_of(run, ALWAYS, target.seconds[course.priority])
        assert (clock.state == "breached") == (clock.due_at is not None and clock.due_at <= timezone.now())
    told = [
        (one.name, one.data["clock_id"])
        for one in Event.objects.filter(name__in=["clock.breached", "clock.warned"])
    ]
    assert len(told) == len({*told})
