"""Rules run: on what happens, in their order, as themselves, once, never for ever; and the ticket says why."""

import pytest
from django.db import transaction
from django.test import Client

from careline.core.models import Event
from careline.rules.contracts import Act
from careline.rules.models import Run
from careline.rules.tasks import run_rules
from careline.rules.tests.conftest import asking, make_rule, work
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_ticket
from careline.tickets.actions.receive import receive
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.solve import solve
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import Grade, Thread
from careline.tickets.models import Priority, Status, Ticket

pytestmark = pytest.mark.django_db


def take_in(world: World, *, answers: Ticket | None = None, **fields) -> Ticket:
    """A message of the customer arrives: in a new ticket, or in the one that it answers."""
    thread = Thread(answers.pk, "references") if answers else None
    policy = make_policy(world.support)
    with transaction.atomic():
        got = receive(make_inbound(**fields), policy=policy, thread=thread, grade=Grade.PLAUSIBLE)
    return Ticket.objects.get(pk=got.ticket_id)


def test_a_message_sets_off_a_rule_whose_conditions_hold(world: World) -> None:
    acts = [Act("priority", "urgent"), Act("tag", ["vip"]), Act("assign", str(world.ana.pk))]
    rule = make_rule(world.owner, *acts, when=asking(("message", "has_any", ["refund"])))
    ticket = take_in(world, text="I want all of it refunded")
    other = take_in(world, text="The chain came off")
    assert work() == 2
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.tags, ticket.assignee) == (Priority.URGENT, ["vip"], world.ana)
    assert Ticket.objects.get(pk=other.pk).priority == Priority.NORMAL
    run = Run.objects.get()
    assert (run.rule, run.ticket, run.outcome) == (rule, ticket, "done")
    received = Event.objects.get(name="message.received", subject=f"ticket:{ticket.pk}")
    changed = Event.objects.get(name="ticket.priority_changed")
    assert (changed.actor_kind, changed.actor_id, changed.cause_id) == ("rule", rule.pk, received.pk)


def test_without_a_rule_nothing_is_put_in_line(world: World) -> None:
    take_in(world, text="Hello")
    assert work() == 0


def test_a_run_stands_on_the_ticket_with_its_reason(world: World) -> None:
    make_rule(
        world.owner,
        Act("tag", ["vip"]),
        when=asking(("priority", "is", ["normal"]), ("status", "is_not", ["solved"])),
    )
    ticket = take_in(world)
    work()
    told = Event.objects.get(name="rule.ran", subject=f"ticket:{ticket.pk}")
    assert told.data["because"] == [["Priority is one of: Normal", True], ["Status is none of: Solved", True]]
    assert told.data["did"] == ["Add tags: vip"]
    assert told.data["version"] == 1


def test_a_rule_sees_what_those_before_it_did_and_may_stop_those_after_it(world: World) -> None:
    make_rule(world.owner, Act("priority", "high"), name="First")
    make_rule(
        world.owner,
        Act("tag", ["high"]),
        name="Second",
        when=asking(("priority", "is", ["high"])),
        stops=True,
    )
    make_rule(world.owner, Act("tag", ["never"]), name="Third")
    ticket = take_in(world)
    work()
    ticket.refresh_from_db()
    assert ticket.tags == ["high"]
    assert [*Run.objects.order_by("pk").values_list("version__name", flat=True)] == ["First", "Second"]


def test_what_would_change_nothing_does_nothing(world: World) -> None:
    make_rule(world.owner, Act("priority", "normal"), Act("untag", ["vip"]))
    take_in(world)
    work()
    assert not Run.objects.exists()
    assert not Event.objects.filter(name="rule.ran").exists()


def test_an_action_that_fails_is_written_down_and_holds_up_no_other(world: World) -> None:
    make_rule(world.owner, Act("assign", str(world.light.pk)), Act("tag", ["seen"]), name="First")
    make_rule(world.owner, Act("priority", "low"), name="Second")
    ticket = take_in(world)
    work()
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.tags, ticket.priority) == (None, ["seen"], Priority.LOW)
    first, second = Run.objects.order_by("pk")
    assert (first.outcome, second.outcome) == ("partly", "done")
    failed = next(one for one in first.acts if one["do"] == "assign")
    assert (failed["outcome"], bool(failed["reason"])) == ("refused", True)


def test_one_event_sets_a_rule_off_once_however_often_its_job_runs(world: World) -> None:
    make_rule(world.owner, Act("note", "Look at this"))
    ticket = take_in(world)
    received = Event.objects.get(name="message.received")
    for _ in range(3):
        run_rules(received.pk)
    assert ticket.messages.filter(is_public=False).count() == 1


def test_rules_that_set_each_other_off_come_to_an_end(world: World) -> None:
    for word, other in (("high", "low"), ("low", "high")):
        when = asking(("priority", "is", [other]))
        make_rule(world.owner, Act("priority", word), on="priority", name=word, when=when)
    ticket = make_ticket(world.support, world.customer)
    set_priority(ticket, Priority.LOW, by=world.ana)
    assert work() <= 6
    assert Run.objects.count() <= 4


def test_a_long_chain_of_rules_is_stopped_after_five_events_and_the_ticket_says_so(
    world: World, client: Client
) -> None:
    for n in range(8, 0, -1):  # the later first, so that each step needs an event of its own
        when = asking(("tags", "has_any", [f"step-{n}"]))
        make_rule(world.owner, Act("tag", [f"step-{n + 1}"]), on="tags", name=f"Step {n}", when=when)
    ticket = make_ticket(world.support, world.customer)
    tag(ticket, add=["step-1"], by=world.ana)
    work()
    ticket.refresh_from_db()
    assert ticket.tags == [f"step-{n}" for n in range(1, 6)]
    assert [*Run.objects.order_by("pk").values_list("outcome", flat=True)] == ["done"] * 4 + ["loop"]
    assert Event.objects.filter(name="rule.ran").last().data["outcome"] == "loop"
    client.force_login(world.ana)
    shown = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "it was stopped, since rules set each other off again and again" in shown


@pytest.mark.parametrize(
    ("on", "act"),
    [
        (
            "status",
            lambda t, w: solve(t, by=w.ana),
        ),
        ("priority", lambda t, w: set_priority(t, Priority.HIGH, by=w.ana)),
        ("tags", lambda t, w: tag(t, add=["x"], by=w.ana)),
    ],
    ids=["status", "priority", "tags"],
)
def test_changes_set_rules_off(world: World, on: str, act) -> None:
    make_rule(world.owner, Act("tag", ["noticed"]), on=on)
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN)
    act(ticket, world)
    assert work() >= 1
    assert "noticed" in Ticket.objects.get(pk=ticket.pk).tags
