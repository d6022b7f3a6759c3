"""Following a playbook on a ticket: facts, steps, what they do, who may, and two people at once."""

import pytest
from django.http import Http404

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.save_version import publish, save_version
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.contracts import Deed, Moved, PlaybookRefused
from careline.playbooks.models import FactGiven, Run, StepDone
from careline.playbooks.queries.fitting import fitting
from careline.playbooks.queries.playbooks import published
from careline.playbooks.queries.runs import access_run
from careline.playbooks.tests.conftest import SMALL
from careline.testing.racing import race
from careline.testing.world import make_ticket
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.solve import solve
from careline.tickets.contracts import NeedsReason, Refused
from careline.tickets.models import Message, Status, Task

PAID = {"wish": "money", "paid": "yes", "number": "A-17"}


def pay_granted(run, world):
    """Who looks after limits decides on the refund that the facts lead to."""
    return decide_outcome(run.pk, by=world.manager, reason="They paid", amount=5000)


def names(ticket):
    return [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}", name__startswith="playbook.")
        .order_by("pk")
        .values_list("name", flat=True)
    ]


@pytest.fixture
def run(world, make_playbook, ticket):
    make_playbook()
    return start_run(ticket, "small", by=world.ana)


def test_it_fits_by_type_and_by_words_in_what_was_written(world, make_playbook, ticket):
    make_playbook()
    assert [one.playbook.key for one in fitting(ticket)] == ["small"]
    other = make_ticket(world.support, world.customer, subject="Opening hours", text="When?")
    assert fitting(other) == []
    german = make_ticket(
        world.support, world.customer, subject="Frage", text="Die Klingel ist KAPUTTgegangen"
    )
    assert [one.playbook.key for one in fitting(german)] == ["small"]
    set_type(ticket, "incident", by=world.ana)
    ticket.refresh_from_db()
    assert fitting(ticket) == []


def test_the_houses_conditions_count_too(world, make_playbook, ticket):
    where = (
        "where: {match: all, groups: [{match: all, conditions: [{field: status, op: is, value: [pending]}]}]}"
    )
    make_playbook(SMALL.replace("  words: {en: [broken], de: [kaputt]}", f"  {where}"))
    assert fitting(ticket) == []
    pending = make_ticket(world.support, world.customer, status=Status.PENDING)
    assert [one.playbook.key for one in fitting(pending)] == ["small"]


def test_facts_lead_to_the_outcome_and_its_steps(world, run, ticket):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ben)
    course = pay_granted(run, world)
    assert (course.position.step, course.position.outcome) == ("pay", "refund")
    do_step(run.pk, "pay", Deed(evidence="Transfer 44"), by=world.lead)
    run.refresh_from_db()
    assert (run.state, run.outcome) == ("finished", "refund")
    assert names(ticket) == [
        "playbook.started", "playbook.step_done", "playbook.fact_given", "playbook.decided", "playbook.step_done",
        "playbook.finished",
    ]  # fmt: skip
    ticket.refresh_from_db()
    assert "refund" in ticket.tags
    assert Message.objects.filter(ticket=ticket, is_public=False, text__contains="Paid back").exists()
    assert {(fact.key, fact.by) for fact in FactGiven.objects.all()} == {(key, world.ben) for key in PAID}
    assert StepDone.objects.get(step="pay").evidence == "Transfer 44"


def test_what_a_customer_said_in_free_text_stands_in_no_event(world, run, ticket):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ana)
    told = Event.objects.get(name="playbook.fact_given").data["facts"]
    assert {one["key"]: one["value"] for one in told} == {"wish": "money", "paid": True, "number": None}


def test_a_fact_that_can_no_longer_matter_is_not_asked_for(world, run):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    course = give_facts(run.pk, {"wish": "new"}, by=world.ana)
    assert course.position.open_facts == ("number",)


def test_correcting_a_fact_leads_to_the_other_outcome(world, run, ticket):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ana)
    course = give_facts(run.pk, {"paid": "no"}, by=world.ben, seen={"paid": "True"})
    assert (course.position.step, course.position.outcome) == ("explain", "sorry")
    assert Event.objects.filter(name="playbook.decided").last().data["before"] == "refund"


def test_nobody_overwrites_what_a_colleague_found_out_meanwhile(world, run):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "new"}, by=world.ana)
    with pytest.raises(PlaybookRefused, match="Ana Agent answered"):
        give_facts(run.pk, {"wish": "money"}, by=world.ben, seen={})
    assert give_facts(run.pk, {"wish": "new"}, by=world.ben, seen={}).given == {"wish": "new"}


def test_what_can_not_be_read_is_refused_with_its_question(world, run):
    with pytest.raises(PlaybookRefused, match="What do they want"):
        give_facts(run.pk, {"wish": "a pony"}, by=world.ana)
    assert not FactGiven.objects.exists()


def test_a_step_for_a_higher_role_is_not_done_by_a_lower_one(world, run):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ana)
    pay_granted(run, world)
    with pytest.raises(Forbidden):
        do_step(run.pk, "pay", Deed(evidence="x"), by=world.ana)
    with pytest.raises(PlaybookRefused, match="proves"):
        do_step(run.pk, "pay", Deed(), by=world.lead)
    assert StepDone.objects.count() == 1


@pytest.mark.parametrize(("who", "refusal"), [("light", Forbidden), ("auditor", Forbidden)])
def test_who_may_not_change_tickets_moves_no_playbook(world, run, who, refusal):
    person = getattr(world, who)
    with pytest.raises(refusal):
        do_step(run.pk, "hello", Deed(), by=person)
    with pytest.raises(refusal):
        give_facts(run.pk, {"wish": "new"}, by=person)


def test_a_step_at_which_it_does_not_stand_is_refused(world, run):
    with pytest.raises(Moved):
        do_step(run.pk, "pay", Deed(evidence="x"), by=world.lead)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    with pytest.raises(Moved):
        do_step(run.pk, "hello", Deed(), by=world.ben)


def test_handing_over_moves_the_ticket_with_a_note(world, run, ticket):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {**PAID, "paid": "no"}, by=world.ana)
    do_step(run.pk, "explain", Deed("no"), by=world.ana)
    do_step(run.pk, "hand", Deed(team_id=world.workshop.pk), by=world.ana)
    ticket.refresh_from_db()
    run.refresh_from_db()
    assert ticket.team_id == world.workshop.pk
    assert run.state == "finished"


def test_waiting_makes_a_task_with_its_day_and_going_on_ticks_it_off(world, run, ticket):
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "new", "number": "7"}, by=world.ana)
    task = Task.objects.get(ticket=ticket)
    run.refresh_from_db()
    assert task.due_at == run.due_at
    assert task.owner == world.ana
    do_step(run.pk, "wait", Deed("late"), by=world.ben)
    task.refresh_from_db()
    run.refresh_from_db()
    assert task.done_at is not None
    assert (run.step, run.due_at) == ("hand", None)


def test_a_newer_version_leaves_a_running_run_alone(world, run, make_playbook):
    newer = SMALL.replace("  hello:\n", "  greet:\n").replace('"A small one"', '"A newer one"')
    publish(save_version(run.playbook, newer, by=world.owner), by=world.owner)
    assert [one.version.number for one in published()] == [2]
    do_step(run.pk, "hello", Deed(), by=world.ana)
    run.refresh_from_db()
    assert (run.version.number, run.step) == (1, "find_out")


def test_it_runs_once_on_a_ticket_and_again_after_it_was_stopped(world, run, ticket):
    with pytest.raises(PlaybookRefused, match="already"):
        start_run(ticket, "small", by=world.ben)
    with pytest.raises(PlaybookRefused, match="why"):
        stop_run(run.pk, " ", by=world.ben)
    stop_run(run.pk, "It is about something else", by=world.ben)
    assert start_run(ticket, "small", by=world.ben).pk != run.pk


def test_a_stranger_finds_no_run(world, make_playbook):
    make_playbook()
    hidden = make_ticket(world.complaints, world.customer)
    run = start_run(hidden, "small", by=world.cleo)
    with pytest.raises(Http404):
        access_run(world.stranger, run.pk)


def test_a_restricted_one_is_for_its_role_and_named_in_no_event(world, make_playbook, ticket):
    make_playbook(SMALL.replace("applies:\n", "restricted_to: team_lead\npriority: urgent\napplies:\n", 1))
    with pytest.raises(PlaybookRefused):
        start_run(ticket, "small", by=world.ana)
    run = start_run(ticket, "small", by=world.lead)
    with pytest.raises(Http404):
        access_run(world.ana, run.pk)
    do_step(run.pk, "hello", Deed(), by=world.lead)
    give_facts(run.pk, PAID, by=world.lead)
    told = str(
        [
            *Event.objects.filter(subject=f"ticket:{ticket.pk}", name__startswith="playbook.").values_list(
                "data", flat=True
            )
        ]
    )
    assert "small" not in told and "refund" not in told
    ticket.refresh_from_db()
    assert ticket.get_priority_display() == "Urgent"


class TestRequired:
    @pytest.fixture
    def run(self, world, make_playbook, ticket):
        make_playbook(SMALL.replace("applies:\n", "required_for: [question]\napplies:\n", 1))
        return start_run(ticket, "small", by=world.ana)

    def test_without_its_end_nobody_solves(self, world, run, ticket):
        with pytest.raises(Refused, match="A small one") as refusal:
            solve(ticket, by=world.ana, reason="It is late")
        assert not isinstance(refusal.value, NeedsReason)

    def test_who_has_the_right_solves_with_a_reason_that_is_written_down(self, world, run, ticket):
        with pytest.raises(NeedsReason):
            solve(ticket, by=world.lead)
        solve(ticket, by=world.lead, reason="They called; all is well")
        skipped = Event.objects.get(name="playbook.skipped")
        assert skipped.data["reason"] == "They called; all is well"
        assert skipped.data["keys"] == ["small"]

    def test_after_its_end_everybody_solves_and_nothing_is_told(self, world, run, ticket):
        do_step(run.pk, "hello", Deed(), by=world.ana)
        give_facts(run.pk, PAID, by=world.ana)
        pay_granted(run, world)
        do_step(run.pk, "pay", Deed(evidence="x"), by=world.lead)
        solve(ticket, by=world.ana)
        assert not Event.objects.filter(name="playbook.skipped").exists()

    def test_another_type_of_ticket_is_solved_without(self, world, run, ticket):
        set_type(ticket, "task", by=world.ana)
        solve(ticket, by=world.ana)
        ticket.refresh_from_db()
        assert ticket.status == Status.SOLVED


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_the_same_step_one_does_it_and_the_other_is_told(make_playbook, world, ticket):
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    outcomes = race(
        lambda: do_step(run.pk, "hello", Deed(), by=world.ana),
        lambda: do_step(run.pk, "hello", Deed(), by=world.ben),
    )
    assert StepDone.objects.filter(run=run).count() == 1
    assert sum(isinstance(one, Moved) for one in outcomes) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_start_it_at_once_one_does(make_playbook, world, ticket):
    make_playbook()
    outcomes = race(
        lambda: start_run(ticket, "small", by=world.ana), lambda: start_run(ticket, "small", by=world.ben)
    )
    assert Run.objects.count() == 1
    assert sum(isinstance(one, PlaybookRefused) for one in outcomes) == 1
