"""Snoozed tickets leave the lists, and come back by time, by what happens, or by hand."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.receive import receive
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.actions.wake import wake
from careline.tickets.actions.wake_due import wake_due
from careline.tickets.contracts import Grade, Machine, NotVisible, Outgoing, Refused, Thread
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import queue
from careline.tickets.tests.sides import answered, begin


def in_hours(hours: float):
    return timezone.now() + timedelta(hours=hours)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer, status=Status.OPEN, assignee=world.ana)


def let_time_pass(*tickets: Ticket) -> None:
    Ticket.objects.filter(pk__in=[t.pk for t in tickets]).update(snoozed_until=in_hours(-0.1))


def shown(agent, view: str) -> list[int]:
    return [row.number for row in queue(agent, view).rows]


def why(ticket: Ticket) -> list[str]:
    told = Event.objects.filter(subject=f"ticket:{ticket.pk}", name="ticket.woke").order_by("pk")
    return [event.data["reason"] for event in told]


def mail(world: World, ticket: Ticket, *, machine: Machine = Machine.NONE) -> None:
    with transaction.atomic():
        receive(
            make_inbound("Any news?", sender="carla@customer.example", machine=machine), grade=Grade.VERIFIED,
            policy=make_policy(world.support), thread=Thread(ticket.pk, "reply_token"),
        )  # fmt: skip


def test_it_wakes_when_a_third_party_answers_but_not_for_their_machine(world, ticket) -> None:
    conversation = begin(ticket, world.ana).conversation
    snooze(ticket, in_hours(48), by=world.ana)
    answered(conversation, "I am out of the office.", machine=Machine.AUTO_REPLY)
    assert why(ticket) == [] and shown(world.ana, "mine") == []
    answered(conversation)
    assert why(ticket) == ["third_party"] and shown(world.ana, "mine") == [ticket.pk]


def test_a_snoozed_ticket_stands_in_one_view_only_and_the_counts_say_so(world, ticket) -> None:
    other = make_ticket(world.support, world.customer, status=Status.OPEN, assignee=world.ana)
    snooze(ticket, in_hours(3), by=world.ana)
    for view in ("mine", "my_teams", "all_open"):
        assert shown(world.ana, view) == [other.pk]
    assert shown(world.ana, "snoozed") == [ticket.pk]
    sizes = counts(world.ana)
    assert (sizes["mine"], sizes["all_open"], sizes["snoozed"], sizes["solved"]) == (1, 1, 1, 0)


def test_who_wakes_first_stands_first_page_after_page(world) -> None:
    tickets = [make_ticket(world.support, world.customer) for _ in range(5)]
    for hours, ticket in zip((5, 1, 4, 2, 3), tickets, strict=True):
        snooze(ticket, in_hours(hours), by=world.ana)
    first = queue(world.ana, "snoozed", limit=2)
    second = queue(world.ana, "snoozed", limit=2, after=first.next)
    last = queue(world.ana, "snoozed", limit=2, after=second.next)
    found = [row.number for page in (first, second, last) for row in page.rows]
    assert found == [tickets[n].pk for n in (1, 3, 4, 2, 0)] and not last.next


def test_it_wakes_when_its_time_has_come_and_not_before(world, ticket) -> None:
    early = make_ticket(world.support, world.customer)
    snooze(ticket, in_hours(1), by=world.ana)
    snooze(early, in_hours(2), by=world.ana)
    let_time_pass(ticket)
    assert wake_due() == 1 and wake_due() == 0
    assert why(ticket) == ["time"] and why(early) == []
    assert shown(world.ana, "mine") == [ticket.pk]


def test_it_wakes_when_the_customer_writes_and_says_why(world, ticket) -> None:
    snooze(ticket, in_hours(3), by=world.ana)
    mail(world, ticket)
    assert why(ticket) == ["customer"] and shown(world.ana, "mine") == [ticket.pk]
    assert counts(world.ana)["snoozed"] == 0


def test_a_machine_wakes_nobody(world, ticket) -> None:
    snooze(ticket, in_hours(3), by=world.ana)
    mail(world, ticket, machine=Machine.AUTO_REPLY)
    assert why(ticket) == [] and shown(world.ana, "snoozed") == [ticket.pk]


def test_it_wakes_when_somebody_gets_it_but_sleeps_on_in_another_team(world, ticket) -> None:
    snooze(ticket, in_hours(3), by=world.ana)
    move_team(ticket, world.workshop.pk, by=world.ana)
    assert shown(world.stranger, "snoozed") == [ticket.pk] and counts(world.stranger)["my_teams"] == 0
    assign(ticket, to=world.stranger, by=world.ana)
    assert why(ticket) == ["assigned"] and shown(world.stranger, "mine") == [ticket.pk]


def test_it_can_wake_in_another_team(world, ticket) -> None:
    snooze(ticket, in_hours(1), by=world.ana, wakes_in_team=world.workshop.pk)
    let_time_pass(ticket)
    wake_due()
    ticket.refresh_from_db()
    assert ticket.team_id == world.workshop.pk
    assert counts(world.stranger)["my_teams"] == 1


def test_answering_does_not_wake_it_and_solving_ends_it(world, ticket) -> None:
    snooze(ticket, in_hours(3), by=world.ana)
    reply(ticket, Outgoing("We wait for the part."), by=world.ana)
    assert shown(world.ana, "snoozed") == [ticket.pk]
    set_status(ticket, Status.SOLVED, by=world.ana)
    assert shown(world.ana, "snoozed") == [] and counts(world.ana)["solved"] == 1
    set_status(ticket, Status.OPEN, by=world.ana)
    assert shown(world.ana, "mine") == [ticket.pk]


def test_a_source_that_is_awake_wakes_what_it_is_merged_into(world, ticket) -> None:
    source = make_ticket(world.support, world.customer)
    snooze(ticket, in_hours(3), by=world.ana)
    merge(source, into=ticket, by=world.ana)
    assert why(ticket) == ["merged"]


def test_of_two_that_sleep_the_earlier_time_counts_and_undoing_gives_the_source_its_own_back(
    world, ticket
) -> None:
    source = make_ticket(world.support, world.customer)
    soon = in_hours(1)
    snooze(source, soon, by=world.ana)
    snooze(ticket, in_hours(3), by=world.ana)
    done = merge(source, into=ticket, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.snoozed_until == soon
    unmerge(done.pk, by=world.ana)
    source.refresh_from_db()
    assert source.snoozed_until == soon
    assert {*shown(world.ana, "snoozed")} == {source.pk, ticket.pk}


def test_a_pointer_does_not_wake(world, ticket) -> None:
    source = make_ticket(world.support, world.customer)
    snooze(source, in_hours(1), by=world.ana)
    merge(source, into=ticket, by=world.ana)
    let_time_pass(source)
    assert wake_due() == 0


def test_by_hand_it_is_awake_at_once(world, ticket) -> None:
    snooze(ticket, in_hours(3), by=world.ana)
    wake(ticket, by=world.ben)
    wake(ticket, by=world.ben)
    assert why(ticket) == ["person"] and shown(world.ana, "mine") == [ticket.pk]


@pytest.mark.parametrize("hours", [-1, 24 * 366 * 3])
def test_a_moment_that_makes_no_sense_is_refused(world, ticket, hours) -> None:
    with pytest.raises(Refused):
        snooze(ticket, in_hours(hours), by=world.ana)


def test_what_is_solved_does_not_sleep(world) -> None:
    solved = make_ticket(world.support, world.customer, status=Status.SOLVED)
    with pytest.raises(Refused):
        snooze(solved, in_hours(1), by=world.ana)


def test_who_may_not_change_or_see_it_can_not_put_it_to_sleep(world, ticket) -> None:
    private = make_ticket(world.complaints, world.customer)
    with pytest.raises(Forbidden):
        snooze(ticket, in_hours(1), by=world.light)
    with pytest.raises(NotVisible):
        snooze(private, in_hours(1), by=world.stranger)
    with pytest.raises(NotVisible):
        wake(private, by=world.stranger)
