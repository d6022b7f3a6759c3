"""Rules that time sets off: once per ticket and stretch, from when they were switched on, whatever the size."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from careline.core.models import Event
from careline.rules.actions.run_timed import run_timed, sweep_marks
from careline.rules.contracts import Act
from careline.rules.models import Mark, Rule, Run
from careline.rules.queries.ready import forget_rules
from careline.rules.tests.conftest import asking, make_rule, work
from careline.rules.tests.test_running import take_in
from careline.testing.world import World, make_ticket
from careline.tickets.actions.merge import merge
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.solve import solve
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.access import access_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def long_ago(world: World):
    """A rule is switched on so long ago that nothing of this test is too early for it."""

    def make(*acts: Act, **given) -> Rule:
        rule = make_rule(world.owner, *acts, **given)
        Rule.objects.filter(pk=rule.pk).update(reached=timezone.now() - 100 * HOUR)
        forget_rules()
        return rule

    return make


def test_a_solved_ticket_is_closed_so_many_hours_later_unless_it_was_opened_again(
    world: World, long_ago
) -> None:
    long_ago(Act("status", "closed"), on="after_status", hours=96, when=asking(("status", "is", ["solved"])))
    kept, again = (make_ticket(world.support, world.customer, status=Status.OPEN) for _ in range(2))
    for ticket in (kept, again):
        solve(ticket, by=world.ana)
    Event.objects.filter(name="ticket.status_changed").update(at=timezone.now() - 90 * HOUR)
    set_status(again, Status.OPEN, by=world.ana)
    assert run_timed(timezone.now()) == 0, "not yet"
    assert run_timed(timezone.now() + 7 * HOUR) == 1
    kept.refresh_from_db()
    again.refresh_from_db()
    assert (kept.status, again.status) == (Status.CLOSED, Status.OPEN)
    assert run_timed(timezone.now() + 8 * HOUR) == 0


def test_a_customer_who_writes_again_begins_a_new_stretch(world: World, long_ago) -> None:
    long_ago(Act("note", "Nobody answered for five hours"), on="after_message", hours=5)
    ticket = take_in(world)
    Event.objects.filter(name="message.received").update(at=timezone.now() - 4 * HOUR)
    assert run_timed(timezone.now() + 2 * HOUR) == 1
    assert Run.objects.get().ticket_id == ticket.pk
    assert run_timed(timezone.now() + 3 * HOUR) == 0, "once a stretch"


@pytest.mark.parametrize(("on", "early", "late"), [("before_due", 1, 3), ("after_due", 6, 8)])
def test_what_is_due_sets_rules_off_before_and_after_also_when_it_is_moved(
    world: World, long_ago, on: str, early: int, late: int
) -> None:
    now = datetime.now(UTC)
    long_ago(Act("priority", "urgent"), on=on, hours=2)
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=now + (4 if on == "before_due" else 5) * HOUR)
    run_timed(now + early * HOUR)
    assert not Run.objects.exists()
    run_timed(now + late * HOUR)
    run_timed(now + late * HOUR)
    assert Run.objects.count() == Mark.objects.count() == 1
    moved = now + (late + 1.5 if on == "before_due" else late - 3.5) * HOUR
    Ticket.objects.filter(pk=ticket.pk).update(due_at=moved, priority=1)
    run_timed(now + late * HOUR)
    assert Run.objects.count() == 2, "another moment is another stretch"


def test_what_lies_before_the_rule_was_switched_on_is_left_alone(world: World) -> None:
    ticket = take_in(world)
    Event.objects.filter(name__in=["message.received", "ticket.created"]).update(
        at=timezone.now() - 50 * HOUR
    )
    make_rule(world.owner, Act("tag", ["old"]), on="after_created", hours=1)
    assert run_timed() == 0
    ticket.refresh_from_db()
    assert ticket.tags == []


def written(ticket: Ticket, hours: float, *, name: str = "message.received") -> None:
    """Have what happened to a ticket lie some hours back."""
    Event.objects.filter(subject=f"ticket:{ticket.pk}", name=name).update(at=timezone.now() - hours * HOUR)


def merged(source: Ticket, into: Ticket, world: World) -> int:
    pair = (access_ticket(world.owner, one.pk) for one in (source, into))
    return merge(next(pair), into=next(pair), by=world.owner).pk


def test_hours_since_the_customer_wrote_go_along_with_the_message_when_tickets_are_merged(
    world: World, long_ago
) -> None:
    long_ago(Act("note", "Five hours"), on="after_message", hours=5)
    target, source = take_in(world), take_in(world)
    written(target, 3)
    written(source, 1)
    merged(source, target, world)
    run_timed(timezone.now() + 3 * HOUR)
    assert not Run.objects.exists(), "the customer wrote again since, in the other one"
    run_timed(timezone.now() + 4.1 * HOUR)
    assert Run.objects.get().ticket_id == target.pk
    run_timed(timezone.now() + 9 * HOUR)
    assert Run.objects.count() == 1


def test_hours_of_a_message_go_back_when_a_merge_is_undone(world: World, long_ago) -> None:
    long_ago(Act("note", "Five hours"), on="after_message", hours=5)
    target, source = take_in(world), take_in(world)
    written(target, 3)
    written(source, 1)
    unmerge(merged(source, target, world), by=world.owner)
    run_timed(timezone.now() + 4.1 * HOUR)
    assert {*Run.objects.values_list("ticket_id", flat=True)} == {source.pk, target.pk}


def test_the_earlier_creation_counts_for_what_remains_of_a_merge_and_the_rule_runs_once(
    world: World, long_ago
) -> None:
    long_ago(Act("note", "Ten hours"), on="after_created", hours=10)
    source, middle, target = take_in(world), take_in(world), take_in(world)
    for ticket, hours in ((source, 7), (middle, 5), (target, 3)):
        written(ticket, hours, name="ticket.created")
    merged(source, middle, world)
    merged(middle, target, world)
    run_timed(timezone.now() + 2.9 * HOUR)
    assert not Run.objects.exists()
    run_timed(timezone.now() + 3.1 * HOUR)
    assert Run.objects.get().ticket_id == target.pk
    run_timed(timezone.now() + 5.1 * HOUR)
    run_timed(timezone.now() + 9 * HOUR)
    assert Run.objects.count() == 1


def test_what_a_worker_slept_through_runs_once_for_what_remains(world: World, long_ago) -> None:
    long_ago(Act("note", "An hour"), on="after_created", hours=1)
    target, source = take_in(world), take_in(world)
    merged(source, target, world)
    run_timed(timezone.now() + 2 * HOUR)
    assert [*Run.objects.values_list("ticket_id", flat=True)] == [target.pk]


def test_the_status_of_a_merged_ticket_and_its_due_moment_are_over_with_it(world: World, long_ago) -> None:
    long_ago(Act("note", "Five hours"), on="after_status", hours=5, name="Status")
    long_ago(Act("note", "Due"), on="after_due", hours=1, name="Due")
    target, source = take_in(world), take_in(world)
    written(source, 1, name="ticket.created")
    written(target, 50, name="ticket.created")
    Ticket.objects.filter(pk=source.pk).update(due_at=timezone.now() + HOUR)
    run_timed()
    Run.objects.all().delete()
    merged(source, target, world)
    run_timed(timezone.now() + 6 * HOUR)
    assert not Run.objects.exists()


def test_a_rule_that_waited_in_line_while_its_ticket_was_merged_is_judged_on_what_remains(
    world: World,
) -> None:
    target = take_in(world)
    make_rule(world.owner, Act("tag", ["seen"]))
    source = take_in(world)
    merged(source, target, world)
    work()
    assert Run.objects.get().ticket_id == target.pk
    assert Ticket.objects.get(pk=target.pk).tags == ["seen"] and Ticket.objects.get(pk=source.pk).tags == []


def test_old_marks_are_swept(world: World, long_ago) -> None:
    rule = long_ago(Act("tag", ["x"]), on="after_created", hours=1)
    Mark.objects.create(rule=rule, ticket_id=1, stretch=timezone.now())
    assert sweep_marks() == 0
    assert sweep_marks(timezone.now() + timedelta(days=4)) == 1
