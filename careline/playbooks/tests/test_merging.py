"""Runs follow their ticket when it is merged, and come back when that is undone."""

import pytest

from careline.core.models import Event
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.contracts import Deed
from careline.playbooks.models import Carried, FactGiven, Run, StepDone
from careline.playbooks.queries.runs import standings
from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_ticket
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.solve import solve
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import Refused
from careline.tickets.models import Status, Task
from careline.tickets.queries.to_do import tasks_of


@pytest.fixture
def other(world, ticket):
    return make_ticket(world.support, ticket.customer, subject="My bell again", text="It is broken")


@pytest.fixture
def run(world, make_playbook, ticket):
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "new"}, by=world.ana)
    return run


def at(run):
    run.refresh_from_db()
    return run.ticket_id, run.state


def test_it_moves_to_the_ticket_that_remains_with_all_that_was_done_and_is_followed_there(
    world, run, ticket, other
):
    merge(ticket, into=other, by=world.lead)
    assert at(run) == (other.pk, "running")
    assert {*FactGiven.objects.values_list("ticket_id", flat=True)} == {other.pk}
    assert {*StepDone.objects.values_list("ticket_id", flat=True)} == {other.pk}
    told = Event.objects.get(name="playbook.carried")
    assert (told.subject, told.data["from_id"]) == (f"ticket:{other.pk}", ticket.pk)
    give_facts(run.pk, {"number": "7"}, by=world.ben)
    assert standings([ticket.pk, other.pk]).keys() == {other.pk}


def test_taking_the_merge_back_brings_it_back_as_it_stands_now(world, run, ticket, other):
    done = merge(ticket, into=other, by=world.lead)
    give_facts(run.pk, {"number": "7"}, by=world.ana)
    do_step(run.pk, "wait", Deed(), by=world.ana)
    unmerge(done.pk, by=world.lead)
    assert at(run) == (ticket.pk, "finished")
    assert not Carried.objects.exists()


@pytest.mark.parametrize("is_over", [False, True])
def test_where_the_other_ticket_has_one_it_is_stopped_with_the_reason_and_goes_on_when_it_is_taken_back(
    world, run, ticket, other, is_over
):
    there = start_run(other, "small", by=world.ben)
    if is_over:
        do_step(there.pk, "hello", Deed(), by=world.ana)
        give_facts(there.pk, {"wish": "new", "number": "7"}, by=world.ana)
        do_step(there.pk, "wait", Deed(), by=world.ana)
    stood_at = Run.objects.get(pk=run.pk).step
    done = merge(ticket, into=other, by=world.lead)
    assert at(run) == (other.pk, "stopped")
    assert f"#{ticket.pk} was merged into #{other.pk}" in run.reason
    stopped = Event.objects.get(name="playbook.stopped")
    assert stopped.subject == f"ticket:{other.pk}"
    assert at(there) == (other.pk, "finished" if is_over else "running")
    unmerge(done.pk, by=world.lead)
    assert at(run) == (ticket.pk, "running")
    assert (run.step, run.reason, run.ended_at) == (stood_at, "", None)
    assert at(there)[0] == other.pk


def test_what_a_stopped_one_waited_for_is_ticked_off_and_open_again_when_it_goes_on(
    world, run, ticket, other
):
    give_facts(run.pk, {"number": "7"}, by=world.ana)
    assert run.task_id is None
    run.refresh_from_db()
    start_run(other, "small", by=world.ben)
    done = merge(ticket, into=other, by=world.lead)
    assert Task.objects.get(pk=run.task_id).done_by == world.lead
    unmerge(done.pk, by=world.lead)
    assert Task.objects.get(pk=run.task_id).done_at is None


def test_what_it_waits_for_is_a_task_of_the_ticket_that_remains_until_the_merge_is_taken_back(
    world, run, ticket, other
):
    give_facts(run.pk, {"number": "7"}, by=world.ana)
    task = Task.objects.get()
    done = merge(ticket, into=other, by=world.lead)
    assert [*tasks_of([other.pk])] == [task]
    unmerge(done.pk, by=world.lead)
    assert [*tasks_of([ticket.pk])] == [task]
    assert not tasks_of([other.pk])


def test_who_sees_only_the_ticket_that_remains_ticks_off_what_it_waited_for(world, run, ticket, other):
    give_facts(run.pk, {"number": "7"}, by=world.ana)
    move_team(ticket, world.complaints.pk, by=world.manager)
    merge(ticket, into=other, by=world.manager)
    do_step(run.pk, "wait", Deed(), by=world.ben)
    assert Task.objects.get().done_by == world.ben


def test_one_that_was_stopped_before_stays_stopped(world, run, ticket, other):
    stop_run(run.pk, "It is about something else", by=world.ana)
    there = start_run(other, "small", by=world.ben)
    done = merge(ticket, into=other, by=world.lead)
    assert at(there) == (other.pk, "running")
    unmerge(done.pk, by=world.lead)
    assert at(run) == (ticket.pk, "stopped")
    assert run.reason == "It is about something else"


def test_over_two_merges_each_ticket_gets_its_own_back(world, run, ticket, other):
    third = make_ticket(world.support, ticket.customer)
    first, second = merge(ticket, into=other, by=world.lead), None
    second = merge(other, into=third, by=world.lead)
    assert at(run)[0] == third.pk
    unmerge(second.pk, by=world.lead)
    assert at(run)[0] == other.pk
    unmerge(first.pk, by=world.lead)
    assert at(run)[0] == ticket.pk


def test_what_a_type_requires_is_judged_on_the_ticket_that_remains(world, make_playbook, ticket, other):
    make_playbook(SMALL.replace("applies:\n", "required_for: [question]\napplies:\n", 1))
    run = start_run(ticket, "small", by=world.ana)
    with pytest.raises(Refused):
        solve(other, by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "new", "number": "7"}, by=world.ana)
    do_step(run.pk, "wait", Deed(), by=world.ana)
    done = merge(ticket, into=other, by=world.lead)
    solve(other, by=world.ana)
    other.refresh_from_db()
    assert other.status == Status.SOLVED
    unmerge(done.pk, by=world.lead)
    solve(ticket, by=world.ana)


def test_a_decision_that_was_asked_for_before_lets_it_go_on_afterwards(world, run, ticket, other, client):
    from careline.authority.actions.take_decision import grant_decision
    from careline.authority.models import Decision

    give_facts(run.pk, {"wish": "money", "paid": "yes", "number": "7"}, by=world.ana)
    decide_outcome(run.pk, by=world.ana, reason="They paid", amount=5000)
    merge(ticket, into=other, by=world.lead)
    grant_decision(Decision.objects.get(), by=world.manager)
    run.refresh_from_db()
    assert (run.ticket_id, run.step) == (other.pk, "pay")


def test_a_merge_without_playbooks_pays_one_statement(world, ticket, other, django_assert_num_queries):
    from careline.playbooks.actions.go_along import come_back, go_along

    with django_assert_num_queries(1):
        go_along(ticket.pk, other.pk, by=world.ana.actor, cause=None)
    with django_assert_num_queries(1):
        come_back(ticket.pk, other.pk, by=world.ana.actor, cause=None)
